"""Labels that are probably wrong, found by confident learning.

C. G. Northcutt, L. Jiang and I. L. Chuang (2021), "Confident Learning: Estimating
Uncertainty in Dataset Labels", Journal of Artificial Intelligence Research 70:1373, in
the implementation of cleanlab (extra ``modeling``). A label is suspected where the model
is as sure of another class as it usually is of those that are labelled so.

The method asks for probabilities of a model that did not learn from these labels. That
is so for reviews that a person brings and a model that came with the package, not
for a model trained on them. Where the model itself errs with confidence, a right label
looks wrong: what is found are candidates for a person to look at.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING, Any

import numpy as np

from sentiment.errors import MissingExtraError
from sentiment.evaluation.confusion import CLASSES, interval_of
from sentiment.records import Interval

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

RESAMPLES = 2_000
CAVEAT = (
    "Where the model itself is wrong and sure of it, a right label looks wrong: these are "
    "candidates to read, not mistakes found. The model must not have learned from these labels."
)
"""What people have to be told beside every list of suspected labels."""


@dataclass(frozen=True)
class SuspectedLabels:
    """Suspected labels, the worst first; the arrays are of one length.

    ``places`` index the labels that were given. ``quality`` is the model's probability of
    the label itself, 0 to 1, low is bad. ``suggested`` is the class (0, 1, 2) that the
    model finds most probable. ``wrong`` is the estimated number of wrong labels among
    all, with a 95 % interval of chance alone; its value is nan where labels are of fewer
    than two classes, and its ``n`` the number of labels.
    """

    places: NDArray[np.int64]
    quality: NDArray[np.float64]
    suggested: NDArray[np.int64]
    wrong: Interval


def find_suspected_labels(
    labels: ArrayLike, probabilities: ArrayLike, *, resamples: int = RESAMPLES, seed: int = 0
) -> SuspectedLabels:
    """Rank the suspected among ``labels`` (n; 0, 1, 2) by ``probabilities`` (n, 3).

    The number of wrong labels is the confident joint's off-diagonal, scaled to the number of
    labels of each class; its interval is that of tables drawn with replacement, the
    thresholds of confidence held. Raises :class:`MissingExtraError` without cleanlab.
    """
    given = np.asarray(labels, np.int64)
    chances = np.asarray(probabilities, np.float64).reshape(-1, CLASSES)
    if len(given) != len(chances):
        raise ValueError(f"{len(given)} labels, but {len(chances)} rows of probabilities.")
    if len(np.unique(given)) < 2:
        _require_cleanlab()
        nothing = np.empty(0, np.int64)
        unknown = Interval(nan, 0.0, float(len(given)), len(given))
        return SuspectedLabels(nothing, np.empty(0), nothing, unknown)
    places, joint = _suspect(given, chances / chances.sum(axis=1, keepdims=True))
    suggested = chances.argmax(axis=1)
    places = places[suggested[places] != given[places]]
    quality = chances[np.arange(len(given)), given]
    order = places[np.argsort(quality[places], kind="stable")]
    return SuspectedLabels(
        places=order,
        quality=quality[order],
        suggested=suggested[order],
        wrong=_count_wrong(joint, given, resamples=resamples, seed=seed),
    )


def _suspect(
    labels: NDArray[np.int64], chances: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Suspected places in any order, and the uncalibrated confident joint (3, 3)."""
    cleanlab = _require_cleanlab()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about small classes: the interval says it
        flagged = cleanlab.filter.find_label_issues(
            labels, chances, filter_by="prune_by_noise_rate", n_jobs=1, min_examples_per_class=0
        )
        joint = cleanlab.count.compute_confident_joint(labels, chances, calibrate=False)
    return np.flatnonzero(flagged), np.asarray(joint, np.int64)


def _count_wrong(
    joint: NDArray[np.int64], labels: NDArray[np.int64], *, resamples: int, seed: int
) -> Interval:
    """The calibrated off-diagonal, with the quantiles of tables drawn from the cells."""
    sizes = np.bincount(labels, minlength=CLASSES)
    undecided = np.maximum(sizes - joint.sum(axis=1), 0)
    cells = np.column_stack([joint, undecided]).astype(np.float64)
    n = len(labels)
    drawn = np.random.default_rng(seed).multinomial(n, cells.ravel() / cells.sum(), size=resamples)
    tables = drawn.reshape(resamples, CLASSES, CLASSES + 1).astype(np.float64)
    return interval_of(float(_wrong_in(cells[None])[0]), _wrong_in(tables), n=n)


def _wrong_in(tables: NDArray[np.float64]) -> NDArray[np.float64]:
    """Labels off the diagonal, each row scaled to all labels of its class."""
    decided = tables[..., :CLASSES]
    sizes, sums = tables.sum(axis=-1), decided.sum(axis=-1)
    off = sums - np.einsum("...ii->...i", decided)
    wrong: NDArray[np.float64] = (off * sizes / np.maximum(sums, 1.0)).sum(axis=-1)
    return wrong


def _require_cleanlab() -> Any:
    try:
        import cleanlab.count
        import cleanlab.filter
    except ImportError as error:
        raise MissingExtraError("cleanlab", extra="modeling") from error
    return cleanlab
