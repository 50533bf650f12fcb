"""Whether a model treats groups of reviews alike: rates by group, gaps, and disparities.

One class is held against the rest, because with three classes by name some of Fairlearn's
functions give 0.0 without a word. The metrics:

- error: how often the model is wrong about "so or not";
- false positive rate: how often it calls so what is not;
- false negative rate: how often it misses what is so;
- selection rate: how often it calls so at all (no fault by itself: it differs with the base
  rate, which is how often reviews are so);
- calibration: mean stated probability minus the share that is so;
- overcalled: selection rate minus base rate, above 0 where it is called more often than it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

import numpy as np

from sentiment.evaluation.confusion import interval_of
from sentiment.evaluation.disparities import disparities
from sentiment.evaluation.fairness_gaps import COMPARED, eligible, gaps_against_rest
from sentiment.evaluation.group_rates import (
    RESAMPLES,
    draw_rates,
    metric_frame_rates,
    quarter_tables,
)
from sentiment.evaluation.intervals import SMALL_GROUP, wilson
from sentiment.evaluation.judged_cells import METRICS, OTHERS, SHARES
from sentiment.evaluation.stratified_gaps import metric_tables
from sentiment.records import Interval

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sentiment.evaluation.disparities import Disparity
    from sentiment.evaluation.fairness_gaps import Gap
    from sentiment.evaluation.judged_cells import Group, JudgedCells, Metric


@dataclass(frozen=True)
class GroupFairness:
    """The metrics of one group of ``n`` reviews, each with its 95 % interval.

    The n of a false positive rate is how many reviews are not so, that of a false negative
    rate how many are. A rate of fewer than 30 reviews has the value ``nan`` and no gap;
    ``suppressed`` is set where the whole group is that small. ``weak`` is the share of its
    reviews of which the truth rests on stars. ``against_rest`` compares it with all others.
    """

    group: Group
    n: int
    error: Interval
    false_positive_rate: Interval
    false_negative_rate: Interval
    selection_rate: Interval
    base_rate: Interval
    calibration: Interval
    overcalled: Interval
    against_rest: Mapping[Metric, Gap]
    suppressed: bool
    weak: float

    def rate(self, metric: Metric) -> Interval:
        """The metric of this name."""
        found: Interval = getattr(self, metric)
        return found


@dataclass(frozen=True)
class FairnessTable:
    """All reviews together, each group (the largest first), and how far the groups lie apart."""

    overall: GroupFairness
    groups: tuple[GroupFairness, ...]
    disparities: tuple[Disparity, ...]


def measure_fairness(
    cells: JudgedCells, *, resamples: int = RESAMPLES, seed: int = 0
) -> FairnessTable:
    """Every metric of every group, its gap against all others, and the disparities.

    Point values are Fairlearn's. Shares have Wilson's intervals, all else bootstrap
    intervals. Controlled gaps compare within ``cells.stratum``; errors, false positive
    rates and overcalling also within the true class, so that a group with more neutral
    reviews, which are harder, is not blamed for its mix. Groups below 30 reviews get no number
    but count among "all others". Raises ValueError without any review.
    """
    if not cells.n:
        raise ValueError("Expected at least one review, got none.")
    generator = np.random.default_rng(seed)
    tables = quarter_tables(cells)
    overall, rates = metric_frame_rates(tables)
    together = tables.sum(axis=1)
    sizes = tables[0].sum(axis=(1, 2))
    weak = np.bincount(cells.place, cells.weak, len(cells.groups)) / sizes
    order = [
        int(place)
        for place in np.argsort(-sizes, kind="stable")
        if cells.groups[int(place)] != OTHERS
    ]
    draws = {
        place: draw_rates(tables[:, place], generator=generator, resamples=resamples)
        for place in order
        if sizes[place] >= SMALL_GROUP
    }
    compared = {metric: metric_tables(cells, metric) for metric in COMPARED}
    gaps = {}
    if len(cells.groups) > 1:
        gaps = gaps_against_rest(
            compared, tables, rates=rates, draws=draws, generator=generator, resamples=resamples
        )
    groups = tuple(
        _group(
            cells.groups[place],
            tables[:, place],
            {metric: float(rates[metric][place]) for metric in METRICS},
            draws=draws.get(place, {}),
            gaps=gaps.get(place, {}),
            weak=float(weak[place]),
        )
        for place in order
    )
    return FairnessTable(
        _group(
            (),
            together,
            overall,
            draws=draw_rates(together, generator=generator, resamples=resamples),
            gaps={},
            weak=float(cells.weak.sum()) / cells.n,
        ),
        groups,
        disparities(
            cells, compared, overall=overall, rates=rates, draws=draws, generator=generator
        ),
    )


def _group(
    group: Group,
    table: NDArray[np.float64],
    rates: Mapping[Metric, float],
    *,
    draws: Mapping[Metric, NDArray[np.float64]],
    gaps: Mapping[Metric, Gap],
    weak: float,
) -> GroupFairness:
    ns = {metric: eligible(table[0], metric) for metric in METRICS}
    n = ns["error"]

    def interval(metric: Metric) -> Interval:
        if ns[metric] < SMALL_GROUP:
            return Interval(nan, 0.0 if metric in SHARES else -1.0, 1.0, ns[metric])
        if metric in SHARES:
            return wilson(round(rates[metric] * ns[metric]), ns[metric])
        return interval_of(rates[metric], draws[metric], n=ns[metric])

    return GroupFairness(
        group=group,
        n=n,
        against_rest=gaps,
        suppressed=n < SMALL_GROUP,
        weak=weak,
        **{metric: interval(metric) for metric in METRICS},
    )
