"""How far a model's sureness is from how often it is right.

``chances`` are probabilities of shape (n, classes), ``labels`` the true classes of shape
(n,). A text's sureness is its largest probability; texts of similar sureness share a bin.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

import numpy as np

from sentiment.evaluation.intervals import wilson

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sentiment.records import Interval

BINS = 15
_CALIBRATED_DRAWS = 200
_AT_ONCE = 4_000_000


@dataclass(frozen=True)
class ReliabilityBin:
    """The texts whose sureness lies from ``low`` to below ``high``, at least one.

    ``sureness`` is their mean sureness, ``right`` the share of them that was called
    rightly with Wilson's interval, both 0..1. The last bin holds 1 too.
    """

    low: float
    high: float
    sureness: float
    right: Interval

    @property
    def n(self) -> int:
        """How many texts the bin holds."""
        return self.right.n


def reliability_bins(
    chances: NDArray[np.floating], labels: NDArray[np.integer], *, bins: int = BINS
) -> tuple[ReliabilityBin, ...]:
    """The bins of a reliability diagram that hold a text, from the least sure on.

    Each of ``bins`` has the same width, so that the expected calibration error is the mean
    distance of ``sureness`` and ``right.value``, each bin weighing as much as it has texts
    (Guo et al. 2017, "On calibration of modern neural networks").

    >>> chances = np.array([[0.9, 0.05, 0.05], [0.9, 0.05, 0.05], [0.3, 0.3, 0.4]])
    >>> [(b.n, b.right.value) for b in reliability_bins(chances, np.array([0, 2, 2]))]
    [(1, 1.0), (2, 0.5)]
    """
    sureness = chances.max(axis=1).astype(np.float64)
    right = chances.argmax(axis=1) == labels
    places = _places(sureness, bins)
    ns = np.bincount(places, minlength=bins)
    hits = np.bincount(places, weights=right, minlength=bins)
    summed = np.bincount(places, weights=sureness, minlength=bins)
    return tuple(
        ReliabilityBin(
            low=place / bins,
            high=(place + 1) / bins,
            sureness=float(summed[place] / ns[place]),
            right=wilson(int(hits[place]), int(ns[place])),
        )
        for place in np.flatnonzero(ns).tolist()
    )


def calibration_error(
    chances: NDArray[np.floating], labels: NDArray[np.integer], *, bins: int = BINS
) -> float:
    """Expected calibration error, 0..1: by how much sureness and accuracy differ on average.

    Texts go into ``bins`` of equal width by their sureness; each bin's gap counts by its
    share of the texts (Guo et al. 2017, equation 3). ``nan`` without any text.
    """
    right = (chances.argmax(axis=1) == labels)[None]
    return float(_calibration_errors(chances.max(axis=1), right, bins)[0])


def calibration_error_by_chance(
    chances: NDArray[np.floating], *, bins: int = BINS, seed: int = 0
) -> float:
    """What :func:`calibration_error` stays below in 95 of 100 samples if ``chances`` are true.

    Bins of few texts have gaps by chance alone, so that the error of a small group
    is never near 0 (consistency resampling, Bröcker and Smith 2007).
    """
    sureness = chances.max(axis=1)
    random = np.random.default_rng(seed)
    step = max(1, _AT_ONCE // max(1, len(sureness)))
    errors = []
    for first in range(0, _CALIBRATED_DRAWS, step):
        draws = min(step, _CALIBRATED_DRAWS - first)
        drawn = random.random((draws, len(sureness))) < sureness
        errors.append(_calibration_errors(sureness, drawn, bins))
    return float(np.quantile(np.concatenate(errors), 0.95))


def _calibration_errors(
    sureness: NDArray[np.floating], right: NDArray[np.bool_], bins: int
) -> NDArray[np.float64]:
    """The error for each row of ``right`` (samples, n)."""
    if not len(sureness):
        return np.full(len(right), nan)
    places = _places(sureness, bins)
    gaps = sureness.astype(np.float64) - right
    summed = np.stack([gaps[:, places == place].sum(axis=1) for place in range(bins)])
    errors: NDArray[np.float64] = np.abs(summed).sum(axis=0) / len(sureness)
    return errors


def _places(sureness: NDArray[np.floating], bins: int) -> NDArray[np.int64]:
    return np.minimum((sureness * bins).astype(np.int64), bins - 1)
