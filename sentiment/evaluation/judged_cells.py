"""Predictions held against the truth, one class against the rest, by group and stratum.

A cell stands for any number of reviews that are alike in group, stratum, true class and
predicted class, so that a million reviews weigh no more than the cells they fall into.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeVar

import numpy as np

from sentiment.evaluation.confusion import CLASSES

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import ArrayLike, NDArray

Metric = Literal[
    "error", "false_positive_rate", "false_negative_rate", "selection_rate", "base_rate",
    "calibration", "overcalled",
]  # fmt: skip
# The first five are shares of reviews, the last two means that can be below 0.
SHARES: Final[tuple[Metric, ...]] = (
    "error", "false_positive_rate", "false_negative_rate", "selection_rate", "base_rate",
)  # fmt: skip
METRICS: Final[tuple[Metric, ...]] = (*SHARES, "calibration", "overcalled")
# What differs with the mix of true classes alone, even where the model treats all alike.
BY_TRUE_CLASS: Final[tuple[Metric, ...]] = ("error", "false_positive_rate", "overcalled")
Group = tuple[str, ...]
T = TypeVar("T", bound="Hashable")
# All groups beyond the largest that were asked for, put together.
OTHERS: Final[Group] = ("\0others",)


@dataclass(frozen=True)
class JudgedCells:
    """``C`` cells; all arrays have the shape (C,).

    ``place`` is the place of a cell's group in ``groups``, ``stratum`` a number (0 without any
    control), ``truth`` the true class (0, 1, 2), ``so`` whether it is the class in question,
    ``called`` whether the model says so, ``counts`` how many reviews the cell stands for.
    ``chances`` and ``chance_squares`` are sums over them of the probability of the class and
    of its square; ``weak`` counts those of which the truth is weak (stars).
    """

    groups: tuple[Group, ...]
    place: NDArray[np.int64]
    stratum: NDArray[np.int64]
    truth: NDArray[np.int64]
    so: NDArray[np.bool_]
    called: NDArray[np.bool_]
    counts: NDArray[np.float64]
    chances: NDArray[np.float64]
    chance_squares: NDArray[np.float64]
    weak: NDArray[np.float64]

    @property
    def n(self) -> int:
        """How many reviews all cells stand for."""
        return int(self.counts.sum())


@dataclass(frozen=True)
class Outcomes:
    """One metric as the mean of ``x`` over the reviews that it is about.

    Of each eligible cell: ``place``, ``stratum``, ``counts``, and the sums of x and of its
    square. A false positive rate is the mean of "called so" over what is not so.
    """

    place: NDArray[np.int64]
    stratum: NDArray[np.int64]
    counts: NDArray[np.float64]
    sums: NDArray[np.float64]
    squares: NDArray[np.float64]


def judged_cells(
    truth: ArrayLike,
    called: ArrayLike,
    chances: ArrayLike,
    *,
    groups: Sequence[Group],
    strata: Sequence[Hashable] | None = None,
    sentiment: int = 0,
    counts: ArrayLike | None = None,
    chance_squares: ArrayLike | None = None,
    weak: ArrayLike | None = None,
    most_groups: int | None = None,
) -> JudgedCells:
    """Cells from arrays of the same length: of single reviews, or counted before.

    ``truth`` and ``called`` are classes 0, 1, 2, of which ``sentiment`` is held against the
    rest; ``chances`` is the probability of that class, 0 to 1. Where ``counts`` is given, an
    entry stands for so many reviews and ``chances`` is the sum over them, ``chance_squares``
    the sum of squares, ``weak`` how many have a weak truth. A part of a group that is None
    counts as "" (not known): Fairlearn refuses it. With ``most_groups`` the smaller ones are
    put together as :data:`OTHERS`. Raises ValueError where lengths differ.

    >>> cells = judged_cells([0, 2], [0, 0], [0.9, 0.6], groups=[("de",), (None,)])
    >>> cells.groups, cells.so.tolist(), cells.called.tolist()
    ((('',), ('de',)), [False, True], [True, True])
    """
    classes = np.asarray(truth, np.int64)
    size = len(classes)
    ns = np.ones(size) if counts is None else np.asarray(counts, np.float64)
    sums = np.asarray(chances, np.float64)
    squares = sums**2 if chance_squares is None else np.asarray(chance_squares, np.float64)
    if counts is not None and chance_squares is None:
        raise ValueError("Sums of probabilities need the sums of their squares as well.")
    group_of, distinct = _numbered(groups)
    stratum_of = np.zeros(size, np.int64) if strata is None else _numbered(strata)[0]
    called_so = np.asarray(called, np.int64) == sentiment
    weak_ns = np.zeros(size) if weak is None else np.asarray(weak, np.float64)
    lengths = {len(each) for each in (group_of, stratum_of, called_so, sums, squares, ns, weak_ns)}
    if lengths != {size}:
        raise ValueError(f"Expected {size} entries of each, got {sorted(lengths)}.")
    named = [tuple(str(part or "") for part in group) for group in distinct]
    if most_groups is not None:
        named = _largest(named, np.bincount(group_of, ns, len(named)).tolist(), most_groups)
    known = tuple(sorted(set(named)))
    place_of = {group: place for place, group in enumerate(known)}
    places = np.array([place_of[group] for group in named], np.int64)
    return _gathered(
        known,
        place=places[group_of],
        stratum=stratum_of,
        truth=classes,
        called=called_so,
        values=np.stack([ns, sums, squares, weak_ns]),
        sentiment=sentiment,
    )


def outcomes(cells: JudgedCells, metric: Metric, *, by_true_class: bool = False) -> Outcomes:
    """What ``metric`` is the mean of; ``by_true_class`` makes each true class a stratum."""
    so, called, ns = cells.so, cells.called, cells.counts
    eligible = np.ones(len(ns), bool)
    if metric == "calibration":
        sums = cells.chances - ns * so
        squares = cells.chance_squares - 2 * cells.chances * so + ns * so
    else:
        x = {
            "error": called != so,
            "false_positive_rate": called,
            "false_negative_rate": ~called,
            "selection_rate": called,
            "base_rate": so,
            "overcalled": called.astype(np.float64) - so,
        }[metric]
        sums, squares = ns * x, ns * np.square(x, dtype=np.float64)
        if metric == "false_positive_rate":
            eligible = ~so
        elif metric == "false_negative_rate":
            eligible = so
    stratum = cells.stratum * CLASSES + cells.truth if by_true_class else cells.stratum
    return Outcomes(
        cells.place[eligible],
        stratum[eligible],
        ns[eligible],
        sums[eligible],
        squares[eligible],
    )


def _numbered(things: Sequence[T]) -> tuple[NDArray[np.int64], list[T]]:
    """The number of each thing, and the different things in the order of their numbers."""
    numbers: dict[T, int] = {}
    found = [numbers.setdefault(thing, len(numbers)) for thing in things]
    return np.array(found, np.int64), list(numbers)


def _largest(named: list[Group], ns: list[float], most: int) -> list[Group]:
    """The names with those beyond the ``most`` largest replaced by that of all others."""
    sizes: dict[Group, float] = {}
    for group, n in zip(named, ns, strict=True):
        sizes[group] = sizes.get(group, 0.0) + n
    kept = set(sorted(sizes, key=lambda group: (-sizes[group], group))[:most])
    return [group if group in kept else OTHERS for group in named]


def _gathered(
    groups: tuple[Group, ...],
    *,
    place: NDArray[np.int64],
    stratum: NDArray[np.int64],
    truth: NDArray[np.int64],
    called: NDArray[np.bool_],
    values: NDArray[np.float64],
    sentiment: int,
) -> JudgedCells:
    """Entries that are alike become one cell."""
    keys = ((stratum * max(len(groups), 1) + place) * CLASSES + truth) * 2 + called
    _, first, cell = np.unique(keys, return_index=True, return_inverse=True)
    summed = [np.bincount(cell, row, len(first)).astype(np.float64) for row in values]
    classes = truth[first]
    return JudgedCells(
        groups, place[first], stratum[first], classes, classes == sentiment, called[first], *summed
    )
