"""Prediction-powered inference for shares: a model's calls on all, people's labels on a few.

A model has called all reviews of a group; of a random sample of them the truth is known. The
calls alone are biased by the model's errors, the labels alone are few. Together they give shares
that are unbiased whatever the model is, and more certain than the labels alone where it is good:
A. N. Angelopoulos et al. (2023), "Prediction-powered inference", Science 382:669; with the power
tuning of A. N. Angelopoulos, J. C. Duchi and T. Zrnic (2023), "PPI++: Efficient
prediction-powered inference", arXiv:2311.01453.

Tables have the truth as rows and the model's calls as columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentiment.evaluation.intervals import Z95
from sentiment.records import SENTIMENTS, Interval

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

CLASSES = len(SENTIMENTS)
DRAWS = 4_000
# A third of the draws starts from each, in each cell, and a third from one label a call, spread
# as all labels are: with 1/3 alone rare classes are made too frequent in small samples and others
# too rare, with 0.1 alone intervals are too narrow.
PRIORS = (0.1, 1 / 3)
LIKE_ALL = 1.0
# By simulation: what brings the coverage of moderate samples from 94.5 to 95 %.
WIDENING = 1.03
# And what brings that of 30 labels from 91 to 93 % in the worst settings: 7 %, 0.6 % for 100.
SCARCE = 8.0


def power_tuned_share(others: ArrayLike, table: ArrayLike, *, place: int) -> Interval:
    """The share of class ``place`` by PPI++, with the Wald interval of its authors.

    ``others`` counts the calls (3,) of the reviews without a label, ``table`` (3, 3) those
    with one. The share is λ·f̄ + mean(Y − λ·f), with f̄ over the others, and λ in 0..1 the one
    with the smallest variance. The same as ``ppi_mean_ci`` of ppi-python 0.2.3. In small
    samples such an interval covers too seldom: :func:`share_draws` is what is shown to people.

    >>> share = power_tuned_share([400, 100, 500], [[20, 2, 3], [4, 8, 3], [1, 2, 57]], place=0)
    >>> round(share.low, 4), round(share.value, 4), round(share.high, 4)
    (0.2666, 0.329, 0.3914)
    """
    calls, counts = _checked(others, table)
    n, many = counts.sum(), calls.sum()
    if n == 0 or many == 0:
        return Interval(float("nan"), 0.0, 1.0, 0)
    true, called, both = counts[place].sum() / n, counts[:, place].sum() / n, counts[place, place]
    share = calls[place] / many
    pooled = (counts[:, place].sum() + calls[place]) / (n + many)
    spread = pooled * (1 - pooled) * (n + many) / (n + many - 1)
    together = both / n - true * called
    power = float(np.clip(together / ((1 + n / many) * spread), 0, 1)) if spread > 0 else 0.0
    value = power * share + true - power * called
    rectifier = true * (1 - true) + power**2 * called * (1 - called) - 2 * power * together
    half = Z95 * np.sqrt(power**2 * share * (1 - share) / many + max(rectifier, 0.0) / n)
    return Interval(float(value), float(value - half), float(value + half), int(n))


def share_draws(
    called: ArrayLike, table: ArrayLike, *, draws: int = DRAWS, seed: int = 0
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Draws (draws, 3) of what the shares may be, and of the shares as the model calls them.

    ``called`` counts the calls (3,) of all reviews, those with a label among them. The model
    has three answers only, so that its calls are strata: the share of a class is the sum over
    the calls k of (share called k) · (share of the class among the labelled that are called k).
    That is PPI++ with one λ for each answer; see also R. J. A. Little (1993),
    "Post-stratification: a modeler's perspective", JASA 88:1001. Each of these shares is drawn
    from its Dirichlet posterior, and the draws are spread about their mean by Student's t over
    z, and a little more, so that intervals hold what they promise also in samples of 30
    (``benchmarks/corrected_shares.py``). Their mean is the corrected share. Draws can lie a
    little outside 0..1; intervals are clipped.
    """
    from scipy.stats import t

    calls, counts = _checked(called, table)
    random = np.random.default_rng(seed)
    n = float(counts.sum())
    pooled = (counts.sum(axis=1) + min(PRIORS)) / (n + CLASSES * min(PRIORS))
    starts = [np.full_like(counts, prior) for prior in PRIORS]
    starts.append(np.repeat(LIKE_ALL * pooled[:, None], CLASSES, axis=1))
    each = -(-draws // len(starts))
    parts = [_posterior(counts + start, random=random, draws=each) for start in starts]
    # Shuffled, or the first draws would all have one start.
    truths = random.permutation(np.concatenate(parts))[:draws]
    raw = random.dirichlet(calls + min(PRIORS), size=len(truths))
    drawn = np.einsum("dtc,dc->dt", truths, raw)
    freedom = max(int(n) - CLASSES, 1)
    widening = WIDENING * (1 + (SCARCE / max(n, SCARCE)) ** 2) * float(t.ppf(0.975, freedom)) / Z95
    means = drawn.mean(axis=0)
    return means + (drawn - means) * widening, raw


def residual_variances(called: ArrayLike, truths_of_calls: ArrayLike) -> NDArray[np.float64]:
    """What one more label leaves uncertain, by class (3,): the variance within the calls.

    The variance of a corrected share is about this over the number of labels.
    ``truths_of_calls`` (3, 3) has columns that add up to 1: the shares of the true classes
    among what is called so.
    """
    calls, shares = np.asarray(called, np.float64), np.asarray(truths_of_calls, np.float64)
    weights = calls / max(calls.sum(), 1.0)
    return np.asarray((weights * shares * (1 - shares)).sum(axis=1), np.float64)


def _posterior(
    weights: NDArray[np.float64], *, random: np.random.Generator, draws: int
) -> NDArray[np.float64]:
    """Draws (draws, truth, call) of the shares of the true classes in each call."""
    drawn = random.standard_gamma(weights, size=(draws, *weights.shape))
    drawn = np.maximum(drawn, np.finfo(np.float64).tiny)
    return np.asarray(drawn / drawn.sum(axis=1, keepdims=True), np.float64)


def _checked(
    called: ArrayLike, table: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    calls, counts = np.asarray(called, np.float64), np.asarray(table, np.float64)
    if calls.shape != (CLASSES,) or counts.shape != (CLASSES, CLASSES):
        raise ValueError(
            f"Expected counts of shapes (3,) and (3, 3), got {calls.shape} and {counts.shape}."
        )
    if (calls < 0).any() or (counts < 0).any():
        raise ValueError(f"Counts cannot be negative: {calls.tolist()}, {counts.tolist()}.")
    return calls, counts
