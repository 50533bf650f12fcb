"""Mean differences between groups of words in sentences, beyond single words and sentences.

A table holds a number for each row (a template, or a language) and each word; words belong to
groups. What one group has more than the others is only then the group's where it is more than
what its words differ by among themselves, and than what the difference varies by from row to
row. So words and rows both are samples: H. H. Clark (1973), "The language-as-fixed-effect
fallacy", Journal of Verbal Learning and Verbal Behavior 12:335.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentiment.records import Interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

FEWEST_ROWS = 3
_NOTHING = 1e-9  # below it, what is left is the rounding of probabilities


@dataclass(frozen=True)
class CrossedShift:
    """What a group has more than the mean of the others, on average over rows.

    ``difference`` has its 95 % interval and as n the numbers that the group has; ``p`` is
    against no difference; ``dz`` is the difference in standard deviations of what rows show
    (J. Cohen 1988), ``nan`` where they all show the same.
    """

    difference: Interval
    p: float
    dz: float
    rows: int
    words: int


def crossed_shifts(values: ArrayLike, *, groups: Sequence[int]) -> tuple[CrossedShift | None, ...]:
    """The shift of each group against the mean of the others, in the order of their numbers.

    ``values`` is (rows, words) with ``nan`` where a row lacks a word, ``groups`` the number of
    each word's group, from 0. Words are averaged within a group, groups weigh the same. None for
    a group that fewer than three rows have.

    The variance of a shift is that of the rows' differences over their number, plus that of
    the words: of a group's words over their number, and of the others' likewise. Each of the
    two holds what is left unexplained, so that their sum is on the safe side, as in Clark's
    min F′. With few words a group's own variance can be small by chance: it is taken to be no
    less than that of the words of all groups about their groups' means. Degrees of freedom are
    F. E. Satterthwaite's (1946), Biometrics Bulletin 2:110; interval and p-value are Student's.
    Where a group has one word only, what is found is this word's.
    """
    table = np.asarray(values, np.float64)
    members = np.asarray(groups)
    count = int(members.max()) + 1
    cells = np.stack([_row_means(table[:, members == group]) for group in range(count)], axis=1)
    differences = cells - _mean_of_others(cells)
    spread, freedom = _variance_of_words(table, cells, members=members, count=count)
    return tuple(
        _tested(
            differences[:, group],
            of_words=spread[group] + (spread.sum() - spread[group]) / (count - 1) ** 2,
            freedom=freedom,
            n=int((~np.isnan(table[:, members == group])).sum()),
            words=int((members == group).sum()),
        )
        for group in range(count)
    )


def _row_means(table: NDArray[np.float64]) -> NDArray[np.float64]:
    present = ~np.isnan(table)
    with np.errstate(invalid="ignore"):
        means: NDArray[np.float64] = np.where(present, table, 0).sum(axis=1) / present.sum(axis=1)
    return means


def _mean_of_others(cells: NDArray[np.float64]) -> NDArray[np.float64]:
    present = ~np.isnan(cells)
    filled = np.where(present, cells, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        means: NDArray[np.float64] = (filled.sum(axis=1, keepdims=True) - filled) / (
            present.sum(axis=1, keepdims=True) - present
        )
    means[~np.isfinite(means)] = np.nan
    return means


def _variance_of_words(
    table: NDArray[np.float64],
    cells: NDArray[np.float64],
    *,
    members: NDArray[np.int_],
    count: int,
) -> tuple[NDArray[np.float64], int]:
    """The variance of each group's mean that its words bring, and its degrees of freedom."""
    # A word's distance from its group in the same row: rows that lack it take nothing away.
    apart = _row_means((table - cells[:, members]).T)
    ns = np.bincount(members, minlength=count)
    squares = np.bincount(members, np.nan_to_num(apart) ** 2, minlength=count)
    freedom = int((ns - 1).sum())
    if freedom == 0:
        return np.zeros(count), 0
    own = np.divide(squares, ns - 1, out=np.zeros(count), where=ns > 1)
    variances = np.where(ns > 1, np.maximum(own, squares.sum() / freedom), 0.0)
    return variances / ns, freedom


def _tested(
    differences: NDArray[np.float64], *, of_words: float, freedom: int, n: int, words: int
) -> CrossedShift | None:
    from scipy.special import stdtr, stdtrit

    present = differences[~np.isnan(differences)]
    rows = len(present)
    if rows < FEWEST_ROWS:
        return None
    value = float(present.mean())
    deviation = float(present.std(ddof=1))
    if deviation < _NOTHING:
        deviation = 0.0
    of_rows = deviation**2 / rows
    variance = of_rows + of_words
    dz = value / deviation if deviation else float("nan")
    if variance <= 0:  # each row shows the very same
        same = abs(value) < _NOTHING
        p = 1.0 if same else 2.0 ** (1 - rows)
        return CrossedShift(Interval(value, value, value, n), p, dz, rows, words)
    parts = of_rows**2 / (rows - 1) + (of_words**2 / freedom if freedom else 0.0)
    df = variance**2 / parts
    error = variance**0.5
    reach = float(stdtrit(df, 0.975)) * error
    p = float(2 * stdtr(df, -abs(value) / error))
    return CrossedShift(Interval(value, value - reach, value + reach, n), p, dz, rows, words)
