"""Macro-F1 with its uncertainty, for each group of a labelled corpus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentiment.records import Interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

RESAMPLES = 500


@dataclass(frozen=True)
class GroupQuality:
    """``macro_f1`` in 0..1 of one group of ``macro_f1.n`` labelled texts."""

    group: str
    macro_f1: Interval


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
    sureness = chances.max(axis=1)
    gaps = sureness - (chances.argmax(axis=1) == labels)
    places = np.minimum((sureness * bins).astype(np.int64), bins - 1)
    return float(np.abs(np.bincount(places, weights=gaps, minlength=bins)).sum() / len(labels))


def quality_by_group(
    labels: NDArray[np.int64],
    predicted: NDArray[np.int64],
    *,
    groups: Sequence[str],
    seed: int = 0,
) -> list[GroupQuality]:
    """Macro-F1 of each group with a 95 % bootstrap interval, groups in their order by name.

    The interval is the middle 95 % of :data:`RESAMPLES` multinomial resamples
    of the group's confusion table (Efron 1979), which is the same as drawing
    its texts with replacement.
    """
    names = np.asarray(groups)
    random = np.random.default_rng(seed)
    results = []
    for name in sorted(set(groups)):
        chosen = names == name
        table = np.zeros((3, 3))
        np.add.at(table, (labels[chosen], predicted[chosen]), 1)
        results.append(GroupQuality(str(name), _interval(table, random)))
    return results


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
