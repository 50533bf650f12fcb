"""How accurate a model is where nobody labelled anything: an estimate from its sureness.

Two estimates, both from probabilities alone:

- *expected confusion*: a calibrated model that says 0.8 is right in 8 of 10 cases, so that the
  sum of its probabilities is the confusion table to be expected (confidence-based performance
  estimation; its accuracy is the average confidence of Hendrycks and Gimpel 2017, "A baseline
  for detecting misclassified and out-of-distribution examples"; Guillory et al. 2021);
- *average threshold*: on labelled texts a threshold is chosen above which lie as many texts as
  are right; the share above it elsewhere is the estimate (ATC with the largest probability,
  Garg et al. 2022, "Leveraging unlabeled data to predict out-of-distribution performance").

Neither is better than what it rests on: that the model is as calibrated here as it was where
labels are. Therefore the error is measured on languages that do have labels, each left out in
turn, and an estimate is shown with it.

``chances`` are probabilities (n, 3), ``labels`` true classes (n,), ``sureness`` the largest
probability of each text (n,), ``right`` whether the likeliest class is the true one (n,).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from sentiment.evaluation.confusion import CLASSES, macro_f1_of
from sentiment.records import Interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

Method = Literal["expected confusion", "average threshold"]
METHODS: tuple[Method, ...] = get_args(Method)
_FEWEST_GROUPS = 3


@dataclass(frozen=True)
class GroupError:
    """One group with labels: its true accuracy, and what was estimated without them."""

    group: str
    n: int
    accuracy: float
    estimate: float

    @property
    def error(self) -> float:
        """By how much the estimate is too high, -1..1."""
        return self.estimate - self.accuracy


@dataclass(frozen=True)
class EstimationError:
    """How far estimates by ``method`` are from the truth, over ``groups`` that have labels.

    ``mean_absolute`` and ``bias`` (mean of estimate minus truth) are in points of accuracy, 0..1.
    ``spread`` is the standard deviation of the error from one group to the next once the
    chance of few texts is taken out; ``threshold`` that of the average threshold over all
    groups, else 0.
    """

    method: Method
    mean_absolute: float
    bias: float
    spread: float
    threshold: float
    groups: tuple[GroupError, ...]


def expected_table(chances: ArrayLike) -> NDArray[np.float64]:
    """The confusion table (3, 3) to be expected: rows the truth, columns what was predicted.

    >>> expected_table([[0.7, 0.2, 0.1], [0.5, 0.25, 0.25]]).sum(axis=1).round(2).tolist()
    [1.2, 0.45, 0.35]
    """
    seen = np.asarray(chances, np.float64).reshape(-1, CLASSES)
    table = np.zeros((CLASSES, CLASSES))
    for called in range(CLASSES):
        table[:, called] = seen[seen.argmax(axis=1) == called].sum(axis=0)
    return table


def estimated_macro_f1(table: ArrayLike) -> float:
    """Macro-F1 of an :func:`expected_table`, 0..1.

    It is that of the table expected, which differs from the expected macro-F1 by less than
    chance does once there are some dozens of texts.
    """
    return float(macro_f1_of(np.asarray(table, np.float64)))


def estimated_accuracy_of(table: ArrayLike) -> float:
    """Accuracy of an :func:`expected_table`, the mean of the largest probabilities; or nan."""
    counts = np.asarray(table, np.float64)
    total = counts.sum()
    return float(np.trace(counts) / total) if total else float("nan")


def choose_sureness_threshold(
    sureness: NDArray[np.floating],
    right: NDArray[np.bool_],
    *,
    weights: NDArray[np.floating] | None = None,
) -> float:
    """The sureness above which lie as many texts as are right (Garg et al. 2022, equation 3).

    ``weights`` (n,) let a text count for more or less than one.

    >>> choose_sureness_threshold(np.array([0.5, 0.6, 0.8, 0.9]), np.array([0, 1, 1, 0], bool))
    0.8
    """
    counts = np.ones(len(sureness)) if weights is None else np.asarray(weights, np.float64)
    order = np.argsort(-sureness, kind="stable")
    wanted = float((counts * right).sum())
    above = np.cumsum(counts[order])
    place = int(np.argmin(np.abs(above - wanted)))
    return float(sureness[order[place]])


def share_above(sureness: NDArray[np.floating], threshold: float) -> float:
    """The share of texts at least as sure as ``threshold``: the average-threshold estimate."""
    return float((np.asarray(sureness) >= threshold).mean())


def measure_estimation_error(
    chances: NDArray[np.floating],
    labels: NDArray[np.integer],
    *,
    groups: Sequence[str],
    languages: Sequence[str],
    method: Method,
) -> EstimationError:
    """How far estimates are off in ``groups`` (n,) with labels, each language left out in turn.

    For a group of language L the threshold is chosen on texts of all other ``languages`` (n,),
    each group counting the same, so that the estimate knows no label of L, as for a language
    that has none. Expected confusion needs nothing to be chosen.

    The squared error of a group has two parts: the chance of its few labelled texts, of which
    the variance is accuracy * (1 - accuracy) / n, and what estimation itself gets wrong. The
    mean of the second part over the groups (method of moments, at least 0) is the square of
    ``spread``; it holds the bias too. Raises :class:`ValueError` for fewer than three groups.
    """
    names, tongues = np.asarray(groups), np.asarray(languages)
    sureness = np.asarray(chances.max(axis=1), np.float64)
    right = np.asarray(chances.argmax(axis=1) == labels)
    order = sorted(set(groups))
    if len(order) < _FEWEST_GROUPS:
        raise ValueError(f"Expected at least {_FEWEST_GROUPS} groups, got {order}.")
    sizes = {name: int((names == name).sum()) for name in order}
    weights = np.array([1.0 / sizes[name] for name in names.tolist()])

    def chosen_on(texts: NDArray[np.bool_]) -> float:
        return choose_sureness_threshold(sureness[texts], right[texts], weights=weights[texts])

    results = []
    thresholds: dict[str, float] = {}
    for name in order:
        inside = names == name
        if method == "expected confusion":
            estimate = float(sureness[inside].mean())
        else:
            language = str(tongues[inside][0])
            if language not in thresholds:
                thresholds[language] = chosen_on(tongues != language)
            estimate = share_above(sureness[inside], thresholds[language])
        results.append(GroupError(name, sizes[name], float(right[inside].mean()), estimate))
    everything = np.ones(len(names), bool)
    threshold = chosen_on(everything) if method == "average threshold" else 0.0
    return summarise_errors(results, method=method, threshold=threshold)


def summarise_errors(
    groups: Sequence[GroupError], *, method: Method, threshold: float
) -> EstimationError:
    """The error over these ``groups``, at least one; see :func:`measure_estimation_error`."""
    errors = np.array([one.error for one in groups])
    by_chance = np.array([one.accuracy * (1 - one.accuracy) / one.n for one in groups])
    return EstimationError(
        method=method,
        mean_absolute=float(np.abs(errors).mean()),
        bias=float(errors.mean()),
        spread=float(np.sqrt(max(0.0, float((errors**2 - by_chance).mean())))),
        threshold=threshold,
        groups=tuple(groups),
    )


def estimate_interval(estimate: float, *, n: int, spread: float, groups: int) -> Interval:
    """``estimate`` (0..1) of ``n`` texts without labels with its 95 % interval.

    It is to hold the accuracy that labels of these texts would show. Its variance is that of
    ``n`` texts, estimate * (1 - estimate) / n, and ``spread`` squared, which was measured on
    so many ``groups``; the width is Student's for groups - 1 degrees of freedom, since few
    groups say little about the next one.

    >>> one = estimate_interval(0.8, n=400, spread=0.05, groups=30)
    >>> round(one.low, 3), round(one.high, 3), one.n
    (0.69, 0.91, 400)
    """
    from scipy.stats import t

    if n == 0:
        return Interval(float("nan"), 0.0, 1.0, 0)
    half = float(t.ppf(0.975, max(1, groups - 1)))
    half *= (estimate * (1 - estimate) / n + spread**2) ** 0.5
    return Interval(estimate, max(0.0, estimate - half), min(1.0, estimate + half), n)
