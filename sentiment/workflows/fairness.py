"""Whether the model treats groups alike: languages, markets, and any column that was kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sentiment.errors import UsageError
from sentiment.evaluation.fairness import measure_fairness
from sentiment.evaluation.findings import ordered_findings
from sentiment.evaluation.judged_cells import judged_cells
from sentiment.reading.known_profiles import source_domains
from sentiment.records import SENTIMENTS, TRUTHS, Filters
from sentiment.workflows.fairness_limits import (
    nothing_to_compare,
    picked_sentences,
    what_cannot_be_said,
)
from sentiment.workflows.fairness_sentences import fairness_findings
from sentiment.workflows.kept_columns import resolve_groupings

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from sentiment.evaluation.disparities import Disparity
    from sentiment.evaluation.fairness import GroupFairness
    from sentiment.evaluation.findings import Finding
    from sentiment.evaluation.judged_cells import Group, JudgedCells
    from sentiment.storage.database import Database
    from sentiment.storage.truth import TruthCounts

MOST_GROUPS: Final = 60
# What "period" in a control means.
PERIOD: Final = "month"


@dataclass(frozen=True)
class FairnessAnswer:
    """The model's fairness towards the groups of ``by``, ``sentiment`` against the rest.

    ``groups`` are the largest first; those below 30 reviews are ``suppressed`` and have no
    numbers. ``overall`` is all reviews together; it is None, and there are no groups, where
    nothing can be compared: ``unsaid`` says why. ``model_id`` is None where nothing is scored.
    """

    model_id: str | None
    by: tuple[str, ...]
    sentiment: str
    control: tuple[str, ...]
    truth_counts: TruthCounts
    overall: GroupFairness | None
    groups: tuple[GroupFairness, ...]
    disparities: tuple[Disparity, ...]
    findings: tuple[Finding, ...]
    unsaid: tuple[str, ...]


def fairness(
    database: Database,
    *,
    by: Sequence[str],
    filters: Filters | None = None,
    truths: Sequence[str] = TRUTHS,
    sentiment: str = "negative",
    control: Sequence[str] = (),
) -> FairnessAnswer:
    """Rates, gaps and disparities of the groups of ``by``; several names are intersected.

    ``by`` and ``control`` are names of groupings ("language", "market", "product", "source",
    "domain", "month"), of "column:NAME", or of a kept column; "period" is the month. With
    ``control`` gaps are also given among reviews that are alike in it. Raises
    :class:`sentiment.errors.UsageError` for a column that is missing, a grouping that
    is a control too, and an unknown sentiment or truth.
    """
    from sentiment.storage.fairness_cells import fairness_cells
    from sentiment.storage.predictions import active_model
    from sentiment.storage.share_counts import count_answered
    from sentiment.storage.truth import count_truths

    filters = filters or Filters()
    groupings, controls = _resolved(database, by), _resolved(database, control)
    _check_apart(groupings, controls)
    rows = fairness_cells(
        database,
        by=groupings,
        control=controls,
        sentiment=sentiment,
        filters=filters,
        truths=truths,
        domains=source_domains(),
    )
    counts = count_truths(database, filters=filters, truths=truths, drawn_only=True)
    cells, left = _cells(rows, len(groupings), len(controls), sentiment=sentiment)
    why_not = nothing_to_compare(cells, counts, by=groupings)
    picked = count_answered(database, filters=filters).picked if "annotation" in truths else 0
    answer = FairnessAnswer(
        model_id=active_model(database),
        by=groupings,
        sentiment=sentiment,
        control=controls,
        truth_counts=counts,
        overall=None,
        groups=(),
        disparities=(),
        findings=(),
        unsaid=(*([why_not] if why_not else []), *picked_sentences(picked)),
    )
    if why_not:
        return answer
    table = measure_fairness(cells)
    unknown = _unknown_shares(rows, controls)
    held = tuple(name for name in controls if unknown[name] < 1.0)
    found = fairness_findings(table, by=groupings, sentiment=sentiment, control=held)
    unsaid = what_cannot_be_said(
        table,
        counts,
        by=groupings,
        sentiment=sentiment,
        control=held,
        left=left,
        unknown=unknown,
    )
    return replace(
        answer,
        overall=table.overall,
        groups=table.groups,
        disparities=table.disparities,
        findings=ordered_findings(found),
        unsaid=(*unsaid, *answer.unsaid),
    )


def _resolved(database: Database, names: Sequence[str]) -> tuple[str, ...]:
    listed = (names,) if isinstance(names, str) else names
    meant = [PERIOD if name == "period" else name for name in listed]
    return resolve_groupings(database, meant)


def _check_apart(by: tuple[str, ...], control: tuple[str, ...]) -> None:
    if not by:
        raise UsageError("No grouping was named.", hint="Name one, such as language or market.")
    for name in by:
        if name in control:
            raise UsageError(
                f"'{name}' was named as a grouping and as a control.",
                hint="Name each grouping once: groups or control.",
            )


def _unknown_shares(rows: pa.Table, controls: Sequence[str]) -> dict[str, float]:
    """Control → the share of reviews of which it is not known: these count as one kind."""
    ns = rows.column("reviews").to_numpy()
    return {
        name: float(ns[rows.column(f"control_{place}").to_numpy() == ""].sum() / ns.sum())
        for place, name in enumerate(controls)
    }


def _cells(
    rows: pa.Table, groups: int, controls: int, *, sentiment: str
) -> tuple[JudgedCells, int]:
    """The counted rows as cells, and how many groups were put together."""
    named: list[Group] = list(
        zip(*(rows.column(f"group_{place}").to_pylist() for place in range(groups)), strict=True)
    )
    strata = None
    if controls:
        parts = (rows.column(f"control_{place}").to_pylist() for place in range(controls))
        strata = list(zip(*parts, strict=True))
    cells = judged_cells(
        rows.column("truth").to_numpy(),
        rows.column("called").to_numpy(),
        rows.column("chance").to_numpy(),
        groups=named,
        strata=strata,
        sentiment=SENTIMENTS.index(sentiment),
        counts=rows.column("reviews").to_numpy(),
        chance_squares=rows.column("chance_squares").to_numpy(),
        weak=rows.column("weak").to_numpy(),
        most_groups=MOST_GROUPS,
    )
    return cells, max(0, len(set(named)) - MOST_GROUPS)
