"""A model before and after an adjustment, on the same reviews: rates, accuracy, calibration.

All intervals are the middle 95 % of draws with replacement within each language (Efron 1979). A
review stays with both answers, so that what is hard before and after does not count as
uncertainty of the change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentiment.evaluation.calibration_error import BINS, calibration_error
from sentiment.evaluation.confusion import CLASSES, RESAMPLES, interval_of, macro_f1_of
from sentiment.evaluation.paired import paired_table
from sentiment.evaluation.rate_constraint import rate_of, rests_on

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from numpy.typing import NDArray

    from sentiment.evaluation.rate_constraint import RateConstraint
    from sentiment.records import Interval

    Measure = Callable[[NDArray[np.float64]], NDArray[np.float64]]

_CALIBRATION_DRAWS = 1_000


@dataclass(frozen=True)
class BeforeAndAfter:
    """A figure of the model as it is, of the adjusted one, and after − before, each 95 %."""

    before: Interval
    after: Interval
    change: Interval


@dataclass(frozen=True)
class AdjustmentEffect:
    """What an adjustment does to the ``n`` labelled reviews of ``group`` ("" is all of them).

    ``rate`` is the constrained one, ``gap`` its distance from that of all reviews (-1..1; 0 for
    all). ``accuracy``, ``macro_f1`` and the expected calibration error are in 0..1. The
    intervals of a calibration error lie rather high in small groups, because resampling adds
    noise to bins; those of its change hardly do.
    """

    group: str
    n: int
    rate: BeforeAndAfter
    gap: BeforeAndAfter
    accuracy: BeforeAndAfter
    macro_f1: BeforeAndAfter
    calibration: BeforeAndAfter
    is_changed: bool


@dataclass(frozen=True)
class MitigationEffects:
    """The effect on all reviews, and in each language with enough of them, the largest first."""

    overall: AdjustmentEffect
    groups: tuple[AdjustmentEffect, ...]


def measure_effects(
    before: NDArray[np.float32],
    after: NDArray[np.float32],
    truth: NDArray[np.int64],
    groups: NDArray[np.object_],
    *,
    constraint: RateConstraint,
    changed: Collection[str],
    apart: Sequence[str],
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> MitigationEffects:
    """Compare ``before`` and ``after`` (n, 3) with the ``truth`` (n,) of the reviews.

    ``changed`` are the groups that were adjusted, ``apart`` those to be told one by one; all
    count in the overall figures.
    """
    tables, draws = {}, {}
    random = np.random.default_rng(seed)
    first, other = before.argmax(axis=1), after.argmax(axis=1)
    for name in sorted(set(groups.tolist())):
        rows = groups == name
        table = paired_table(truth[rows], first[rows], other[rows])
        tables[name] = table.astype(np.float64)
        draws[name] = _draw(table, random, resamples=resamples, is_changed=name in changed)
    everything = sum(tables.values(), np.zeros((CLASSES,) * 3))
    drawn = sum(draws.values(), np.zeros((resamples, CLASSES, CLASSES, CLASSES)))

    def effect(name: str | None) -> AdjustmentEffect:
        table = everything if name is None else tables[name]
        own = drawn if name is None else draws[name]
        rows = np.ones(len(truth), bool) if name is None else groups == name
        n = int(rows.sum())

        def rate(each: NDArray[np.float64]) -> NDArray[np.float64]:
            return rate_of(each, constraint)

        resting = rests_on(table.sum(axis=1), constraint)
        exact_gap = [rate(_side(table, s)) - rate(_side(everything, s)) for s in (0, 1)]
        drawn_gap = [rate(_side(own, s)) - rate(_side(drawn, s)) for s in (0, 1)]
        return AdjustmentEffect(
            group=name or "",
            n=n,
            rate=_measured(table, own, rate, n=resting),
            gap=_compared(exact_gap, drawn_gap, n=resting),
            accuracy=_measured(table, own, _accuracy, n=n),
            macro_f1=_measured(table, own, macro_f1_of, n=n),
            calibration=_calibration(before[rows], after[rows], truth[rows], seed=seed),
            is_changed=bool(changed) if name is None else name in changed,
        )

    found = [effect(name) for name in apart]
    return MitigationEffects(
        effect(None), tuple(sorted(found, key=lambda one: (-one.n, one.group)))
    )


def _draw(
    table: NDArray[np.int64], random: np.random.Generator, *, resamples: int, is_changed: bool
) -> NDArray[np.float64]:
    """Tables (resamples, truth, before, after) of the same size.

    One review is added to each class that occurs, spread over its cells, as
    :func:`sentiment.evaluation.paired.paired_difference` does; where nothing was adjusted, over
    those with twice the same answer alone, because no other can occur.
    """
    n = int(table.sum())
    cells = np.ones((CLASSES, CLASSES)) if is_changed else np.eye(CLASSES)
    occurs = table.sum(axis=(1, 2), keepdims=True) > 0
    weights = table + occurs * cells[None] / cells.sum()
    drawn = random.multinomial(n, (weights / weights.sum()).ravel(), size=resamples)
    return drawn.reshape(resamples, *table.shape).astype(np.float64)


def _side(tables: NDArray[np.float64], side: int) -> NDArray[np.float64]:
    """Truth against the answers before (0) or after (1), of tables (..., truth, before, after)."""
    summed: NDArray[np.float64] = tables.sum(axis=-1 if side == 0 else -2)
    return summed


def _measured(
    table: NDArray[np.float64], drawn: NDArray[np.float64], measure: Measure, *, n: int
) -> BeforeAndAfter:
    return _compared(
        [measure(_side(table, side)) for side in (0, 1)],
        [measure(_side(drawn, side)) for side in (0, 1)],
        n=n,
    )


def _compared(
    exact: Sequence[NDArray[np.float64]], drawn: Sequence[NDArray[np.float64]], *, n: int
) -> BeforeAndAfter:
    before, after = (float(value) for value in exact)
    return BeforeAndAfter(
        interval_of(before, drawn[0], n=n),
        interval_of(after, drawn[1], n=n),
        interval_of(after - before, drawn[1] - drawn[0], n=n),
    )


def _calibration(
    before: NDArray[np.float32],
    after: NDArray[np.float32],
    truth: NDArray[np.int64],
    *,
    seed: int,
) -> BeforeAndAfter:
    """Expected calibration errors and their change, from draws of alike reviews together.

    Reviews that lie in the same bins before and after, and are right or wrong alike, are drawn
    as one cell with its mean gap, which differs from theirs by less than the width of a bin.
    """
    sides = [_binned(before, truth), _binned(after, truth)]
    keys = np.stack([places * 2 + right for places, _, right in sides], axis=1)
    _, cell_of, counts = np.unique(keys, axis=0, return_inverse=True, return_counts=True)
    chances = counts / len(truth)
    drawn = np.random.default_rng(seed).multinomial(len(truth), chances, size=_CALIBRATION_DRAWS)
    errors = []
    for places, gaps, _ in sides:
        summed = np.zeros((len(counts), BINS))
        np.add.at(summed, (cell_of.reshape(-1), places), gaps)
        in_bins = drawn @ (summed / counts[:, None])
        errors.append(np.abs(in_bins).sum(axis=1) / len(truth))
    exact = [np.asarray(calibration_error(side, truth)) for side in (before, after)]
    return _compared(exact, errors, n=len(truth))


def _binned(
    chances: NDArray[np.float32], truth: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.bool_]]:
    """The bin of each review, its sureness less whether it is right, and whether it is."""
    sureness = chances.max(axis=1)
    places = np.minimum((sureness * BINS).astype(np.int64), BINS - 1)
    right = chances.argmax(axis=1) == truth
    return places, sureness.astype(np.float64) - right, right


def _accuracy(tables: NDArray[np.float64]) -> NDArray[np.float64]:
    hits = np.einsum("...ii->...", tables)
    shares: NDArray[np.float64] = hits / np.maximum(tables.sum(axis=(-2, -1)), 1)
    return shares
