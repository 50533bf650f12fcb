"""Whether a model reads texts as kinder or unkinder than people do, from labelled reviews."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING

import numpy as np

from sentiment.evaluation.intervals import difference, weighted_mean
from sentiment.evaluation.robust_centre import centre_weights
from sentiment.records import Interval

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray

FEWEST_LABELLED = 30
# In classes; about the stars by which one group may pull at what is usual of the gaps.
REACH = 0.07


def reading_bias(table: ArrayLike) -> Interval:
    """How much kinder than people the model reads texts, −2 to 2, with its 95 % interval.

    ``table`` (3, 3) counts reviews, rows the truth and columns what they are called, negative,
    neutral and positive being −1, 0 and 1. The value is the mean of called minus truth; below 0
    the model reads them as unkinder. The interval is Student's, with a quarter
    of a review added as the two worst mistakes, so that a table without a mistake has an interval
    of some width. Of nobody the value is ``nan``.

    >>> bias = reading_bias([[30, 0, 0], [10, 10, 0], [0, 10, 40]])
    >>> round(bias.value, 2), round(bias.low, 2), round(bias.high, 2), bias.n
    (-0.2, -0.28, -0.12, 100)
    """
    from scipy.stats import t as student

    counts = np.asarray(table, np.float64)
    n = int(counts.sum())
    if n == 0:
        return Interval(nan, -2.0, 2.0, 0)
    steps = np.arange(3)[None, :] - np.arange(3)[:, None]
    value = float((counts * steps).sum() / n)
    widened = counts.copy()
    widened[[0, 2], [2, 0]] += 0.125
    mean = (widened * steps).sum() / widened.sum()
    variance = (widened * (steps - mean) ** 2).sum() / widened.sum()
    half = float(student.ppf(0.975, max(n - 1, 1)) * np.sqrt(variance / max(n - 1, 1)))
    return Interval(value, max(-2.0, value - half), min(2.0, value + half), n)


def reading_biases(tables: Mapping[str, NDArray[np.float64]]) -> dict[str, Interval]:
    """Each group's reading bias less what is usual over the groups; ``n`` is the group's own.

    Groups with fewer than 30 labelled reviews are left out; fewer than two have no answer.
    """
    known = {
        group: reading_bias(table)
        for group, table in tables.items()
        if table.sum() >= FEWEST_LABELLED
    }
    if len(known) < 2:
        return {}
    found = {}
    weights = centre_weights([bias.value for bias in known.values()], reach=REACH)
    shares = dict(zip(known, weights.tolist(), strict=True))
    for group, own in known.items():
        others = {name: bias for name, bias in known.items() if name != group}
        usual = weighted_mean(list(others.values()), [shares[name] for name in others])
        less, part = difference(own, usual), 1 - shares[group]
        ends = (part * less.value, part * less.low, part * less.high)
        found[group] = Interval(*ends, n=own.n)
    return found
