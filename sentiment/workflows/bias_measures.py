"""Every number of the analyses of bias in one shape, for reports, files and scripts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isnan, nan
from typing import TYPE_CHECKING, Literal

from sentiment.evaluation.intervals import reliability
from sentiment.language.group_names import group_name
from sentiment.records import SENTIMENTS, Interval

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sentiment.evaluation.corrected_shares import CorrectedShares
    from sentiment.evaluation.findings import Topic
    from sentiment.evaluation.judged_cells import Metric
    from sentiment.evaluation.rating_style import RatingStyle
    from sentiment.workflows.correcting_shares import CorrectedAnswer
    from sentiment.workflows.fairness import FairnessAnswer
    from sentiment.workflows.probing import ProbeReport
    from sentiment.workflows.rating_style import RatingStyleAnswer

Unit = Literal["share", "points", "stars", "stars gap"]
_FAULTS: dict[Metric, tuple[str, Unit]] = {
    "error": ("error rate", "share"),
    "false_positive_rate": ("wrongly called {}, of those that are not", "share"),
    "false_negative_rate": ("missed {}, of those that are", "share"),
    "selection_rate": ("called {}", "share"),
    "base_rate": ("{} by their truth", "share"),
    "calibration": ("stated probability of {} minus its share", "points"),
    "overcalled": ("called {} minus truly {}", "points"),
}


@dataclass(frozen=True)
class Measure:
    """One number: ``measure`` of ``group`` (of the grouping ``by``), called ``name``.

    Shares and points are in 0..1 and −1..1, stars in stars; points and gaps of stars are
    differences, 0 means none. ``corrected_p`` is the p-value corrected for the number of
    comparisons, None where nothing was tested. ``note`` says what else one has to know.
    """

    topic: Topic
    by: str
    group: str
    name: str
    measure: str
    unit: Unit
    interval: Interval
    corrected_p: float | None = None
    note: str = ""


def share_measures(answer: CorrectedAnswer) -> Iterator[Measure]:
    """Shares of each sentiment as the model calls them and corrected for its errors.

    Groups of fewer than 10 scored reviews have the value ``nan``: they say nothing.
    """
    for place, sentiment in enumerate(SENTIMENTS):
        for corrected in (False, True):
            words = "corrected" if corrected else "as the model calls it"
            for shares in answer.groups:
                intervals = shares.corrected if corrected else shares.raw
                if intervals is None:
                    continue
                few = reliability(shares.scored) == "too few"
                yield Measure(
                    topic="shares",
                    by=answer.by or "",
                    group=shares.group,
                    name=group_name(shares.group, by=answer.by or ""),
                    measure=f"{sentiment}, {words}",
                    unit="share",
                    interval=Interval(nan, 0.0, 1.0, shares.scored) if few else intervals[place],
                    note=_corrected_by(shares) if corrected else "",
                )


def style_measures(answer: RatingStyleAnswer) -> Iterator[Measure]:
    """Extremes, midpoint, mean stars and the gap to the stars that texts suggest."""
    figures: tuple[tuple[str, str, Unit], ...] = (
        ("gap", "stars given minus those that the text suggests", "stars gap"),
        ("mean_stars", "mean stars", "stars"),
        ("extreme", "1 or 5 stars", "share"),
        ("midpoint", "3 stars", "share"),
    )
    for field, words, unit in figures:
        for style in answer.groups:
            is_gap = field == "gap"
            yield Measure(
                topic="rating style",
                by=answer.by,
                group=style.group,
                name=group_name(style.group, by=answer.by),
                measure=words,
                unit=unit,
                interval=getattr(style, field),
                corrected_p=style.q if is_gap and not isnan(style.q) else None,
                note=_declared(style) if is_gap else "",
            )


def fairness_measures(answer: FairnessAnswer) -> Iterator[Measure]:
    """Rates of one class against the rest, and their gaps to all other reviews."""
    by = " × ".join(answer.by)
    for metric, (words, unit) in _FAULTS.items():
        said = words.format(answer.sentiment, answer.sentiment)
        for fair in answer.groups:
            parts = zip(fair.group, answer.by, strict=True)
            plain = Measure(
                topic="fairness",
                by=by,
                group=" × ".join(fair.group),
                name=" × ".join(group_name(part, by=one) for part, one in parts),
                measure=said,
                unit=unit,
                interval=fair.rate(metric),
                note="fewer than 30 reviews, not shown" if fair.suppressed else "",
            )
            yield plain
            gap = fair.against_rest.get(metric)
            if gap is not None:
                yield replace(
                    plain,
                    measure=f"{said}, against all others",
                    unit="points",
                    interval=gap.difference,
                    corrected_p=gap.q,
                    note="" if gap.clear else "could be chance",
                )


def probe_measures(report: ProbeReport) -> Iterator[Measure]:
    """How far each group's sentences lie from the same with other groups, by language."""
    for effect in report.results:
        words = effect.group.replace("_", " ")
        where = group_name(effect.language, by="language") if effect.language else "all languages"
        yield Measure(
            topic="probes",
            by=effect.attribute,
            group=f"{effect.language} {effect.group}".strip(),
            name=f"{words}, {where}",
            measure="score of the same sentences, against other groups",
            unit="points",
            interval=effect.shift,
            corrected_p=effect.q,
            note="declared" if effect.declared else "",
        )


def _corrected_by(shares: CorrectedShares) -> str:
    return f"by {shares.method}, {shares.labelled:,} labelled"


def _declared(style: RatingStyle) -> str:
    return "declared" if style.declared else "; ".join(style.why_not)
