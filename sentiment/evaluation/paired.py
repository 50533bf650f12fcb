"""Two models on the same reviews: by how much they differ, and whether by more than chance.

All differences are those of the other model minus the first: above 0 the other is better.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import nan
from typing import TYPE_CHECKING, Literal

import numpy as np

from sentiment.evaluation.confusion import CLASSES, RESAMPLES, macro_f1_of
from sentiment.records import Interval

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

FEW_DISCORDANT = 25
McNemarMethod = Literal["exact", "continuity-corrected"]


@dataclass(frozen=True)
class McNemarTest:
    """Whether two models are right equally often: a two-sided ``p`` in 0..1."""

    p: float
    method: McNemarMethod


@dataclass(frozen=True)
class PairedDifference:
    """How another model differs from the first on the same reviews of one group.

    ``macro_f1`` and ``accuracy`` are other minus first, in -1..1, with 95 % intervals. The
    four counts add up to ``n``. ``test`` is McNemar's, on being right; ``p_holm`` is its p
    after Holm's correction over the groups that were compared together, and the same as
    ``test.p`` where there was one.
    """

    group: str
    macro_f1: Interval
    accuracy: Interval
    both_right: int
    only_first: int
    only_other: int
    neither: int
    test: McNemarTest
    p_holm: float

    @property
    def n(self) -> int:
        """How many reviews both models answered."""
        return self.both_right + self.only_first + self.only_other + self.neither


def paired_table(truth: ArrayLike, first: ArrayLike, other: ArrayLike) -> NDArray[np.int64]:
    """Counts (3, 3, 3) of true class, answer of the first model and of the other.

    >>> paired_table([0, 2], [0, 1], [0, 2])[2].tolist()
    [[0, 0, 0], [0, 0, 1], [0, 0, 0]]
    """
    table = np.zeros((CLASSES, CLASSES, CLASSES), np.int64)
    places = (np.asarray(truth, np.int64), np.asarray(first, np.int64), np.asarray(other, np.int64))
    np.add.at(table, places, 1)
    return table


def paired_difference(
    table: ArrayLike, *, group: str = "", resamples: int = RESAMPLES, seed: int = 0
) -> PairedDifference:
    """The difference of two models from their :func:`paired_table`.

    The intervals are the middle 95 % of tables drawn from a multinomial with the 27 cells,
    which is drawing reviews with replacement (Efron 1979); reviews stay with the answers of
    both models, so that what is hard for both does not count as uncertainty. Before that
    one review is added to every class that occurs, in equal parts to its nine cells: two
    models that never differ would else get an interval of no width.
    By simulation the intervals hold the truth in 92 to 100 of 100 cases from 20 reviews on;
    they are too wide, never too narrow, where few reviews are answered differently.
    """
    counts = np.asarray(table, np.int64)
    if counts.shape != (CLASSES,) * 3 or (counts < 0).any():
        raise ValueError(f"Expected counts of shape {(CLASSES,) * 3}, got {counts.shape}.")
    right = np.eye(CLASSES, dtype=bool)
    first_right, other_right = right[:, :, None], right[:, None, :]
    only_first = int(counts[np.broadcast_to(first_right & ~other_right, counts.shape)].sum())
    only_other = int(counts[np.broadcast_to(other_right & ~first_right, counts.shape)].sum())
    both = int(counts[np.broadcast_to(first_right & other_right, counts.shape)].sum())
    drawn = _draw(counts, resamples=resamples, seed=seed)
    exact = counts[None].astype(np.float64)
    n = int(counts.sum())
    test = mcnemar_test(only_first, only_other)
    return PairedDifference(
        group=group,
        macro_f1=_interval(_macro_f1_difference(exact), _macro_f1_difference(drawn), n),
        accuracy=_interval(_accuracy_difference(exact), _accuracy_difference(drawn), n),
        both_right=both,
        only_first=only_first,
        only_other=only_other,
        neither=n - both - only_first - only_other,
        test=test,
        p_holm=test.p,
    )


def paired_differences(
    truth: ArrayLike, first: ArrayLike, other: ArrayLike, *, groups: Sequence[str], seed: int = 0
) -> tuple[PairedDifference, ...]:
    """The difference in each group, groups in their order by name, p corrected over them."""
    of_truth, of_first, of_other = (np.asarray(each, np.int64) for each in (truth, first, other))
    names = np.asarray(groups, dtype=object)
    tables = {
        name: paired_table(of_truth[chosen], of_first[chosen], of_other[chosen])
        for name in sorted(set(groups))
        for chosen in [names == name]
    }
    return paired_differences_of(tables, seed=seed)


def paired_differences_of(
    tables: Mapping[str, NDArray[np.int64]], *, seed: int = 0
) -> tuple[PairedDifference, ...]:
    """The difference in each group's :func:`paired_table`, in order, p corrected over them."""
    found = [paired_difference(table, group=name, seed=seed) for name, table in tables.items()]
    corrected = holm_corrected([each.test.p for each in found])
    return tuple(replace(each, p_holm=p) for each, p in zip(found, corrected, strict=True))


