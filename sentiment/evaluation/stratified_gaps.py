"""How a mean of one group differs from that of all others, like compared with like.

Reviews are compared within strata (the same product, the same month), and the differences are
put together with the weights of Mantel and Haenszel, n₁n₀/N, which suit many small strata.
Without strata it is the plain difference.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from math import exp, log, nan, sqrt
from typing import TYPE_CHECKING, Final

import numpy as np

from sentiment.evaluation.intervals import SMALL_GROUP, Z95
from sentiment.evaluation.judged_cells import BY_TRUE_CLASS, outcomes
from sentiment.records import Interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sentiment.evaluation.judged_cells import JudgedCells, Metric, Outcomes

# Below so many expected cases chi-squared is no guide: N. Mantel and J. L. Fleiss (1980).
LEAST_EXPECTED: Final = 5.0
MOST_EXACT_STRATA: Final = 500


@dataclass(frozen=True)
class StratifiedGap:
    """The mean of a group minus that of all others among comparable reviews.

    ``difference`` has the number of the group's comparable reviews as its n, ``comparable``
    is their share of the group's. ``ratio`` is None for means that are no shares and where one
    side has no case. ``p`` is two-sided. Below 30 comparable reviews on one side the values
    are ``nan``.
    """

    difference: Interval
    ratio: Interval | None
    p: float
    comparable: float


@dataclass(frozen=True)
class StratumTable:
    """One entry for each group in each stratum that it is in, by place; all arrays (E,).

    ``n``, ``x`` and ``xx`` are the group's reviews, the sum of the outcome and of its square,
    ``total``, ``total_x`` and ``total_xx`` those of the whole stratum.
    """

    place: NDArray[np.int64]
    stratum: NDArray[np.int64]
    n: NDArray[np.float64]
    x: NDArray[np.float64]
    xx: NDArray[np.float64]
    total: NDArray[np.float64]
    total_x: NDArray[np.float64]
    total_xx: NDArray[np.float64]

    def of_place(self, place: int) -> slice:
        """Where the entries of a group lie."""
        first, last = np.searchsorted(self.place, [place, place + 1])
        return slice(int(first), int(last))

    @property
    def excess(self) -> NDArray[np.float64]:
        """What the group's sum is above its part of the stratum's sum."""
        return self.x - self.total_x * self.n / self.total

    @cached_property
    def variance(self) -> NDArray[np.float64]:
        """The variance of the outcome in the stratum, with N − 1 below."""
        spread = self.total_xx - self.total_x**2 / self.total
        return np.maximum(spread, 0.0) / np.maximum(self.total - 1, 1.0)


def stratum_table(outcomes: Outcomes) -> StratumTable:
    """The outcomes added up by group and stratum; strata of one group alone are kept."""
    known, stratum = np.unique(outcomes.stratum, return_inverse=True)
    strata = max(len(known), 1)
    keys, entry = np.unique(outcomes.place * strata + stratum, return_inverse=True)
    place, at = keys // strata, keys % strata
    values = (outcomes.counts, outcomes.sums, outcomes.squares)
    own = [np.bincount(entry, value, len(keys)).astype(np.float64) for value in values]
    whole = [np.bincount(at, value, strata)[at].astype(np.float64) for value in own]
    return StratumTable(place, at, *own, *whole)


@dataclass(frozen=True)
class MetricTables:
    """One metric's table without strata, and within them; None where there is one alone."""

    plain: StratumTable
    controlled: StratumTable | None


def metric_tables(cells: JudgedCells, metric: Metric) -> MetricTables:
    """What one metric's gaps are computed from."""
    every = outcomes(cells, metric)
    strata = stratum_table(outcomes(cells, metric, by_true_class=metric in BY_TRUE_CLASS))
    return MetricTables(
        stratum_table(replace(every, stratum=np.zeros_like(every.stratum))),
        strata if strata.stratum.max(initial=0) > 0 else None,
    )


