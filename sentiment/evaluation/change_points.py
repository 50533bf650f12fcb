"""The moment since which a share is a different one."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, pi, sqrt
from typing import TYPE_CHECKING

import numpy as np

from sentiment.evaluation.intervals import TOO_FEW, share_difference, wilson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sentiment.records import Interval

LEVEL = 0.05
SMALLEST_CHANGE = 0.03


@dataclass(frozen=True)
class ChangePoint:
    """The best split of a series: periods from ``position`` on differ from those before.

    ``before`` and ``after`` are the shares with Wilson intervals, ``rise`` is
    after minus before. ``p_value`` is the chance of so strong a split anywhere in
    a series that does not change. Being chosen as the strongest split, ``rise``
    is on average somewhat too large where the change is weak.
    """

    position: int
    before: Interval
    after: Interval
    rise: Interval
    p_value: float


def find_change(
    counts: Sequence[int] | NDArray[np.int64],
    ns: Sequence[int] | NDArray[np.int64],
    *,
    series: int = 1,
) -> ChangePoint | None:
    """The split of ``counts`` of ``ns`` a period that divides it best, if it is clear of chance.

    For each split with at least 10 reviews on both sides, twice the
    log-likelihood ratio of two binomials against one is taken, divided by the
    dispersion (Pearson's chi-square around the two shares a degree of freedom,
    at least 1), so that a series that always fluctuates more than coin tosses
    is not called changed. The largest of many is large by chance too, so its
    p-value comes from the maximally selected chi-square of R. Miller and
    D. Siegmund (1982), Biometrics 38:1011, and has to stay below 0.05 divided
    by the number of ``series`` looked at (Bonferroni). A change of less than 3
    points is none. None means: no clear change.

    >>> found = find_change([4, 5, 3, 4, 12, 13, 11], [20] * 7)
    >>> found.position, round(found.before.value, 2), round(found.after.value, 2)
    (4, 0.2, 0.6)
    >>> find_change([4, 5, 3, 4, 6, 4, 5], [20] * 7) is None
    True
    """
    k, n = np.asarray(counts, np.float64), np.asarray(ns, np.float64)
    if k.shape != n.shape or k.ndim != 1:
        raise ValueError(f"Expected two series of one length, got shapes {k.shape} and {n.shape}.")
    k_before, n_before = np.cumsum(k)[:-1], np.cumsum(n)[:-1]
    k_all, n_all = float(k.sum()), float(n.sum())
    allowed = (n_before >= TOO_FEW) & (n_all - n_before >= TOO_FEW) & (n[1:] > 0)
    if not allowed.any():
        return None
    statistic = np.where(
        allowed,
        2
        * (
            _log_likelihood(k_before, n_before)
            + _log_likelihood(k_all - k_before, n_all - n_before)
            - _log_likelihood(np.array(k_all), np.array(n_all))
        ),
        -1.0,
    )
    position = int(np.argmax(statistic)) + 1
    before, after = (
        (int(k[:position].sum()), int(n[:position].sum())),
        (
            int(k[position:].sum()),
            int(n[position:].sum()),
        ),
    )
    strength = float(statistic[position - 1]) / _dispersion(k, n, position)
    shares = n_before[allowed] / n_all
    p_value = _chance_of_maximum(strength, float(shares.min()), float(shares.max()))
    rise = share_difference(*after, *before)
    if p_value > LEVEL / series or abs(rise.value) < SMALLEST_CHANGE:
        return None
    return ChangePoint(position, wilson(*before), wilson(*after), rise, p_value)


def _log_likelihood(k: NDArray[np.float64], n: NDArray[np.float64]) -> NDArray[np.float64]:
    """Binomial log-likelihood at its maximum, without the constant."""
    share = k / np.maximum(n, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ones = np.where(k > 0, k * np.log(share), 0.0)
        others = np.where(n - k > 0, (n - k) * np.log1p(-share), 0.0)
    return np.asarray(ones + others)


def _dispersion(k: NDArray[np.float64], n: NDArray[np.float64], position: int) -> float:
    chi_square, periods = 0.0, 0
    for part in (slice(None, position), slice(position, None)):
        share = k[part].sum() / n[part].sum()
        if not 0 < share < 1:
            continue
        seen = n[part] > 0
        expected = n[part][seen] * share
        chi_square += float((((k[part][seen] - expected) ** 2) / (expected * (1 - share))).sum())
        periods += int(seen.sum()) - 1
    return max(1.0, chi_square / periods) if periods > 0 else 1.0


def _chance_of_maximum(strength: float, lowest: float, highest: float) -> float:
    """Miller and Siegmund's tail of the largest chi-square over cuts in lowest..highest."""
    if strength <= 1.0:
        return 1.0
    b = sqrt(strength)
    density = exp(-strength / 2) / sqrt(2 * pi)
    spread = log(highest * (1 - lowest) / ((1 - highest) * lowest))
    return min(1.0, 4 * density / b + density * (b - 1 / b) * spread)
