"""All that can be said about differences between groups: shares, rating style, fairness, probes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sentiment.evaluation.cross_examination import doubt_styles
from sentiment.evaluation.findings import ordered_findings
from sentiment.records import TRUTHS, Filters, ProgressReport, silent
from sentiment.workflows.bias_measures import (
    fairness_measures,
    probe_measures,
    share_measures,
    style_measures,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sentiment.evaluation.findings import Finding
    from sentiment.records import Progress
    from sentiment.storage.database import Database
    from sentiment.workflows.bias_measures import Measure
    from sentiment.workflows.correcting_shares import CorrectedAnswer
    from sentiment.workflows.fairness import FairnessAnswer
    from sentiment.workflows.probing import ProbeReport
    from sentiment.workflows.rating_style import RatingStyleAnswer

DEFAULT_BY = ("market", "language")
TRUSTED = ("annotation", "label")
# A gap in the model's errors is compared among reviews that are alike in these, too.
HELD_ALIKE = ("product", "month")


@dataclass(frozen=True)
class BiasAnswer:
    """Every analysis of the groupings ``by``: grouping → answer, findings, and their numbers.

    ``findings`` and ``unsaid`` (what cannot be said, and why) are those of all analyses, the
    clear ones first. ``probes`` is the last run of the model that is in use, None where there
    was none. ``reviews`` counts the current ones in view. ``database`` is the file's name.
    """

    database: str
    model_id: str | None
    made_at: datetime  # UTC
    by: tuple[str, ...]
    reviews: int
    scored: int
    shares: Mapping[str, CorrectedAnswer]
    styles: Mapping[str, RatingStyleAnswer]
    fairness: Mapping[str, FairnessAnswer]
    probes: ProbeReport | None
    findings: tuple[Finding, ...]
    unsaid: tuple[str, ...]
    measures: tuple[Measure, ...]


def survey_bias(
    database: Database,
    *,
    by: Sequence[str] = DEFAULT_BY,
    filters: Filters | None = None,
    truths: Sequence[str] | None = None,
    progress: Progress = silent,
) -> BiasAnswer:
    """Compare the groups of each grouping in ``by`` in every way that the reviews allow.

    A kept column may be called by its name alone. ``truths`` are what the model's errors are
    told by; by default people's answers and labels, and stars only where these are too few to
    compare two groups. Progress comes in the stage "bias". Raises
    :class:`sentiment.errors.UsageError` for a column that is missing and for an unknown truth.
    """
    from sentiment.storage.predictions import active_model
    from sentiment.storage.summaries import count_by
    from sentiment.workflows.correcting_shares import corrected_shares
    from sentiment.workflows.kept_columns import resolve_groupings
    from sentiment.workflows.probing import last_probes
    from sentiment.workflows.rating_style import rating_style

    filters = filters or Filters()
    groupings = resolve_groupings(database, by)
    shares: dict[str, CorrectedAnswer] = {}
    styles: dict[str, RatingStyleAnswer] = {}
    fair: dict[str, FairnessAnswer] = {}
    for place, grouping in enumerate(groupings):
        progress(ProgressReport("bias", place, len(groupings)))
        shares[grouping] = corrected_shares(database, by=grouping, filters=filters)
        styles[grouping] = rating_style(database, by=grouping, filters=filters)
        fair[grouping] = _fairness(database, by=grouping, filters=filters, truths=truths)
    progress(ProgressReport("bias", len(groupings), len(groupings)))
    model_id = active_model(database)
    probes = last_probes(database, model_id=model_id) if model_id else None
    answers: list[CorrectedAnswer | RatingStyleAnswer | FairnessAnswer] = [
        *shares.values(),
        *styles.values(),
        *fair.values(),
    ]
    counts = count_by(database, by=None, filters=filters)
    return BiasAnswer(
        database=database.path.name,
        model_id=model_id,
        made_at=datetime.now(UTC),
        by=groupings,
        reviews=sum(count.reviews for count in counts),
        scored=sum(count.scored for count in counts),
        shares=shares,
        styles=styles,
        fairness=fair,
        probes=probes,
        findings=ordered_findings(
            [
                *(
                    one
                    for grouping in groupings
                    for one in doubt_styles(
                        (
                            *shares[grouping].findings,
                            *styles[grouping].findings,
                            *fair[grouping].findings,
                        ),
                        styles=styles[grouping].groups,
                        shares=shares[grouping].groups,
                    )
                ),
                *(probes.findings if probes else ()),
            ]
        ),
        unsaid=_once(
            [sentence for answer in answers for sentence in answer.unsaid]
            + list(
                probes.unsaid
                if probes
                else ("The model in use was not probed yet: polytone probes, or the page Bias.",)
            )
        ),
        measures=(
            *(m for answer in shares.values() for m in share_measures(answer)),
            *(m for answer in styles.values() for m in style_measures(answer)),
            *(m for answer in fair.values() for m in fairness_measures(answer)),
            *(probe_measures(probes) if probes else ()),
        ),
    )


def _fairness(
    database: Database, *, by: str, filters: Filters, truths: Sequence[str] | None
) -> FairnessAnswer:
    from sentiment.workflows.fairness import fairness

    held_alike = tuple(name for name in HELD_ALIKE if name != by)
    if truths is None:
        answer = fairness(database, by=(by,), filters=filters, truths=TRUSTED, control=held_alike)
        if sum(not group.suppressed for group in answer.groups) > 1:
            return answer
    return fairness(
        database, by=(by,), filters=filters, truths=truths or TRUTHS, control=held_alike
    )


def _once(sentences: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sentences))
