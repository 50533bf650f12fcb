"""How groups of customers use the stars: more or fewer than others for words alike.

The gap of a group is the mean of the stars given minus those that the text suggests
(:mod:`sentiment.evaluation.suggested_stars`), with the product held alike as far as groups share
products (:mod:`sentiment.evaluation.product_control`). Gaps are relative to the mean over the
groups, each of which weighs the same: with two groups each has half of their difference.

What it cannot do: a model that reads one language worse suggests stars near its average there,
and more so the further the group's true mean is from the others'. That looks like a gap,
upwards among texts that it takes for unkind and downwards among those it takes for kind, or the
other way round; so both are given apart, and where they contradict each other
:attr:`RatingStyle.levels_agree` is not set.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from sentiment.evaluation.cluster_resampling import (
    bootstrap_weights,
    find_clusters,
    intervals_by_bootstrap,
    sign_flip_test,
)
from sentiment.evaluation.intervals import TOO_FEW, wilson
from sentiment.evaluation.multiple_testing import benjamini_hochberg
from sentiment.evaluation.product_control import influences, levels_of_groups, shared_shares
from sentiment.evaluation.suggested_stars import (
    STARS,
    equal_weights,
    expected_sentiment,
    suggest_stars,
    whole_stars,
)
from sentiment.records import Interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from sentiment.evaluation.cluster_resampling import Clusters

LARGEST_Q = 0.05
SMALLEST_GAP = 0.1
FEWEST_REVIEWS = 100


@dataclass(frozen=True)
class RatingStyle:
    """How the customers of one group rate; every interval is at 95 %.

    ``extreme`` is the share of 1 and 5 stars, ``midpoint`` that of 3, stars rounded to whole
    ones. ``mean_stars`` − ``suggested`` is ``gap``, in stars. ``gap_kind`` and ``gap_unkind`` are
    the same among the texts that the model calls positive and negative; None below 10 reviews.
    ``p`` is that of the gap, ``q`` corrected over the groups. ``declared`` holds at q < 0.05,
    a gap of 0.1 stars or more and 100 reviews or more; else ``why_not`` says what is missing.
    ``resampled`` is "product" or "review", ``shared`` the share of the group's reviews whose
    product other groups have too. ``given`` and ``elsewhere`` are shares of 1 to 5 stars: what
    was given here, and what customers of all groups together give for such words.
    """

    group: str
    n: int
    products: int
    resampled: str
    shared: float
    extreme: Interval
    midpoint: Interval
    mean_stars: Interval
    suggested: float
    gap: Interval
    gap_kind: Interval | None
    gap_unkind: Interval | None
    p: float
    q: float
    declared: bool
    why_not: tuple[str, ...]
    given: tuple[float, ...]
    elsewhere: tuple[float, ...]

    @property
    def levels_agree(self) -> bool:
        """Not so where kind and unkind texts have gaps on opposite sides, both clear of 0."""
        if self.gap_kind is None or self.gap_unkind is None:
            return True
        kind, unkind = (_side(gap) for gap in (self.gap_kind, self.gap_unkind))
        return kind * unkind >= 0


def rating_styles(
    stars: ArrayLike,
    probabilities: ArrayLike,
    *,
    groups: Sequence[str],
    products: Sequence[str | None],
    seed: int = 0,
) -> tuple[RatingStyle, ...]:
    """The rating style of each group with 10 reviews or more, the largest first.

    ``stars`` (n) are 1 to 5, ``probabilities`` (n, 3) negative, neutral and positive, ``groups``
    and ``products`` (n) names, None or "" without a product. Fewer than two such groups have
    nobody to be compared with: the answer is empty. Groups with 100 reviews or more, if there
    are at least two, else all, make up the mean that gaps are relative to.
    """
    names, codes = np.unique(np.asarray(groups, dtype=object).astype(str), return_inverse=True)
    keep = np.bincount(codes, minlength=len(names))[codes] >= TOO_FEW
    names, codes = np.unique(np.asarray(names)[codes[keep]], return_inverse=True)
    if len(names) < 2:
        return ()
    reviews = _Reviews.of(
        np.asarray(stars, np.float64)[keep],
        np.asarray(probabilities, np.float64)[keep],
        codes=codes,
        products=np.asarray([name or "" for name in products], dtype=object)[keep].astype(str),
        seed=seed,
    )
    return _describe(reviews, names=[str(name) for name in names], seed=seed)


@dataclass(frozen=True)
class _Reviews:
    """Arrays of n reviews; ``products`` is −1 where there is none."""

    stars: NDArray[np.float64]
    called: NDArray[np.int64]
    sentiment: NDArray[np.float64]
    groups: NDArray[np.int64]
    products: NDArray[np.int64]
    reference: NDArray[np.bool_]
    suggested: NDArray[np.float64]
    chances: NDArray[np.float64]
    clusters: Clusters
    weights: NDArray[np.float32]

    @classmethod
    def of(
        cls,
        stars: NDArray[np.float64],
        probabilities: NDArray[np.float64],
        *,
        codes: NDArray[np.int64],
        products: NDArray[np.str_],
        seed: int,
    ) -> _Reviews:
        named = products != ""
        product = np.full(len(stars), -1)
        product[named] = np.unique(products[named], return_inverse=True)[1]
        own = np.where(named, product, product.max() + 1 + np.arange(len(stars)))
        _, own = np.unique(own, return_inverse=True)
        sizes = np.bincount(codes)
        large = sizes >= FEWEST_REVIEWS
        reference = large if large.sum() >= 2 else sizes > 0
        sentiment = expected_sentiment(probabilities)
        suggested = suggest_stars(
            sentiment,
            stars,
            groups=codes,
            products=own,
            learn_from=reference[codes],
            seed=seed,
        )
        clusters = find_clusters(codes, own, named=named, seed=seed)
        return cls(
            stars=stars,
            called=probabilities.argmax(axis=1),
            sentiment=sentiment,
            groups=codes,
            products=product,
            reference=reference,
            suggested=suggested.mean,
            chances=suggested.stars,
            clusters=clusters,
            weights=bootstrap_weights(len(clusters.sizes), seed=seed),
        )

    def means(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """The mean of values (n) in each group."""
        return np.asarray(np.bincount(self.groups, values) / np.bincount(self.groups), np.float64)


def _describe(reviews: _Reviews, *, names: Sequence[str], seed: int) -> tuple[RatingStyle, ...]:
    sizes = np.bincount(reviews.groups)
    gaps, own, rest, shared = _gaps(reviews)
    intervals = _intervals(reviews, gaps, own)
    # A group's own gap is what the test supposes to be 0; its reviews carry it alike.
    null = own + gaps * reviews.clusters.sizes / sizes
    ps = sign_flip_test(null, seed=seed)
    qs = benjamini_hochberg([float(p) for p in ps])
    whole = whole_stars(reviews.stars)
    extreme = _shares(reviews, (whole == 1) | (whole == 5))
    midpoint = _shares(reviews, whole == 3)
    mean_stars = [
        Interval(mean.value, max(1.0, mean.low), min(5.0, mean.high), mean.n)
        for mean in _mean_intervals(reviews, reviews.stars)
    ]
    kind, unkind = (_gaps_among(reviews, rest, called=called) for called in (2, 0))
    given = np.stack([reviews.means((whole == star).astype(float)) for star in STARS], axis=1)
    elsewhere = np.stack([reviews.means(column) for column in reviews.chances.T], axis=1)
    found = []
    for at in np.lexsort((np.asarray(names), -sizes)):
        why_not = _why_not(intervals[at], p=float(qs[at]))
        found.append(
            RatingStyle(
                group=names[at],
                n=int(sizes[at]),
                products=int(reviews.clusters.products[at]),
                resampled="product" if reviews.clusters.by_product[at] else "review",
                shared=float(shared[at]),
                extreme=extreme[at],
                midpoint=midpoint[at],
                mean_stars=mean_stars[at],
                suggested=mean_stars[at].value - intervals[at].value,
                gap=intervals[at],
                gap_kind=kind[at],
                gap_unkind=unkind[at],
                p=float(ps[at]),
                q=float(qs[at]),
                declared=not why_not,
                why_not=why_not,
                given=tuple(float(share) for share in given[at]),
                elsewhere=tuple(float(share) for share in elsewhere[at]),
            )
        )
    return tuple(found)


def _gaps(
    reviews: _Reviews,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Gaps (groups), contributions (clusters, groups), what is left of each review's stars when
    text, product and the mean over the groups are taken out (n), and shares of shared products.
    """
    codes = {"groups": reviews.groups, "products": reviews.products}
    values = reviews.stars - reviews.suggested
    fit = levels_of_groups(values, **codes)
    level = fit.levels[reviews.reference].mean()
    rests = values - fit.levels[reviews.groups]
    each = influences(rests, fit, **codes) - _through_the_curve(reviews, fit.solve)
    each -= each[:, reviews.reference].mean(axis=1, keepdims=True)
    shared = shared_shares(fit.counts) if fit.counts.size else np.zeros(len(fit.levels))
    return fit.levels - level, reviews.clusters.sums(each), values - fit.product - level, shared


