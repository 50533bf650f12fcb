"""How far apart the best and the worst treated group are, and how far chance alone puts them.

The largest of many rates minus the smallest is large by chance: beside it stands what it would
be if the groups were dealt out at random.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sentiment.evaluation.confusion import interval_of
from sentiment.evaluation.intervals import SMALL_GROUP
from sentiment.evaluation.judged_cells import SHARES
from sentiment.evaluation.stratified_gaps import chance_covariance

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from sentiment.evaluation.judged_cells import Group, JudgedCells, Metric
    from sentiment.evaluation.stratified_gaps import MetricTables, StratumTable
    from sentiment.records import Interval

PERMUTATIONS: Final = 2_000
# Dealing single reviews within more entries than these takes too long and changes nothing.
MOST_DEALT: Final = 2_000


@dataclass(frozen=True)
class Disparity:
    """The highest value of a metric among the groups minus the lowest.

    ``difference`` and ``ratio`` (lowest by highest, 1 where all are alike; None for calibration
    and overcalled) have 95 % intervals; ``worst`` is the group with the highest value, ``best``
    that with the lowest. ``by_chance`` is the difference that groups dealt out at random have
    on average, ``by_chance_high`` what it stays below in 95 of 100 such deals, ``p`` the share
    of deals with one as large. Where ``controlled`` is set, values are indirectly standardised:
    what all reviews have, plus what the group has above all in its own strata.
    """

    metric: Metric
    controlled: bool
    difference: Interval
    ratio: Interval | None
    worst: Group
    best: Group
    by_chance: float
    by_chance_high: float
    p: float


def disparities(
    cells: JudgedCells,
    compared: Mapping[Metric, MetricTables],
    *,
    overall: Mapping[Metric, float],
    rates: Mapping[Metric, NDArray[np.float64]],
    draws: Mapping[int, Mapping[Metric, NDArray[np.float64]]],
    generator: np.random.Generator,
) -> tuple[Disparity, ...]:
    """The disparity of each metric among the groups that ``draws`` has samples of.

    Groups in which a metric is about fewer than 30 reviews are left out of it; with fewer than
    two groups there is none. Plain first, then controlled where there are strata.
    """
    found = []
    for metric, tables in compared.items():
        table = tables.plain
        shown = _large(table, draws)
        if len(shown) < 2:
            continue
        values = rates[metric][shown]
        samples = np.stack([draws[place][metric] for place in shown], axis=1)
        ns = _sizes(table, len(cells.groups))[shown]
        chance = _excesses_by_chance(
            table, shown, places=len(cells.groups), shares=metric in SHARES, generator=generator
        )
        found.append(
            _disparity(
                cells,
                metric,
                shown=shown,
                values=values,
                samples=samples,
                chance=chance / ns,
                ns=ns,
                controlled=False,
            )
        )
        strata = _comparable(tables.controlled) if tables.controlled else None
        shown = _large(strata, draws) if strata else []
        if strata is None or len(shown) < 2:
            continue
        ns = _sizes(strata, len(cells.groups))[shown]
        excess = np.bincount(strata.place, strata.excess, len(cells.groups))[shown] / ns
        values = overall[metric] + excess
        spread = (
            _normal_excesses(
                strata, shown, places=len(cells.groups), resamples=PERMUTATIONS, generator=generator
            )
            / ns
        )
        chance = _excesses_by_chance(
            strata, shown, places=len(cells.groups), shares=metric in SHARES, generator=generator
        )
        found.append(
            _disparity(
                cells,
                metric,
                shown=shown,
                values=values,
                samples=values + spread,
                chance=chance / ns,
                ns=ns,
                controlled=True,
            )
        )
    return tuple(sorted(found, key=lambda one: one.controlled))


def _large(table: StratumTable, draws: Mapping[int, object]) -> list[int]:
    ns = _sizes(table, max(draws, default=-1) + 1)
    return [place for place in sorted(draws) if ns[place] >= SMALL_GROUP]


def _sizes(table: StratumTable, places: int) -> NDArray[np.float64]:
    return np.bincount(table.place, table.n, places).astype(np.float64)


def _comparable(table: StratumTable) -> StratumTable:
    """Without the strata that hold one group alone."""
    kept = table.total > table.n
    return replace(table, **{one.name: getattr(table, one.name)[kept] for one in fields(table)})


def _disparity(
    cells: JudgedCells,
    metric: Metric,
    *,
    shown: Sequence[int],
    values: NDArray[np.float64],
    samples: NDArray[np.float64],
    chance: NDArray[np.float64],
    ns: NDArray[np.float64],
    controlled: bool,
) -> Disparity:
    n = int(ns.min())
    value = float(values.max() - values.min())
    dealt = np.ptp(chance, axis=1)
    ratio = None
    if metric in SHARES and values.max() > 0:
        inside = np.clip(samples, 0.0, 1.0)
        highest = inside.max(axis=1)
        ratios = np.divide(
            inside.min(axis=1), highest, out=np.ones_like(highest), where=highest > 0
        )
        ratio = interval_of(max(0.0, float(values.min() / values.max())), ratios, n=n)
    return Disparity(
        metric=metric,
        controlled=controlled,
        difference=interval_of(value, np.ptp(samples, axis=1), n=n),
        ratio=ratio,
        worst=cells.groups[shown[int(values.argmax())]],
        best=cells.groups[shown[int(values.argmin())]],
        by_chance=float(dealt.mean()),
        by_chance_high=float(np.quantile(dealt, 0.95)),
        p=float((1 + (dealt >= value - 1e-12).sum()) / (1 + len(dealt))),
    )


def _excesses_by_chance(
    table: StratumTable,
    shown: Sequence[int],
    *,
    places: int,
    shares: bool,
    generator: np.random.Generator,
) -> NDArray[np.float64]:
    """Excesses (draws, shown) with groups dealt at random within strata.

    Shares by dealing (hypergeometric); means, and shares in very many strata, by the normal
    distribution that dealing tends to.
    """
    if not shares or len(table.n) > MOST_DEALT:
        return _normal_excesses(
            table, shown, places=places, resamples=PERMUTATIONS, generator=generator
        )
    resamples = PERMUTATIONS if len(table.n) < MOST_DEALT / 8 else PERMUTATIONS // 8
    strata = int(table.stratum.max()) + 1
    left, cases = np.zeros(strata, np.int64), np.zeros(strata, np.int64)
    left[table.stratum] = np.rint(table.total).astype(np.int64)
    cases[table.stratum] = np.rint(table.total_x).astype(np.int64)
    dealt = np.tile(cases, (resamples, 1))
    excess = np.zeros((resamples, places))
    for place in np.unique(table.place):
        mine = table.of_place(int(place))
        at, n = table.stratum[mine], np.rint(table.n[mine]).astype(np.int64)
        got = generator.hypergeometric(dealt[:, at], left[at] - dealt[:, at], n)
        dealt[:, at] -= got
        left[at] -= n
        expected = table.total_x[mine] * table.n[mine] / table.total[mine]
        excess[:, place] = got.sum(axis=1) - expected.sum()
    return excess[:, list(shown)]


def _normal_excesses(
    table: StratumTable,
    shown: Sequence[int],
    *,
    places: int,
    resamples: int,
    generator: np.random.Generator,
) -> NDArray[np.float64]:
    covariance = chance_covariance(table, places=places)[np.ix_(shown, shown)]
    roots, vectors = np.linalg.eigh(covariance)
    scaled = vectors * np.sqrt(np.maximum(roots, 0.0))
    drawn: NDArray[np.float64] = generator.standard_normal((resamples, len(shown))) @ scaled.T
    return drawn