def mcnemar_test(only_first: int, only_other: int) -> McNemarTest:
    """McNemar's test for two models on the same reviews, from those that one alone got right.

    Source: Q. McNemar (1947), "Note on the sampling error of the difference between
    correlated proportions or percentages", Psychometrika 12:153. Below 25 such reviews the
    exact binomial test against one half; else chi-square with one degree of freedom and
    the continuity correction of A. L. Edwards (1948), Psychometrika 13:185.

    >>> mcnemar_test(0, 0)
    McNemarTest(p=1.0, method='exact')
    """
    from scipy.stats import binomtest, chi2

    discordant = only_first + only_other
    if discordant == 0:
        return McNemarTest(1.0, "exact")
    if discordant < FEW_DISCORDANT:
        return McNemarTest(float(binomtest(only_first, discordant).pvalue), "exact")
    gap = max(abs(only_first - only_other) - 1, 0)
    return McNemarTest(float(chi2.sf(gap * gap / discordant, 1)), "continuity-corrected")


def holm_corrected(ps: Sequence[float]) -> tuple[float, ...]:
    """The p-values, made larger so that all together err in 5 of 100 cases at most.

    Source: S. Holm (1979), "A simple sequentially rejective multiple test procedure",
    Scandinavian Journal of Statistics 6:65.

    >>> holm_corrected([0.01, 0.04, 0.03])
    (0.03, 0.06, 0.06)
    """
    corrected = [0.0] * len(ps)
    largest = 0.0
    for rank, place in enumerate(sorted(range(len(ps)), key=lambda place: ps[place])):
        largest = max(largest, min(1.0, ps[place] * (len(ps) - rank)))
        corrected[place] = largest
    return tuple(corrected)


def _draw(table: NDArray[np.int64], *, resamples: int, seed: int) -> NDArray[np.float64]:
    n = int(table.sum())
    if n == 0:
        return np.zeros((resamples, *table.shape))
    occurs = table.sum(axis=(1, 2), keepdims=True) > 0
    weights = table + occurs / table[0].size
    drawn = np.random.default_rng(seed).multinomial(
        n, (weights / weights.sum()).ravel(), size=resamples
    )
    return drawn.reshape(resamples, *table.shape).astype(np.float64)


def _macro_f1_difference(tables: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of tables (..., truth, first, other)."""
    return macro_f1_of(tables.sum(axis=-2)) - macro_f1_of(tables.sum(axis=-1))


def _accuracy_difference(tables: NDArray[np.float64]) -> NDArray[np.float64]:
    of_first = np.einsum("...iij->...", tables)
    of_other = np.einsum("...iji->...", tables)
    gaps: NDArray[np.float64] = (of_other - of_first) / np.maximum(tables.sum(axis=(-3, -2, -1)), 1)
    return gaps


def _interval(exact: NDArray[np.float64], drawn: NDArray[np.float64], n: int) -> Interval:
    if n == 0:
        return Interval(nan, -1.0, 1.0, 0)
    value = float(exact[0])
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Interval(value, min(float(low), value), max(float(high), value), n)