def _through_the_curve(reviews: _Reviews, solve: NDArray[np.float64]) -> NDArray[np.float64]:
    """What each review adds to the gaps by bending the curve of suggested stars: (n, groups).

    The curve is taken for a cubic here, whose uncertainty is that of weighted least squares.
    """
    s = reviews.sentiment
    shapes = np.stack([s, s**2, s**3], axis=1)
    means = np.stack([reviews.means(shape) for shape in shapes.T], axis=1)
    learnt = reviews.reference[reviews.groups]
    weights = np.where(learnt, equal_weights(reviews.groups), 0.0)
    centred = (shapes - means[reviews.groups]) * weights[:, None]
    values = reviews.stars - reviews.suggested
    rests = values - reviews.means(values)[reviews.groups]
    information = centred.T @ (shapes - means[reviews.groups])
    bends = (centred * rests[:, None]) @ np.linalg.pinv(information)
    return np.asarray(bends @ means.T, np.float64)


def _intervals(
    reviews: _Reviews,
    values: NDArray[np.float64],
    contributions: NDArray[np.float64],
) -> list[Interval]:
    return intervals_by_bootstrap(
        values,
        contributions,
        sizes=reviews.clusters.sizes,
        ns=np.bincount(reviews.groups),
        weights=reviews.weights,
    )


