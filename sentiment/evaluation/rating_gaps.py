"""The stars that groups give more or fewer than their texts suggest, and what each review adds.

The method, its sources and its limits are told in :mod:`sentiment.evaluation.rating_style`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentiment.evaluation.cluster_resampling import (
    bootstrap_weights,
    find_clusters,
    intervals_by_bootstrap,
)
from sentiment.evaluation.intervals import TOO_FEW
from sentiment.evaluation.product_control import influences, levels_of_groups, shared_shares
from sentiment.evaluation.robust_centre import centre_weights
from sentiment.evaluation.suggested_stars import (
    equal_weights,
    expected_sentiment,
    suggest_stars,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sentiment.evaluation.cluster_resampling import Clusters
    from sentiment.records import Interval

# Words that tell less than this would be stretched without end.
LEAST_AGREEMENT = 0.2
# No group pulls further than this, in stars, at what is usual: the smallest gap worth telling.
REACH = 0.1


@dataclass(frozen=True)
class ReviewArrays:
    """Arrays of n reviews, whose ``groups`` are codes from 0 on.

    ``called`` is the class of the text, ``sentiment`` the expected one, ``products`` are codes,
    −1 where there is none. ``reference`` (groups) are those that tell what is usual. ``curve`` are
    the stars that the text suggests, ``chances`` (n, 5) the chance of each number of them.
    ``agreement`` is how widely the curve spreads within groups against the given stars, 0.2 to
    1, and ``suggested`` the curve stretched by it about ``centre``.
    """

    stars: NDArray[np.float64]
    called: NDArray[np.int64]
    sentiment: NDArray[np.float64]
    groups: NDArray[np.int64]
    products: NDArray[np.int64]
    reference: NDArray[np.bool_]
    curve: NDArray[np.float64]
    chances: NDArray[np.float64]
    agreement: float
    centre: float
    clusters: Clusters
    weights: NDArray[np.float32]

    @property
    def suggested(self) -> NDArray[np.float64]:
        """The suggested stars (n), which spread within groups as the given ones do."""
        return self.centre + (self.curve - self.centre) / self.agreement

    def means(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """The mean of values (n) in each group."""
        return _group_means(values, self.groups)


@dataclass(frozen=True)
class GroupGaps:
    """The gap of each group, in stars, and what each cluster adds to it (clusters, groups).

    ``direct`` and ``reverse`` are the gaps if all error were in the stars, or in the words;
    ``shared`` is the share of reviews whose product other groups have too.
    """

    values: NDArray[np.float64]
    contributions: NDArray[np.float64]
    direct: NDArray[np.float64]
    reverse: NDArray[np.float64]
    shared: NDArray[np.float64]


def arrange_reviews(
    stars: NDArray[np.float64],
    probabilities: NDArray[np.float64],
    *,
    groups: NDArray[np.int64],
    products: NDArray[np.str_],
    large: int,
    seed: int,
) -> ReviewArrays:
    """The reviews with their suggested stars and clusters; a product named "" is none.

    Groups of ``large`` reviews or more tell what is usual, if there are two of them, else all.
    """
    named = products != ""
    product = np.full(len(stars), -1)
    product[named] = np.unique(products[named], return_inverse=True)[1]
    own = np.where(named, product, product.max() + 1 + np.arange(len(stars)))
    _, own = np.unique(own, return_inverse=True)
    sizes = np.bincount(groups)
    reference = sizes >= large
    if reference.sum() < 2:
        reference = sizes > 0
    sentiment = expected_sentiment(probabilities)
    learnt = reference[groups]
    found = suggest_stars(
        sentiment, stars, groups=groups, products=own, learn_from=learnt, seed=seed
    )
    clusters = find_clusters(groups, own, named=named, seed=seed)
    spreads = [_spread(values, groups)[reference].mean() for values in (found.mean, stars)]
    agreement = np.sqrt(spreads[0] / spreads[1]) if spreads[1] > 0 else 1.0
    return ReviewArrays(
        stars=stars,
        called=probabilities.argmax(axis=1),
        sentiment=sentiment,
        groups=groups,
        products=product,
        reference=reference,
        curve=found.mean,
        chances=found.stars,
        agreement=float(np.clip(agreement, LEAST_AGREEMENT, 1.0)),
        centre=float(_group_means(found.mean, groups)[reference].mean()),
        clusters=clusters,
        weights=bootstrap_weights(len(clusters.sizes), seed=seed),
    )


def gaps_of_groups(reviews: ReviewArrays) -> GroupGaps:
    """The gaps to what is usual over the reference groups, products held alike.

    Their weights in it (:mod:`sentiment.evaluation.robust_centre`) are taken for certain.
    """
    codes = {"groups": reviews.groups, "products": reviews.products}
    values = reviews.stars - reviews.suggested
    fit = levels_of_groups(values, **codes)
    usual = centre_weights(fit.levels, reach=REACH, among=reviews.reference)
    gaps = fit.levels - usual @ fit.levels
    apart = reviews.means(reviews.suggested) - reviews.centre
    each = influences(values - fit.levels[reviews.groups], fit, **codes)
    each -= _through_the_curve(reviews)
    each += _through_the_stretch(reviews)[:, None] * apart / reviews.agreement
    each -= (each @ usual)[:, None]
    each -= each.mean(axis=0)
    moods = apart - usual @ apart
    return GroupGaps(
        values=gaps,
        contributions=reviews.clusters.sums(each),
        direct=gaps + moods * (1 - reviews.agreement),
        reverse=gaps + moods * (1 - 1 / reviews.agreement),
        shared=shared_shares(fit.counts) if fit.counts.size else np.zeros(len(gaps)),
    )


def gap_intervals(reviews: ReviewArrays, gaps: GroupGaps) -> list[Interval]:
    """The gap of each group with its 95 % interval."""
    return _intervals(reviews, gaps.values, gaps.contributions, np.bincount(reviews.groups))


def gaps_among(reviews: ReviewArrays, *, called: int) -> list[Interval | None]:
    """The gaps among the texts of one class; None for groups with fewer than 10 of them.

    They are relative to what is usual over the groups there, and neither stretched nor by product:
    texts of one class are alike.
    """
    chosen = reviews.called == called
    counts = np.bincount(reviews.groups[chosen], minlength=len(reviews.reference))
    enough = counts >= TOO_FEW
    compared = enough & reviews.reference
    if compared.sum() < 2:
        return [None] * len(enough)
    at, group = np.flatnonzero(chosen), reviews.groups[chosen]
    rests = (reviews.stars - reviews.curve)[chosen]
    means = np.bincount(group, rests, minlength=len(enough)) / np.maximum(counts, 1)
    each = np.zeros((len(reviews.stars), len(enough)))
    each[at, group] = (rests - means[group]) / counts[group]
    usual = centre_weights(means, reach=REACH, among=compared)
    each -= (each @ usual)[:, None]
    found = _intervals(reviews, means - usual @ means, reviews.clusters.sums(each), counts)
    return [gap if there else None for gap, there in zip(found, enough, strict=True)]


def mean_intervals(reviews: ReviewArrays, values: NDArray[np.float64]) -> list[Interval]:
    """The mean of values (n) in each group with its 95 % interval."""
    means, sizes = reviews.means(values), np.bincount(reviews.groups)
    each = np.zeros((len(values), len(means)))
    rests = values - means[reviews.groups]
    each[np.arange(len(values)), reviews.groups] = rests / sizes[reviews.groups]
    return _intervals(reviews, means, reviews.clusters.sums(each), sizes)


def _intervals(
    reviews: ReviewArrays,
    values: NDArray[np.float64],
    contributions: NDArray[np.float64],
    ns: NDArray[np.int64],
) -> list[Interval]:
    return intervals_by_bootstrap(
        values,
        contributions,
        sizes=reviews.clusters.sizes,
        ns=ns,
        weights=reviews.weights,
    )


def _through_the_curve(reviews: ReviewArrays) -> NDArray[np.float64]:
    """What each review adds to the groups' suggested stars by bending the curve: (n, groups).

    The curve is taken for a cubic here, whose uncertainty is that of weighted least squares.
    """
    s = reviews.sentiment
    shapes = np.stack([s, s**2, s**3], axis=1)
    means = np.stack([reviews.means(shape) for shape in shapes.T], axis=1)
    learnt = reviews.reference[reviews.groups]
    weights = np.where(learnt, equal_weights(reviews.groups), 0.0)
    centred = (shapes - means[reviews.groups]) * weights[:, None]
    values = reviews.stars - reviews.curve
    rests = values - reviews.means(values)[reviews.groups]
    information = centred.T @ (shapes - means[reviews.groups])
    bends = (centred * rests[:, None]) @ np.linalg.pinv(information)
    return np.asarray(bends @ means.T / reviews.agreement, np.float64)


def _through_the_stretch(reviews: ReviewArrays) -> NDArray[np.float64]:
    """What each review adds to the agreement of words and stars (n)."""
    added = np.zeros(len(reviews.stars))
    for values, side in ((reviews.curve, 1), (reviews.stars, -1)):
        spread = _spread(values, reviews.groups)
        mean = spread[reviews.reference].mean()
        if mean > 0:
            rests = values - reviews.means(values)[reviews.groups]
            added += side * (rests**2 - spread[reviews.groups]) / mean
    sizes = np.bincount(reviews.groups)[reviews.groups] * reviews.reference.sum()
    return np.where(reviews.reference[reviews.groups], reviews.agreement / 2 * added / sizes, 0.0)


def _spread(values: NDArray[np.float64], groups: NDArray[np.int64]) -> NDArray[np.float64]:
    return _group_means((values - _group_means(values, groups)[groups]) ** 2, groups)


def _group_means(values: NDArray[np.float64], groups: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.asarray(np.bincount(groups, values) / np.bincount(groups), np.float64)
