"""Labels that are probably wrong, found by confident learning.

C. G. Northcutt, L. Jiang and I. L. Chuang (2021), "Confident Learning: Estimating
Uncertainty in Dataset Labels", Journal of Artificial Intelligence Research 70:1373, in
the implementation of cleanlab (extra ``modeling``). A label is suspected where the model
is as sure of another class as it usually is of those that are labelled so.

How many labels are wrong is not what confident learning counts as such: a model that is
right about its own uncertainty contradicts right labels, too, and would let half of its
errors pass for wrong labels. So the count is set against what it would be without any wrong label.

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

RESAMPLES = 400
CAVEAT = (
    "Where the model itself is wrong and sure of it, a right label looks wrong: these are "
    "candidates to read, not mistakes found. Their number takes the model's confidence at its "
    "word, and the model must not have learned from these labels."
)
"""What people have to be told beside every list of suspected labels."""


@dataclass(frozen=True)
class SuspectedLabels:
    """Suspected labels, the worst first; the arrays are of one length.

    ``places`` index the labels that were given. ``quality`` is the model's probability of
    the label itself, 0 to 1, low is bad. ``suggested`` is the class (0, 1, 2) that the
    model finds most probable. ``wrong`` is the estimated number of wrong labels among
    all, with a 95 % interval of chance alone, in which the model's probabilities are taken
    to be calibrated; its value is nan where labels are of fewer
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

    A label counts as contradicted where another class is the confident one: the most
    probable of those whose probability reaches the mean that it has among its own
    labels. Were all labels right, they would be drawn from the probabilities, and label i
    would be contradicted with the chance 1 − p; were it switched to another class at random,
    with 1 − (1 − p) / 2, where p is the probability of the confident class. The share
    of wrong labels is where between the two the observed number lies. By simulation with a
    calibrated model it is without bias from 0 to 20 % of wrong labels, and its bootstrap
    interval (rows drawn with Poisson weights, thresholds held) holds the true number in 92
    to 100 of 100 cases; cleanlab's own count is too large by half of the model's errors.
    Raises :class:`MissingExtraError` without cleanlab.
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
    chances = chances / chances.sum(axis=1, keepdims=True)
    places, thresholds = _suspect(given, chances)
    suggested = chances.argmax(axis=1)
    places = places[suggested[places] != given[places]]
    quality = chances[np.arange(len(given)), given]
    order = places[np.argsort(quality[places], kind="stable")]
    return SuspectedLabels(
        places=order,
        quality=quality[order],
        suggested=suggested[order],
        wrong=_count_wrong(given, chances, thresholds, resamples=resamples, seed=seed),
    )


def _suspect(
    labels: NDArray[np.int64], chances: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Suspected places in any order, and each class's threshold of confidence."""
    cleanlab = _require_cleanlab()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about small classes: the interval says it
        flagged = cleanlab.filter.find_label_issues(
            labels, chances, filter_by="prune_by_noise_rate", n_jobs=1, min_examples_per_class=0
        )
        thresholds = cleanlab.count.get_confident_thresholds(labels, chances)
    return np.flatnonzero(flagged), np.asarray(thresholds, np.float64)


def _count_wrong(
    labels: NDArray[np.int64],
    chances: NDArray[np.float64],
    thresholds: NDArray[np.float64],
    *,
    resamples: int,
    seed: int,
) -> Interval:
    """The estimate of :func:`find_suspected_labels`."""
    n = len(labels)
    reached = np.where(chances >= thresholds, chances, -1.0)
    confident, has_one = reached.argmax(axis=1), reached.max(axis=1) > 0
    sure = chances[np.arange(n), confident]
    contradicted = (confident != labels) * has_one
    if_right, if_switched = (1 - sure) * has_one, (1 - (1 - sure) / 2) * has_one
    rows = np.column_stack([contradicted, if_right, if_switched]).astype(np.float64)
    weights = np.random.default_rng(seed).poisson(1.0, (resamples, n)).astype(np.float32)
    drawn = _wrong_share(weights @ rows) * n
    return interval_of(float(_wrong_share(rows.sum(axis=0))) * n, drawn, n=n)


def _wrong_share(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where the first sum lies between the second and the third, held in 0 to 1."""
    span = np.maximum(sums[..., 2] - sums[..., 1], 1e-9)
    share: NDArray[np.float64] = np.clip((sums[..., 0] - sums[..., 1]) / span, 0.0, 1.0)
    return share


def _require_cleanlab() -> Any:
    try:
        import cleanlab.count
        import cleanlab.filter
    except ImportError as error:
        raise MissingExtraError("cleanlab", extra="modeling") from error
    return cleanlab