def stratified_gap(table: StratumTable, place: int, *, shares: bool) -> StratifiedGap:
    """The gap of the group at ``place`` against all others; ``shares`` for outcomes of 0 and 1.

    The interval has the variance Σ n₁n₀(n₀v₁ + n₁v₀)/N² over the squared sum of weights, with
    v₁ and v₀ the variances of the two sides after standardisation to the strata's weights
    (for shares after half a case is added to either outcome); the interval of a ratio is that
    of Greenland and Robins (1985), Biometrics 41:55. p is that of Cochran, Mantel and Haenszel
    (1959); where fewer than 5 cases are expected, that of the exact conditional distribution
    (mid-p).
    """
    mine = table.of_place(place)
    n1, a, aa = table.n[mine], table.x[mine], table.xx[mine]
    n0, b, bb = table.total[mine] - n1, table.total_x[mine] - a, table.total_xx[mine] - aa
    both = n0 > 0
    of_group = float(n1.sum())
    n1, a, aa, n0, b, bb = (each[both] for each in (n1, a, aa, n0, b, bb))
    ours, others = float(n1.sum()), float(n0.sum())
    share = ours / of_group if of_group else nan
    if min(ours, others) < SMALL_GROUP:
        return StratifiedGap(Interval(nan, -1.0, 1.0, int(ours)), None, nan, share)
    whole = n1 + n0
    weights = n1 * n0 / whole
    weight = float(weights.sum())
    value = float(((a * n0 - b * n1) / whole).sum()) / weight
    v1 = _variance(a / n1, aa / n1, weights, ours, shares=shares)
    v0 = _variance(b / n0, bb / n0, weights, others, shares=shares)
    deviation = sqrt(float((weights * (n0 * v1 + n1 * v0) / whole).sum())) / weight
    low, high = max(-1.0, value - Z95 * deviation), min(1.0, value + Z95 * deviation)
    return StratifiedGap(
        Interval(value, low, high, int(ours)),
        _ratio(a, n1, b, n0, n=int(ours)) if shares else None,
        _p_value(a, n1, b, n0, table.variance[mine][both], shares=shares),
        share,
    )


def chance_covariance(table: StratumTable, *, places: int) -> NDArray[np.float64]:
    """The covariance (places, places) of the groups' excesses where groups are dealt by chance.

    That is the permutation distribution within strata.
    """
    from scipy.sparse import csr_matrix

    spread = table.variance / table.total
    diagonal = np.bincount(table.place, table.variance * table.n, places)
    strata = int(table.stratum.max(initial=-1)) + 1
    scaled = csr_matrix(
        (table.n * np.sqrt(spread), (table.stratum, table.place)), shape=(strata, places)
    )
    shared: NDArray[np.float64] = (scaled.T @ scaled).toarray()
    return np.diag(diagonal) - shared


def _variance(
    means: NDArray[np.float64],
    squares: NDArray[np.float64],
    weights: NDArray[np.float64],
    n: float,
    *,
    shares: bool,
) -> float:
    mean = float((weights * means).sum() / weights.sum())
    if shares:
        mean = (mean * n + 0.5) / (n + 1)
        return mean * (1 - mean)
    return max(float((weights * squares).sum() / weights.sum()) - mean**2, 0.0) * n / (n - 1)


def _ratio(
    a: NDArray[np.float64],
    n1: NDArray[np.float64],
    b: NDArray[np.float64],
    n0: NDArray[np.float64],
    *,
    n: int,
) -> Interval | None:
    whole = n1 + n0
    above, below = float((a * n0 / whole).sum()), float((b * n1 / whole).sum())
    if above <= 0 or below <= 0:
        return None
    variance = float((((a + b) * n1 * n0 - a * b * whole) / whole**2).sum()) / (above * below)
    centre, half = log(above / below), Z95 * sqrt(max(variance, 0.0))
    return Interval(above / below, exp(centre - half), exp(centre + half), n)


def _p_value(
    a: NDArray[np.float64],
    n1: NDArray[np.float64],
    b: NDArray[np.float64],
    n0: NDArray[np.float64],
    variance: NDArray[np.float64],
    *,
    shares: bool,
) -> float:
    from scipy.special import erfc

    whole = n1 + n0
    cases = a + b
    if shares:
        expected = cases * n1 / whole
        least, most = np.maximum(0, cases - n0), np.minimum(cases, n1)
        room = min(float((expected - least).sum()), float((most - expected).sum()))
        informative = (cases > 0) & (cases < whole)
        if room < LEAST_EXPECTED and informative.sum() <= MOST_EXACT_STRATA:
            kept = (each[informative] for each in (a, n1, b, n0))
            return _exact_p(*kept)
    spread = float((variance * n1 * n0 / whole).sum())
    if spread <= 0:
        return 1.0
    return float(erfc(abs(float((a - cases * n1 / whole).sum())) / sqrt(2 * spread)))


def _exact_p(
    a: NDArray[np.float64], n1: NDArray[np.float64], b: NDArray[np.float64], n0: NDArray[np.float64]
) -> float:
    """Mid-p of the sum of independent hypergeometric counts, given all margins."""
    chances = np.ones(1)
    observed = 0
    for hits, ours, misses, others in zip(a, n1, b, n0, strict=True):
        cases = hits + misses
        support = np.arange(max(0.0, cases - others), min(cases, ours) + 1)
        logs = _log_choose(ours, support) + _log_choose(others, cases - support)
        part = np.exp(logs - logs.max())
        chances = np.convolve(chances, part / part.sum())
        observed += round(hits - support[0])
    half = chances[observed] / 2
    tails = chances[:observed].sum() + half, chances[observed + 1 :].sum() + half
    return float(min(1.0, 2 * min(tails)))


def _log_choose(n: float, k: NDArray[np.float64]) -> NDArray[np.float64]:
    from scipy.special import gammaln

    logs: NDArray[np.float64] = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return logs
