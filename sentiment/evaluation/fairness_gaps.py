"""How far each metric of a group lies from that of all others, plain and controlled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isnan, nan
from typing import TYPE_CHECKING, Final

import numpy as np

from sentiment.evaluation.confusion import interval_of
from sentiment.evaluation.group_rates import RESAMPLES, draw_rates
from sentiment.evaluation.intervals import SMALL_GROUP, is_clear
from sentiment.evaluation.judged_cells import SHARES
from sentiment.evaluation.multiple_testing import benjamini_hochberg
from sentiment.evaluation.stratified_gaps import stratified_gap
from sentiment.records import Interval

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sentiment.evaluation.judged_cells import Metric
    from sentiment.evaluation.stratified_gaps import MetricTables, StratifiedGap

# Metrics of which a gap is a fault of the model; they are corrected together.
FAULTS: Final[tuple[Metric, ...]] = (
    "error", "false_positive_rate", "false_negative_rate", "calibration", "overcalled",
)  # fmt: skip
COMPARED: Final[tuple[Metric, ...]] = (*FAULTS, "selection_rate")
CLEAR_Q: Final = 0.05


@dataclass(frozen=True)
class Gap:
    """One metric of a group minus that of all other reviews.

    ``difference`` and ``ratio`` are plain, with bootstrap intervals; ``controlled`` compares
    within strata, its q is ``controlled_q``. It is None where there is nothing to control for.
    ``ratio`` is None for calibration and overcalled, and where the others have no case.
    ``p`` is corrected to ``q`` (Benjamini-Hochberg) over all groups and the metrics of
    ``FAULTS``; selection rates, which differ with the base rate, are corrected by themselves.
    """

    metric: Metric
    difference: Interval
    ratio: Interval | None
    p: float
    q: float
    controlled: StratifiedGap | None
    controlled_q: float

    @property
    def clear(self) -> bool:
        """Whether the plain gap stands after correction and is above half a point."""
        return self.q < CLEAR_Q and is_clear(self.difference)

    @property
    def stands_controlled(self) -> bool | None:
        """Whether the controlled gap stands, in the same direction; None where none is known."""
        if self.controlled is None or isnan(self.controlled.difference.value):
            return None
        same = self.controlled.difference.value * self.difference.value > 0
        return same and self.controlled_q < CLEAR_Q and is_clear(self.controlled.difference)


def gaps_against_rest(
    compared: Mapping[Metric, MetricTables],
    tables: NDArray[np.float64],
    *,
    rates: Mapping[Metric, NDArray[np.float64]],
    draws: Mapping[int, Mapping[Metric, NDArray[np.float64]]],
    generator: np.random.Generator,
    resamples: int = RESAMPLES,
) -> dict[int, dict[Metric, Gap]]:
    """Place of a group → its gaps, for the groups that ``draws`` has bootstrap samples of.

    ``compared`` are the tables of the metrics, ``tables`` the quarter tables of all groups,
    ``rates`` their metrics.
    """
    together = tables.sum(axis=1)
    gaps: dict[int, dict[Metric, Gap]] = {}
    for place, own in draws.items():
        rest = together - tables[:, place]
        others = draw_rates(rest, generator=generator, resamples=resamples)
        gaps[place] = {
            metric: _gap(
                metric,
                place,
                value=float(rates[metric][place]),
                n=eligible(tables[0, place], metric),
                rest=rate_of(rest, metric),
                rest_n=eligible(rest[0], metric),
                draws=(own[metric], others[metric]),
                compared=strata,
            )
            for metric, strata in compared.items()
        }
    return _corrected(gaps)


def eligible(counts: NDArray[np.float64], metric: Metric) -> int:
    """How many reviews of a group a metric is about; ``counts`` (2, 2) by so, then called."""
    if metric == "false_positive_rate":
        return round(float(counts[0].sum()))
    if metric == "false_negative_rate":
        return round(float(counts[1].sum()))
    return round(float(counts.sum()))


def rate_of(table: NDArray[np.float64], metric: Metric) -> float:
    """One metric of a quarter table (3, 2, 2); ``nan`` where it is about nobody."""
    (_, false), (missed, found) = table[0]
    n = eligible(table[0], metric)
    above = {
        "error": false + missed,
        "false_positive_rate": false,
        "false_negative_rate": missed,
        "selection_rate": false + found,
        "base_rate": missed + found,
        "calibration": table[1].sum() - missed - found,
        "overcalled": false - missed,
    }[metric]
    return float(above / n) if n else nan


def _ratio(
    value: float, own: NDArray[np.float64], others: NDArray[np.float64], *, n: int
) -> Interval:
    """The middle 95 % of the ratios; without an upper end where the others may have no case."""
    ratios = np.divide(own, others, out=np.full_like(own, np.inf), where=others > 0)
    # One of the draws, not a value between two: there is none between a number and infinity.
    low, high = np.quantile(ratios[~np.isnan(ratios)], [0.025, 0.975], method="inverted_cdf")
    return Interval(value, min(float(low), value), max(float(high), value), n)


def _gap(
    metric: Metric,
    place: int,
    *,
    value: float,
    n: int,
    rest: float,
    rest_n: int,
    draws: tuple[NDArray[np.float64], NDArray[np.float64]],
    compared: MetricTables,
) -> Gap:
    smaller = min(n, rest_n)
    if smaller < SMALL_GROUP:
        return Gap(metric, Interval(nan, -1.0, 1.0, smaller), None, nan, nan, None, nan)
    own, others = draws
    shares = metric in SHARES
    ratio = None
    if shares and rest > 0:
        ratio = _ratio(value / rest, own, others, n=smaller)
    return Gap(
        metric=metric,
        difference=interval_of(value - rest, own - others, n=smaller),
        ratio=ratio,
        p=stratified_gap(compared.plain, place, shares=shares).p,
        q=nan,
        controlled=stratified_gap(compared.controlled, place, shares=shares)
        if compared.controlled
        else None,
        controlled_q=nan,
    )


def _corrected(gaps: dict[int, dict[Metric, Gap]]) -> dict[int, dict[Metric, Gap]]:
    """The same with q-values: plain and controlled apart, faults apart from selection rates."""
    found = {place: dict(of_group) for place, of_group in gaps.items()}
    for family in (FAULTS, ("selection_rate",)):
        listed = [(place, of_group[metric]) for place, of_group in gaps.items()
                  for metric in family]  # fmt: skip
        plain = benjamini_hochberg([gap.p for _, gap in listed])
        controlled = benjamini_hochberg(
            [gap.controlled.p if gap.controlled else nan for _, gap in listed]
        )
        for (place, gap), q, controlled_q in zip(listed, plain, controlled, strict=True):
            found[place][gap.metric] = replace(gap, q=q, controlled_q=controlled_q)
    return found
