"""By how much columns of numbers differ from the mean of their rows, and whether by chance.

A row is one text, a column one of its versions (a language). Missing versions are ``nan``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sentiment.evaluation.confusion import RESAMPLES
from sentiment.evaluation.multiple_testing import benjamini_hochberg
from sentiment.records import Interval

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import ArrayLike, NDArray

FLIPS = 4_999
_CELLS = 4_000_000  # of random numbers held at a time


@dataclass(frozen=True)
class TestedShift:
    """A mean difference with its 95 % interval; ``p`` against none, ``q`` after correction.

    ``q`` is over the comparisons that were made together (Benjamini and Hochberg).
    """

    __test__ = False  # its name begins like a test's

    difference: Interval
    p: float
    q: float


def shifts_in_rows(
    values: ArrayLike, *, resamples: int = RESAMPLES, flips: int = FLIPS, seed: int = 0
) -> tuple[TestedShift, ...]:
    """The shift of each column of ``values`` (rows, columns) against the means of its rows.

    Each row weighs the same; a row's mean is over the versions that it has. See
    :func:`mean_shifts` for intervals and tests.
    """
    table = np.asarray(values, np.float64)
    return mean_shifts(
        table - np.nanmean(table, axis=1, keepdims=True),
        resamples=resamples,
        flips=flips,
        seed=seed,
    )


def mean_shifts(
    differences: ArrayLike, *, resamples: int = RESAMPLES, flips: int = FLIPS, seed: int = 0
) -> tuple[TestedShift, ...]:
    """The mean of each column of paired ``differences`` (rows, columns), rows being independent.

    Intervals are from rows drawn with replacement (Efron 1979), with the percentiles widened
    for few rows as T. C. Hesterberg (2015) has it, "What teachers should know about the
    bootstrap", The American Statistician 69:371, section 4.4 ("expanded percentile"). ``p``
    is that of the sign-flip test (R. A. Fisher 1935, The Design of Experiments, section 21):
    how often the mean is as far from 0 where the sign of each row is drawn by chance, the
    observed one counted among the draws. A column needs two rows or more.
    """
    table = np.asarray(differences, np.float64)
    present = ~np.isnan(table)
    ns = present.sum(axis=0)
    if (ns < 2).any():
        raise ValueError(f"Expected two rows or more in each column, got {int(ns.min())}.")
    filled = np.where(present, table, 0.0)
    observed = filled.sum(axis=0) / ns
    lows, highs = _bounds(filled, present=present, resamples=resamples, seed=seed)
    ps = _sign_flip_ps(filled, flips=flips, seed=seed + 1)
    found = [
        TestedShift(
            Interval(
                float(value), min(float(low), float(value)), max(float(high), float(value)), n
            ),
            p,
            p,
        )
        for value, low, high, n, p in zip(observed, lows, highs, ns.tolist(), ps, strict=True)
    ]
    return corrected(found)


def corrected(shifts: Sequence[TestedShift]) -> tuple[TestedShift, ...]:
    """The same with ``q`` over all of them."""
    qs = benjamini_hochberg([shift.p for shift in shifts])
    return tuple(replace(shift, q=q) for shift, q in zip(shifts, qs, strict=True))


def bootstrap_interval(values: ArrayLike, *, resamples: int = RESAMPLES, seed: int = 0) -> Interval:
    """The mean of independent ``values`` (n ≥ 2) with its interval as in :func:`mean_shifts`."""
    column = np.asarray(values, np.float64)[:, None]
    present = np.ones(column.shape, bool)
    (low,), (high,) = _bounds(column, present=present, resamples=resamples, seed=seed)
    value = float(column.mean())
    return Interval(value, min(float(low), value), max(float(high), value), len(column))


def _bounds(
    filled: NDArray[np.float64], *, present: NDArray[np.bool_], resamples: int, seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    from scipy.stats import norm, t

    random = np.random.default_rng(seed)
    rows = len(filled)
    weights = present.astype(np.float64)

    def draw(count: int) -> NDArray[np.float64]:
        times = random.multinomial(rows, np.full(rows, 1 / rows), size=count).astype(np.float64)
        with np.errstate(invalid="ignore"):
            means: NDArray[np.float64] = (times @ filled) / (times @ weights)
        return means

    drawn = _in_pieces(draw, total=resamples, width=rows)
    ns = present.sum(axis=0)
    tails = norm.cdf(np.sqrt(ns / (ns - 1)) * t.ppf(0.025, ns - 1))
    lows = [np.nanquantile(drawn[:, j], tail) for j, tail in enumerate(tails)]
    highs = [np.nanquantile(drawn[:, j], 1 - tail) for j, tail in enumerate(tails)]
    return np.array(lows), np.array(highs)


def _sign_flip_ps(filled: NDArray[np.float64], *, flips: int, seed: int) -> list[float]:
    random = np.random.default_rng(seed)
    observed = np.abs(filled.sum(axis=0))

    def draw(count: int) -> NDArray[np.float64]:
        signs = random.integers(0, 2, size=(count, len(filled)), dtype=np.int8) * 2.0 - 1.0
        return np.abs(signs @ filled)

    drawn = _in_pieces(draw, total=flips, width=len(filled))
    as_far = (drawn >= observed * (1 - 1e-9) - 1e-12).sum(axis=0)
    return [(1 + int(count)) / (1 + flips) for count in as_far]


def _in_pieces(
    draw: Callable[[int], NDArray[np.float64]], *, total: int, width: int
) -> NDArray[np.float64]:
    step = max(1, min(total, _CELLS // max(1, width)))
    return np.vstack([draw(min(step, total - start)) for start in range(0, total, step)])
