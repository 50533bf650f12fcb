"""Offsets of one class, one a language, that hold a rate equal at the least loss of accuracy.

What equalised rates are reached by is a threshold a group, after M. Hardt, E. Price and N. Srebro
(2016), "Equality of opportunity in supervised learning", NeurIPS 29. Fairlearn's
``ThresholdOptimizer`` does that for two classes and randomises the answers between two
thresholds; here there are three classes, and a review that is asked about twice must get the
same answer twice, so that the offsets are found by trying all of a grid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentiment.evaluation.confusion import CLASSES
from sentiment.evaluation.rate_constraint import rate_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from sentiment.evaluation.rate_constraint import RateConstraint

# Log-odds; two steps of the second decimal are far below what labelled reviews can tell apart.
OFFSETS = np.round(np.arange(-200, 201) * 0.02, 2)
# Values are chosen for this part of the tolerance, so that it holds on other reviews as well.
MARGIN = 0.5
_CENTRES = 201


def tables_by_offset(
    logs: NDArray[np.float64], truth: NDArray[np.integer], *, place: int
) -> NDArray[np.float64]:
    """The confusion table for each of :data:`OFFSETS` of the class ``place``, (offsets, 3, 3).

    ``logs`` (n, 3) are the logarithms of the probabilities, ``truth`` (n,) classes 0, 1, 2. The
    first of several classes that are as probable is called, as everywhere.
    """
    tables = np.zeros((len(OFFSETS), CLASSES, CLASSES))
    others = [each for each in range(CLASSES) if each != place]
    second = np.where(logs[:, others[0]] >= logs[:, others[1]], others[0], others[1])
    needed = logs[np.arange(len(logs)), second] - logs[:, place]
    for true in range(CLASSES):
        for other in others:
            from_here = np.sort(needed[(truth == true) & (second == other)])
            side = "right" if place < other else "left"
            called = np.searchsorted(from_here, OFFSETS, side=side)  # type: ignore[call-overload]
            tables[:, true, place] += called
            tables[:, true, other] += len(from_here) - called
    return tables


def choose_offsets(
    by_offset: Mapping[str, NDArray[np.float64]],
    *,
    unchanged: NDArray[np.floating],
    constraint: RateConstraint,
) -> dict[str, float]:
    """The offset of the constrained class for each language of ``by_offset``.

    ``by_offset`` holds the :func:`tables_by_offset` of the languages that may be changed,
    ``unchanged`` the table (3, 3) of all other reviews. Tried is every common rate from the lowest
    to the highest of today; for each, a language takes the offset that comes within half of
    the tolerance of it, at the fewest answers lost, and the nearest among those. Gains on the
    reviews at hand count as no loss: they are no reason to move further. Of the common rates that
    one is taken with which all are within half of the tolerance of the rate of all reviews, or
    beyond it by the least in sum, at the fewest answers lost and then with the smallest gap.
    Offsets that lose more than ``constraint.most_lost`` of a language's answers are never taken.
    """
    if not by_offset:
        return {}
    names = sorted(by_offset)
    curves = np.stack([by_offset[name] for name in names])  # (languages, offsets, 3, 3)
    rates = rate_of(curves, constraint)
    today = int(np.flatnonzero(OFFSETS == 0)[0])
    right = np.einsum("loii->lo", curves)
    lost = np.maximum(0.0, right[:, today : today + 1] - right)
    most = constraint.most_lost * curves[:, today].sum(axis=(1, 2))
    too_dear = lost > most[:, None]
    margin = MARGIN * constraint.tolerance
    everything = curves[:, today].sum(axis=0) + unchanged
    edges = [*rates[:, today].tolist(), *rate_of([everything, unchanged], constraint).tolist()]
    best: tuple[float, float, float] | None = None
    chosen = np.full(len(names), today)
    for centre in np.linspace(np.nanmin(edges), np.nanmax(edges), _CENTRES):
        gaps = np.where(too_dear, np.inf, np.round(np.abs(rates - centre), 6))
        places = _nearest(gaps, lost, margin=margin)
        every = np.arange(len(names))
        together = curves[every, places].sum(axis=0) + unchanged
        apart = np.abs(rates[every, places] - float(rate_of(together, constraint)))
        beyond = float(np.maximum(0.0, apart - margin).sum())
        key = (round(beyond, 3), float(lost[every, places].sum()), round(float(apart.max()), 4))
        if best is None or key < best:
            best, chosen = key, places
    return {name: float(OFFSETS[place]) for name, place in zip(names, chosen, strict=True)}


def offsets_of(place: int, value: float) -> tuple[float, float, float]:
    """``value`` for the class ``place``, 0 for the others.

    >>> offsets_of(0, -0.4)
    (-0.4, 0.0, 0.0)
    """
    negative, neutral, positive = (value if each == place else 0.0 for each in range(CLASSES))
    return negative, neutral, positive


def table_of(
    logs: NDArray[np.float64], truth: NDArray[np.integer], rows: Sequence[int] | NDArray[np.bool_]
) -> NDArray[np.float64]:
    """The confusion table (3, 3) of the chosen rows, as they are called now."""
    from sentiment.evaluation.confusion import confusion_table

    return confusion_table(truth[rows], logs[rows].argmax(axis=1)).astype(np.float64)


def _nearest(
    gaps: NDArray[np.float64], lost: NDArray[np.float64], *, margin: float
) -> NDArray[np.int64]:
    """For each language the place of its offset: in the margin, fewest lost, nearest, smallest."""
    sizes = np.broadcast_to(np.abs(OFFSETS), gaps.shape)
    order = np.lexsort((sizes, gaps, lost, np.maximum(0.0, gaps - margin)), axis=1)
    places: NDArray[np.int64] = order[:, 0]
    return places
