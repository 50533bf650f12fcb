"""Which differences between groups survive once the model's errors are taken out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import erfc, sqrt
from typing import TYPE_CHECKING

import numpy as np

from sentiment.evaluation.intervals import HALF_A_POINT, difference
from sentiment.evaluation.paired import holm_corrected
from sentiment.records import SENTIMENTS, Interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentiment.evaluation.corrected_shares import DrawnShares

NEGATIVE = SENTIMENTS.index("negative")
LEVEL = 0.05
# Of more groups, the largest are compared: twelve make 66 pairs.
MOST_COMPARED = 12


@dataclass(frozen=True)
class ShareDifference:
    """By how much the negative share of ``first`` is above that of ``second``, in -1..1.

    ``raw`` is as the model calls them, ``corrected`` after its errors are taken out; the ``p``
    are two-sided and corrected by Holm's rule over all pairs of the ranking. A difference is
    ``raw_clear``, or ``survives``, where that p is below 0.05 and it is above half a point.
    ``error_p`` is that of the model's making the difference larger or smaller than it is.
    """

    first: str
    second: str
    raw: Interval
    corrected: Interval
    raw_p: float
    p: float
    error_p: float
    raw_clear: bool
    survives: bool


@dataclass(frozen=True)
class MarketRanking:
    """Groups with corrected shares, the most negative first, and the difference of each pair.

    ``first`` of a pair is above ``second`` in the corrected order. ``not_compared`` groups
    have no corrected shares, or are beyond the twelve largest.
    """

    groups: tuple[str, ...]
    pairs: tuple[ShareDifference, ...]
    not_compared: tuple[str, ...]

    @property
    def surviving(self) -> tuple[ShareDifference, ...]:
        """The differences that stand after the correction."""
        return tuple(pair for pair in self.pairs if pair.survives)

    @property
    def lost(self) -> tuple[ShareDifference, ...]:
        """Differences that are clear as the model calls them, and not after the correction."""
        return tuple(pair for pair in self.pairs if pair.raw_clear and not pair.survives)


def rank_groups(drawn: Sequence[DrawnShares], *, named: bool = True) -> MarketRanking:
    """The ranking of groups, largest first, by their corrected negative share.

    p-values are those of a normal distribution with the standard deviation of the draws
    (those of the raw shares have the usual standard error); all pairs are corrected together:
    S. Holm (1979), Scandinavian Journal of Statistics 6:65. Groups without a name are left
    out while ``named``.
    """
    candidates = [one for one in drawn if one.corrected is not None]
    if named:
        candidates = [one for one in candidates if one.shares.group]
    chosen = sorted(candidates[:MOST_COMPARED], key=lambda one: -_negative(one).value)
    pairs = [_difference(first, second) for first, second in combinations(chosen, 2)]
    raw_ps, ps, error_ps = (
        holm_corrected([each[place] for *_, each in pairs]) for place in range(3)
    )
    compared = {one.shares.group for one in chosen}
    return MarketRanking(
        groups=tuple(one.shares.group for one in chosen),
        pairs=tuple(
            ShareDifference(
                first=first,
                second=second,
                raw=raw,
                corrected=corrected,
                raw_p=raw_p,
                p=p,
                error_p=error_p,
                raw_clear=raw_p < LEVEL and abs(raw.value) > HALF_A_POINT,
                survives=p < LEVEL and abs(corrected.value) > HALF_A_POINT,
            )
            for (first, second, raw, corrected, _), raw_p, p, error_p in zip(
                pairs, raw_ps, ps, error_ps, strict=True
            )
        ),
        not_compared=tuple(one.shares.group for one in drawn if one.shares.group not in compared),
    )


def two_sided(value: float, deviation: float) -> float:
    """The two-sided p of a normal ``value`` with this standard ``deviation``, against 0.

    >>> round(two_sided(1.96, 1.0), 3), two_sided(0.0, 0.0)
    (0.05, 1.0)
    """
    if deviation <= 0:
        return 0.0 if value else 1.0
    return erfc(abs(value) / deviation / sqrt(2))


def _negative(one: DrawnShares) -> Interval:
    shares = one.shares.corrected
    if shares is None:
        raise ValueError(f"'{one.shares.group}' has no corrected shares.")
    return shares[NEGATIVE]


def _difference(
    first: DrawnShares, second: DrawnShares
) -> tuple[str, str, Interval, Interval, tuple[float, float, float]]:
    """Names, both differences, and the p of the raw one, the corrected one and their gap."""
    raw = difference(first.shares.raw[NEGATIVE], second.shares.raw[NEGATIVE])
    corrected = difference(_negative(first), _negative(second))
    errors = [
        one.shares.raw[NEGATIVE].value * (1 - one.shares.raw[NEGATIVE].value) / one.shares.scored
        for one in (first, second)
    ]
    spreads, gaps = [], []
    for one in (first, second):
        if one.corrected is not None and one.raw is not None:
            spreads.append(float(np.var(one.corrected[:, NEGATIVE])))
            gaps.append(float(np.var(one.raw[:, NEGATIVE] - one.corrected[:, NEGATIVE])))
    return (
        first.shares.group,
        second.shares.group,
        raw,
        corrected,
        (
            two_sided(raw.value, sqrt(sum(errors))),
            two_sided(corrected.value, sqrt(sum(spreads))),
            two_sided(raw.value - corrected.value, sqrt(sum(gaps))),
        ),
    )
