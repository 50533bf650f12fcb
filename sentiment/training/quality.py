"""Macro-F1 and calibration with their uncertainty, for each group of a labelled corpus."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sentiment.evaluation.calibration_error import calibration_error, calibration_error_by_chance
from sentiment.evaluation.confusion import confusion_table, macro_f1_of
from sentiment.records import Interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

RESAMPLES = 500


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


def macro_f1(labels: NDArray[np.int64], predicted: NDArray[np.int64]) -> float:
    """The unweighted mean of the F1 of the classes that occur in ``labels``.

    As :func:`sentiment.evaluation.confusion.macro_f1_of` counts it.
    """
    return float(macro_f1_of(confusion_table(labels, predicted).astype(np.float64)))


def binary_accuracy(labels: NDArray[np.int64], chances: NDArray[np.float32]) -> float:
    """Share right where only negative (0) and positive (2) occur; neutral is not a choice."""
    return float(((chances[:, 2] > chances[:, 0]) == (labels == 2)).mean())


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
        table = confusion_table(labels[chosen], predicted[chosen])
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


def _interval(table: NDArray[np.int64], random: np.random.Generator) -> Interval:
    count = int(table.sum())
    drawn = random.multinomial(count, table.ravel() / count, size=RESAMPLES)
    low, high = np.quantile(
        macro_f1_of(drawn.reshape(-1, *table.shape).astype(np.float64)), [0.025, 0.975]
    )
    value = float(macro_f1_of(table.astype(np.float64)))
    return Interval(value, float(low), float(high), count)
