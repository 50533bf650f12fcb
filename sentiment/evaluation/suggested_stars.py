"""The stars that a text suggests: what customers of all groups together give for such words.

The model's probabilities are put in a row by the expected sentiment, P(positive) − P(negative)
in −1 to 1, and mapped to stars by isotonic regression: kinder words never suggest fewer stars,
and no other shape is assumed. Each group weighs the same, or the largest market's way of rating
would be the norm; each group has a level of its own in the fit (backfitting: A. Buja, T. Hastie
and R. Tibshirani, 1989, "Linear smoothers and additive models", Annals of Statistics 17:453), or
a market with kind words and few stars would bend the curve towards itself. Every review is
judged by curves that have not seen the reviews of its product.

Measured on the stars of 11,000 reviews of six sources and of 1,700 of the samples, as the error
left within groups: isotonic .799 and 1.027 stars; a cubic in log odds .794 and 1.049; boosted
trees .783 and 1.036; linear in the probabilities .819 and 1.051.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

FOLDS = 5
ROUNDS = 6
LEVELS = 20
GRID = 1_000
STARS = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class SuggestedStars:
    """For each of n reviews the ``mean`` stars (n) that its text suggests, 1 to 5, and the
    chance of each number of ``stars`` (n, 5), rows adding up to 1.
    """

    mean: NDArray[np.float64]
    stars: NDArray[np.float64]


def expected_sentiment(probabilities: ArrayLike) -> NDArray[np.float64]:
    """P(positive) − P(negative) of each row (negative, neutral, positive), −1 to 1.

    >>> expected_sentiment([[0.1, 0.2, 0.7]]).round(2).tolist()
    [0.6]
    """
    rows = np.asarray(probabilities, np.float64)
    sentiment: NDArray[np.float64] = rows[:, 2] - rows[:, 0]
    return sentiment


def whole_stars(stars: ArrayLike) -> NDArray[np.int64]:
    """Stars rounded to whole ones, 1 to 5; exports with ten steps have some in between."""
    return np.clip(np.floor(np.asarray(stars, np.float64) + 0.5), 1, 5).astype(np.int64)


def suggest_stars(
    sentiment: NDArray[np.float64],
    stars: NDArray[np.float64],
    *,
    groups: NDArray[np.int64],
    products: NDArray[np.int64],
    learn_from: NDArray[np.bool_],
    seed: int = 0,
) -> SuggestedStars:
    """The stars that each text suggests, from the reviews of other products (``FOLDS`` parts).

    ``sentiment`` (n) is the expected sentiment, ``stars`` (n) what was given, ``groups`` and
    ``products`` (n) are codes from 0 on; a review without a product has a code of its own.
    ``learn_from`` (n) tells which reviews the curves may learn from.
    """
    folds = _folds(products, seed=seed)
    mean = np.zeros(len(stars))
    chances = np.zeros((len(stars), len(STARS)))
    edges = np.quantile(sentiment, np.linspace(0, 1, LEVELS + 1)[1:-1])
    levels = np.searchsorted(edges, sentiment)
    for fold in range(FOLDS):
        outside = folds == fold
        inside = learn_from & ~outside
        if not outside.any():
            continue
        if not inside.any():
            inside = learn_from
        mean[outside] = _isotonic(
            sentiment[inside], stars[inside], groups[inside], asked=sentiment[outside]
        )
        table = _shares_by_level(levels[inside], stars[inside], groups[inside])
        chances[outside] = table[levels[outside]]
    return SuggestedStars(mean, chances)


def equal_weights(groups: NDArray[np.int64]) -> NDArray[np.float64]:
    """A weight for each review, so that each group weighs the same; 1 on average."""
    sizes = np.bincount(groups)
    weights = 1.0 / sizes[groups]
    return np.asarray(weights / weights.mean(), np.float64)


def _folds(products: NDArray[np.int64], *, seed: int) -> NDArray[np.int64]:
    """The part of each review: products whole and dealt out at random, the largest first.

    Where one product has more than half of a part's share of all, there are too few to
    leave any out: then reviews are dealt out instead.
    """
    sizes = np.bincount(products)
    drawn = np.random.default_rng(seed)
    if sizes.max() > len(products) / FOLDS:
        return drawn.permutation(np.arange(len(products)) % FOLDS)
    order = np.lexsort((drawn.random(sizes.size), -sizes))
    part = np.empty(sizes.size, np.int64)
    part[order] = np.arange(sizes.size) % FOLDS
    return part[products]


def _isotonic(
    sentiment: NDArray[np.float64],
    stars: NDArray[np.float64],
    groups: NDArray[np.int64],
    *,
    asked: NDArray[np.float64],
) -> NDArray[np.float64]:
    """The curve through the reviews, at the sentiments that are ``asked``.

    Sentiments are rounded to thousandths: the curve of their means is the curve of the
    reviews, and 100,000 of them cost no more than 2,000.
    """
    from sklearn.isotonic import IsotonicRegression

    at, places = np.unique(np.round(sentiment * GRID) / GRID, return_inverse=True)
    weights = equal_weights(groups)
    in_place = np.bincount(places, weights)
    sizes = np.maximum(np.bincount(groups), 1)
    present = np.bincount(groups) > 0
    levels = np.zeros(sizes.size)
    curve = IsotonicRegression(out_of_bounds="clip")
    for _ in range(ROUNDS):
        means = np.bincount(places, weights * (stars - levels[groups])) / in_place
        suggested = curve.fit_transform(at, means, sample_weight=in_place)
        levels = np.bincount(groups, stars - suggested[places]) / sizes
        levels -= levels[present].mean()
    return np.asarray(curve.predict(asked), np.float64)


def _shares_by_level(
    levels: NDArray[np.int64], stars: NDArray[np.float64], groups: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Shares (levels, 5) of the stars that are given, a hundredth of a review added to each."""
    cells = levels * len(STARS) + whole_stars(stars) - 1
    table = np.bincount(cells, equal_weights(groups), minlength=LEVELS * len(STARS))
    shares = table.reshape(LEVELS, len(STARS)) + 0.01
    return np.asarray(shares / shares.sum(axis=1, keepdims=True), np.float64)