def _mean_intervals(reviews: _Reviews, values: NDArray[np.float64]) -> list[Interval]:
    means = reviews.means(values)
    each = np.zeros((len(values), len(means)))
    sizes = np.bincount(reviews.groups)
    rests = values - means[reviews.groups]
    each[np.arange(len(values)), reviews.groups] = rests / sizes[reviews.groups]
    return _intervals(reviews, means, reviews.clusters.sums(each))


def _shares(reviews: _Reviews, chosen: NDArray[np.bool_]) -> list[Interval]:
    """Shares by group; at each end the wider of the bootstrap's and of Wilson's interval."""
    counts = np.bincount(reviews.groups, chosen.astype(float))
    shares = []
    for count, drawn in zip(counts, _mean_intervals(reviews, chosen.astype(float)), strict=True):
        plain = wilson(float(round(count)), drawn.n)
        low, high = max(0.0, min(drawn.low, plain.low)), min(1.0, max(drawn.high, plain.high))
        shares.append(Interval(plain.value, low, high, drawn.n))
    return shares


def _gaps_among(
    reviews: _Reviews, rests: NDArray[np.float64], *, called: int
) -> list[Interval | None]:
    """The gaps among the texts of one class, relative to the mean over the groups there."""
    chosen = reviews.called == called
    width = len(reviews.reference)
    counts = np.bincount(reviews.groups[chosen], minlength=width)
    enough = counts >= TOO_FEW
    compared = enough & reviews.reference
    if compared.sum() < 2:
        return [None] * width
    sums = np.bincount(reviews.groups[chosen], rests[chosen], minlength=width)
    means = sums / np.maximum(counts, 1)
    each = np.zeros((len(rests), width))
    at = np.flatnonzero(chosen)
    group = reviews.groups[at]
    each[at, group] = (rests[at] - means[group]) / counts[group]
    each -= each[:, compared].mean(axis=1, keepdims=True)
    found = intervals_by_bootstrap(
        means - means[compared].mean(),
        reviews.clusters.sums(each),
        sizes=reviews.clusters.sizes,
        ns=counts,
        weights=reviews.weights,
    )
    return [gap if there else None for gap, there in zip(found, enough, strict=True)]


def _why_not(gap: Interval, *, p: float) -> tuple[str, ...]:
    """Which of the three conditions fail, as clauses of a sentence."""
    reasons = []
    if gap.n < FEWEST_REVIEWS:
        reasons.append(f"{gap.n} reviews are fewer than {FEWEST_REVIEWS}")
    if isnan(p) or p >= LARGEST_Q:
        reasons.append(f"chance is not ruled out (q = {p:.2f}, not below {LARGEST_Q})")
    if abs(gap.value) < SMALLEST_GAP:
        reasons.append(f"a gap of {abs(gap.value):.2f} stars is less than {SMALLEST_GAP}")
    return tuple(reasons)


def _side(gap: Interval) -> int:
    return int(gap.low > 0) - int(gap.high < 0)
