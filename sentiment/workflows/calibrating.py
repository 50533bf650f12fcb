"""Whether the model is as sure as it is right, and what abstaining from unsure answers costs."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

import numpy as np

from sentiment.errors import UsageError
from sentiment.evaluation.calibration_error import (
    calibration_error,
    calibration_error_by_chance,
    reliability_bins,
)
from sentiment.evaluation.intervals import wilson
from sentiment.reading.known_profiles import source_domains
from sentiment.records import TRUTHS, Filters, Interval
from sentiment.workflows.abstaining import active_bands, thresholds_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from sentiment.evaluation.calibration_error import ReliabilityBin
    from sentiment.models.abstaining import AbstainBands
    from sentiment.storage.confusion import BandCounts
    from sentiment.storage.database import Database

CALIBRATION_GROUPINGS = ("language", "market", "source", "product", "domain", "truth")
MOST_REVIEWS = 50_000
MOST_GROUPS = 100


@dataclass(frozen=True)
class BandCost:
    """What it costs not to answer where the model is unsure, counted on all reviews with truth.

    ``below`` is the share of reviews below the threshold of their language;
    ``accuracy_above`` is how often the model is right on those it still answers. An empty
    side has the value ``nan``. ``threshold`` is None for a group of several languages.
    """

    threshold: float | None
    below: Interval
    accuracy_below: Interval
    accuracy_above: Interval


@dataclass(frozen=True)
class GroupCalibration:
    """How sure and how right the model is on one group's ``n`` reviews.

    ``error`` is the expected calibration error, 0..1, and ``by_chance`` what it stays below
    in 95 of 100 samples of this size where the probabilities are true; ``sureness`` is the
    mean probability of the predicted class. ``nan`` without reviews. ``band`` is None for
    models that state no thresholds.
    """

    group: str
    accuracy: Interval
    sureness: float
    error: float
    by_chance: float
    bins: tuple[ReliabilityBin, ...]
    band: BandCost | None

    @property
    def n(self) -> int:
        """How many reviews were looked at."""
        return self.accuracy.n


@dataclass(frozen=True)
class CalibrationAnswer:
    """The calibration of all reviews together and of the largest groups, the largest first.

    Figures but those of the bands rest on ``sampled`` of the ``known`` scored reviews with
    truth, spread evenly. ``model_id`` is None where nothing is scored yet.
    """

    model_id: str | None
    overall: GroupCalibration
    groups: tuple[GroupCalibration, ...]
    sampled: int
    known: int


def calibration(
    database: Database,
    *,
    filters: Filters | None = None,
    truths: Sequence[str] = TRUTHS,
    by: str | None = "language",
    limit: int = MOST_REVIEWS,
) -> CalibrationAnswer:
    """Reliability and the cost of abstaining, for each group of ``by``.

    Raises :class:`sentiment.errors.UsageError` for a grouping that is not one of
    ``CALIBRATION_GROUPINGS``, and for an unknown truth.
    """
    from sentiment.storage.predictions import active_model
    from sentiment.storage.truth import count_truths
    from sentiment.storage.truth_arrays import truth_arrays

    if by is not None and by not in CALIBRATION_GROUPINGS:
        raise UsageError(
            f"Calibration cannot be grouped by '{by}'.",
            hint=f"Choose from: {', '.join(CALIBRATION_GROUPINGS)}.",
        )
    filters = filters or Filters()
    arrays = truth_arrays(database, filters=filters, truths=truths, limit=limit, texts=False)
    chances = np.stack(
        [arrays.column(name).to_numpy() for name in ("p_negative", "p_neutral", "p_positive")],
        axis=1,
    )
    labels = arrays.column("truth").to_numpy().astype(np.int64)
    names = _groups(arrays, by)
    overall_band, bands = _bands(database, filters, truths, by)
    groups = [
        _calibrated(chances[names == name], labels[names == name], group=name, band=bands.get(name))
        for name in _largest(names)
    ]
    return CalibrationAnswer(
        model_id=active_model(database),
        overall=_calibrated(chances, labels, group="", band=overall_band),
        groups=tuple(groups) if by else (),
        sampled=len(labels),
        known=count_truths(database, filters=filters, truths=truths).scored,
    )


def _calibrated(
    chances: NDArray[np.float32], labels: NDArray[np.int64], *, group: str, band: BandCost | None
) -> GroupCalibration:
    n = len(labels)
    return GroupCalibration(
        group=group,
        accuracy=wilson(int((chances.argmax(axis=1) == labels).sum()), n),
        sureness=float(chances.max(axis=1).mean()) if n else nan,
        error=calibration_error(chances, labels) if n else nan,
        by_chance=calibration_error_by_chance(chances) if n else nan,
        bins=reliability_bins(chances, labels) if n else (),
        band=band,
    )


def _largest(names: NDArray[np.str_]) -> list[str]:
    """The largest groups first, at most ``MOST_GROUPS``."""
    found, counts = np.unique(names, return_counts=True)
    ranked = sorted(zip(counts.tolist(), found.tolist(), strict=True), key=lambda c: (-c[0], c[1]))
    return [name for _, name in ranked[:MOST_GROUPS]]


def _groups(arrays: pa.Table, by: str | None) -> NDArray[np.str_]:
    import pyarrow.compute as pc

    if by is None:
        return np.full(arrays.num_rows, "")
    if by == "domain":
        domains = source_domains()
        sources = arrays.column("source").to_pylist()
        return np.array([domains.get(source, "") for source in sources], dtype=np.str_)
    column = arrays.column("truth_from" if by == "truth" else by)
    return np.array(pc.fill_null(column, "").to_pylist(), dtype=np.str_)


def _bands(
    database: Database, filters: Filters, truths: Sequence[str], by: str | None
) -> tuple[BandCost | None, dict[str, BandCost]]:
    """The cost over all reviews and in each group; nothing for a model without thresholds."""
    from sentiment.storage.confusion import BandCounts, count_bands

    stated = active_bands(database)
    if stated is None:
        return None, {}
    counts = count_bands(
        database,
        thresholds=thresholds_of(stated),
        filters=filters,
        by=by,
        truths=truths,
        domains=source_domains(),
    )
    together = BandCounts(
        group="",
        below=sum(count.below for count in counts),
        below_right=sum(count.below_right for count in counts),
        above=sum(count.above for count in counts),
        above_right=sum(count.above_right for count in counts),
    )
    of_language = by == "language"
    costs = {c.group: _cost(c, stated if of_language else None) for c in counts}
    return _cost(together, None), costs


def _cost(counts: BandCounts, stated: AbstainBands | None) -> BandCost:
    return BandCost(
        threshold=stated.of(counts.group).threshold if stated else None,
        below=wilson(counts.below, counts.below + counts.above),
        accuracy_below=wilson(counts.below_right, counts.below),
        accuracy_above=wilson(counts.above_right, counts.above),
    )
