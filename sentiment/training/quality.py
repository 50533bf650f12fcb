"""Macro-F1 and calibration with their uncertainty, for each group of a labelled corpus."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sentiment.records import Interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

RESAMPLES = 500
_CALIBRATED_DRAWS = 200


@dataclass(frozen=True)
class GroupQuality:
    """``macro_f1`` in 0..1 of one group of ``macro_f1.n`` labelled texts.

    ``calibration`` is the expected calibration error, 0..1, and ``by_chance`` what a
    perfectly calibrated model would stay below in 95 of 100 such groups; both are
    None where only labels were predicted.
    """

    group: str
    macro_f1: Interval
    calibration: float | None = None
    by_chance: float | None = None


def macro_f1(labels: NDArray[np.int64], predicted: NDArray[np.int64], *, classes: int = 3) -> float:
    """The unweighted mean of the F1 of the classes that occur in ``labels``.

    F1 of a class is 2 TP / (2 TP + FP + FN) (van Rijsbergen 1979). A class that
    is only predicted counts as a false positive elsewhere and has no F1 of its own.
    """
    table = np.zeros((classes, classes))
    np.add.at(table, (labels, predicted), 1)
    return float(_macro_f1(table[None])[0])


def binary_accuracy(labels: NDArray[np.int64], chances: NDArray[np.float32]) -> float:
    """Share right where only negative (0) and positive (2) occur; neutral is not a choice."""
    return float(((chances[:, 2] > chances[:, 0]) == (labels == 2)).mean())


def calibration_error(
    chances: NDArray[np.float32], labels: NDArray[np.int64], *, bins: int = 15
) -> float:
    """Expected calibration error, 0..1: by how much sureness and accuracy differ on average.

    ``chances`` (n, classes), ``labels`` (n,). Texts go into ``bins`` of equal
    width by their largest probability; each bin's gap counts by its share of
    the texts (Guo et al. 2017, equation 3).
    """
    right = (chances.argmax(axis=1) == labels)[None]
    return float(_calibration_errors(chances.max(axis=1), right, bins)[0])


def calibration_error_by_chance(
    chances: NDArray[np.float32], *, bins: int = 15, seed: int = 0
) -> float:
    """What :func:`calibration_error` stays below in 95 of 100 samples if ``chances`` are true.

    Bins of few texts have gaps by chance alone, so that the error of a small group
    is never near 0 (consistency resampling, Bröcker and Smith 2007).
    """
    sureness = chances.max(axis=1)
    drawn = np.random.default_rng(seed).random((_CALIBRATED_DRAWS, len(sureness))) < sureness
    return float(np.quantile(_calibration_errors(sureness, drawn, bins), 0.95))


def _calibration_errors(
    sureness: NDArray[np.float32], right: NDArray[np.bool_], bins: int
) -> NDArray[np.float64]:
    """The error for each row of ``right`` (samples, n)."""
    places = np.minimum((sureness * bins).astype(np.int64), bins - 1)
    gaps = sureness.astype(np.float64) - right
    summed = np.stack([gaps[:, places == place].sum(axis=1) for place in range(bins)])
    errors: NDArray[np.float64] = np.abs(summed).sum(axis=0) / len(sureness)
    return errors


def quality_by_group(
    labels: NDArray[np.int64],
    predicted: NDArray[np.int64],
    *,
    groups: Sequence[str],
    chances: NDArray[np.float32] | None = None,
    seed: int = 0,
) -> list[GroupQuality]:
    """Macro-F1 of each group with a 95 % bootstrap interval, groups in their order by name.

    The interval is the middle 95 % of :data:`RESAMPLES` multinomial resamples
    of the group's confusion table (Efron 1979), which is the same as drawing
    its texts with replacement. With ``chances`` (n, 3) also the calibration.
    """
    names = np.asarray(groups)
    random = np.random.default_rng(seed)
    results = []
    for name in sorted(set(groups)):
        chosen = names == name
        table = np.zeros((3, 3))
        np.add.at(table, (labels[chosen], predicted[chosen]), 1)
        quality = GroupQuality(str(name), _interval(table, random))
        if chances is not None:
            quality = replace(
                quality,
                calibration=calibration_error(chances[chosen], labels[chosen]),
                by_chance=calibration_error_by_chance(chances[chosen]),
            )
        results.append(quality)
    return results


def mean_interval(intervals: Sequence[Interval]) -> Interval:
    """The unweighted mean of independent figures, with the interval that follows from theirs.

    Half its width is the root of the sum of their squared half widths, divided by
    their number, as for normal errors; ``n`` is the sum.

    >>> mean = mean_interval([Interval(0.6, 0.5, 0.7, 40), Interval(0.8, 0.7, 0.9, 60)])
    >>> round(mean.value, 3), round(mean.low, 3), round(mean.high, 3), mean.n
    (0.7, 0.629, 0.771, 100)
    """
    count = max(1, len(intervals))
    value = sum(each.value for each in intervals) / count
    low = float(np.sqrt(sum((each.value - each.low) ** 2 for each in intervals))) / count
    high = float(np.sqrt(sum((each.high - each.value) ** 2 for each in intervals))) / count
    return Interval(value, value - low, value + high, sum(each.n for each in intervals))


def _interval(table: NDArray[np.float64], random: np.random.Generator) -> Interval:
    count = int(table.sum())
    drawn = random.multinomial(count, table.ravel() / count, size=RESAMPLES).reshape(-1, 3, 3)
    low, high = np.quantile(_macro_f1(drawn.astype(float)), [0.025, 0.975])
    return Interval(float(_macro_f1(table[None])[0]), float(low), float(high), count)


def _macro_f1(tables: NDArray[np.float64]) -> NDArray[np.float64]:
    right = np.diagonal(tables, axis1=1, axis2=2)
    true, predicted = tables.sum(axis=2), tables.sum(axis=1)
    f1 = np.divide(2 * right, true + predicted, out=np.zeros_like(right), where=true > 0)
    occurring = np.maximum(1, (true > 0).sum(axis=1))
    shares: NDArray[np.float64] = f1.sum(axis=1) / occurring
    return shares
