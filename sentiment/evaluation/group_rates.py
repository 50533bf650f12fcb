"""Fairness metrics of each group through Fairlearn, and how they vary from sample to sample.

Two things in Fairlearn are silent and wrong for three string classes, and are kept out here:
``selection_rate`` counts what equals 1 and so gives 0.0 (the classes are made 0 and 1 first),
and a false positive rate of a group without negatives is 0.0 (it gets ``nan``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sentiment.evaluation.intervals import SMALL_GROUP
from sentiment.evaluation.judged_cells import METRICS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import ArrayLike, NDArray

    from sentiment.evaluation.judged_cells import JudgedCells, Metric

RESAMPLES: Final = 2_000


def metric_frame_rates(
    tables: NDArray[np.float64],
) -> tuple[Mapping[Metric, float], Mapping[Metric, NDArray[np.float64]]]:
    """Every metric of all reviews, and of each group in its order, from :func:`quarter_tables`.

    The values are those of ``fairlearn.metrics.MetricFrame``, a quarter of a group weighing as
    much as the reviews that it stands for. ``nan`` where a metric is about nobody, and for
    groups of fewer than 30 reviews, which get no number and would only take time.
    """
    from functools import partial

    from fairlearn.metrics import (
        MetricFrame,
        false_negative_rate,
        false_positive_rate,
        selection_rate,
    )

    metrics: dict[Metric, Callable[..., float]] = {
        "error": _error,
        "false_positive_rate": partial(false_positive_rate, pos_label=1),
        "false_negative_rate": partial(false_negative_rate, pos_label=1),
        "selection_rate": partial(selection_rate, pos_label=1),
        "base_rate": _base_rate,
        "calibration": _calibration,
        "overcalled": _overcalled,
    }
    place, so, called = (where.reshape(-1) for where in np.indices((*tables.shape[1:3], 2)))
    counts, chances = tables[0].reshape(-1), tables[1].reshape(-1)
    some = counts > 0
    place, so, called, counts, chances = (
        each[some] for each in (place, so, called, counts, chances)
    )
    small = tables[0].sum(axis=(1, 2)) < SMALL_GROUP
    parameters = {name: {"sample_weight": counts} for name in metrics}
    parameters["calibration"]["chances"] = chances
    frame = MetricFrame(
        metrics=metrics,
        y_true=so,
        y_pred=called,
        sensitive_features=np.where(small[place], -1, place),
        sample_params=parameters,
    )
    each = frame.by_group.reindex(range(tables.shape[1]))
    by_group = {name: each[name].to_numpy(np.float64).copy() for name in METRICS}
    overall = {name: float(frame.overall[name]) for name in METRICS}
    sides: tuple[Metric, Metric] = ("false_positive_rate", "false_negative_rate")
    for name, about in zip(sides, tables[0].sum(axis=2).T, strict=True):
        by_group[name][about == 0] = np.nan
        if not about.sum():
            overall[name] = np.nan
    return overall, by_group


def quarter_tables(cells: JudgedCells) -> NDArray[np.float64]:
    """Counts, sums of probabilities and of their squares, (3, groups, 2, 2): so, then called."""
    size = len(cells.groups)
    where = (cells.place * 2 + cells.so) * 2 + cells.called
    rows = (cells.counts, cells.chances, cells.chance_squares)
    return np.stack([np.bincount(where, row, size * 4).reshape(size, 2, 2) for row in rows])


def draw_rates(
    table: NDArray[np.float64], *, generator: np.random.Generator, resamples: int = RESAMPLES
) -> dict[Metric, NDArray[np.float64]]:
    """Every metric of so many bootstrap samples (resamples,) of one group.

    ``table`` (3, 2, 2) is the group's part of :func:`quarter_tables`. Drawing reviews with
    replacement is drawing counts from a multinomial (Efron 1979), after one review is added to
    each of "so" and "not so" that occurs, half of it to either answer of the model: a group
    without a mistake would else get an interval of no width. Mean probabilities are drawn from
    the normal distribution that they have in each quarter.
    """
    counts, chances, squares = table
    n = round(float(counts.sum()))
    occurs = counts.sum(axis=1, keepdims=True) > 0
    weights = counts + occurs / 2
    quarters = generator.multinomial(n, (weights / weights.sum()).ravel(), size=resamples)
    drawn = quarters.reshape(resamples, 2, 2).astype(np.float64)
    some = np.maximum(counts, 1.0)
    mean = np.where(counts > 0, chances / some, 0.5)
    deviation = np.sqrt(np.maximum(squares / some - mean**2, 0.0))
    noise = generator.standard_normal(drawn.shape)
    sums = (drawn * mean + np.sqrt(drawn) * deviation * noise).sum(axis=(1, 2))
    return _rates(drawn, sums)


def _rates(
    tables: NDArray[np.float64], chances: NDArray[np.float64]
) -> dict[Metric, NDArray[np.float64]]:
    n = tables.sum(axis=(1, 2))
    (clean, false), (missed, found) = tables[:, 0].T, tables[:, 1].T
    return {
        "error": _ratio(false + missed, n),
        "false_positive_rate": _ratio(false, clean + false),
        "false_negative_rate": _ratio(missed, missed + found),
        "selection_rate": _ratio(false + found, n),
        "base_rate": _ratio(missed + found, n),
        "calibration": _ratio(chances - missed - found, n),
        "overcalled": _ratio(false - missed, n),
    }


def _ratio(above: NDArray[np.float64], below: NDArray[np.float64]) -> NDArray[np.float64]:
    ratio: NDArray[np.float64] = np.divide(
        above, below, out=np.full_like(above, np.nan), where=below > 0
    )
    return ratio


def _error(y_true: ArrayLike, y_pred: ArrayLike, *, sample_weight: ArrayLike) -> float:
    wrong = np.asarray(y_true) != np.asarray(y_pred)
    return float(np.average(wrong, weights=np.asarray(sample_weight)))


def _base_rate(y_true: ArrayLike, y_pred: ArrayLike, *, sample_weight: ArrayLike) -> float:
    return float(np.average(np.asarray(y_true), weights=np.asarray(sample_weight)))


def _overcalled(y_true: ArrayLike, y_pred: ArrayLike, *, sample_weight: ArrayLike) -> float:
    excess = np.asarray(y_pred, np.float64) - np.asarray(y_true)
    return float(np.average(excess, weights=np.asarray(sample_weight)))


def _calibration(
    y_true: ArrayLike, y_pred: ArrayLike, *, sample_weight: ArrayLike, chances: ArrayLike
) -> float:
    weights = np.asarray(sample_weight, np.float64)
    stated = np.asarray(chances).sum() / weights.sum()
    return float(stated - np.average(np.asarray(y_true), weights=weights))
