"""Intervals and tests for figures that are sums of what products, or reviews, contribute.

A figure is given by its contributions: one row a cluster (the reviews of a product, or one
review), one column a group. Reviews of one product are alike, so that resampling single
reviews would claim more than is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentiment.evaluation.intervals import Z95
from sentiment.records import Interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEWEST_PRODUCTS = 3
# Of fewer clusters too few permutations can be made.
FEWEST_TO_FLIP = 12
RESAMPLES = 2_000
FLIPS = 4_999
MOST_CLUSTERS = 4_000


@dataclass(frozen=True)
class Clusters:
    """The cluster of each of n reviews (codes from 0 on), and of each group whether it is
    resampled by product, how many products it has, and its reviews by cluster.

    ``sizes`` has the shape (clusters, groups).
    """

    codes: NDArray[np.int64]
    by_product: NDArray[np.bool_]
    products: NDArray[np.int64]
    sizes: NDArray[np.float64]

    def sums(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Rows (n, k) added up by cluster: (clusters, k)."""
        from scipy.sparse import csr_array

        n = len(self.codes)
        chosen = csr_array((np.ones(n), (self.codes, np.arange(n))), shape=(len(self.sizes), n))
        return np.asarray(chosen @ values, np.float64)


def find_clusters(
    groups: NDArray[np.int64], products: NDArray[np.int64], *, named: NDArray[np.bool_], seed: int
) -> Clusters:
    """By product in groups with ``FEWEST_PRODUCTS`` or more of them, else by review.

    ``named`` (n) tells which reviews have a product. Products, and reviews, beyond some thousands
    are put together at random: packets of independent clusters are independent clusters.
    """
    drawn = np.random.default_rng(seed)
    count = int(groups.max()) + 1
    pairs = np.unique(np.stack([groups[named], products[named]]), axis=1)
    in_group = np.bincount(pairs[0], minlength=count)
    by_product = in_group >= FEWEST_PRODUCTS
    room = max(100, MOST_CLUSTERS // (count + 1))
    # Not named, a review is a product of its own.
    whole = by_product[groups]
    _, product = np.unique(products, return_inverse=True)
    packets = drawn.permutation(int(product.max()) + 1) % (4 * room)
    within = np.empty(len(groups), np.int64)
    order = np.lexsort((drawn.random(len(groups)), groups))
    starts = np.searchsorted(groups[order], np.arange(count))
    within[order] = np.arange(len(groups)) - starts[groups[order]]
    codes = np.where(whole, packets[product], 4 * room + groups * room + within % room)
    _, codes = np.unique(codes, return_inverse=True)
    clusters = int(codes.max()) + 1
    sizes = np.bincount(codes * count + groups, minlength=clusters * count)
    return Clusters(codes, by_product, in_group, sizes.reshape(clusters, count).astype(float))


def bootstrap_weights(clusters: int, *, seed: int) -> NDArray[np.float32]:
    """How much more often than once each cluster is drawn: (resamples, clusters), from −1 on.

    The counts are those of a Poisson distribution of mean 1; that their sum varies is
    harmless, because what they weigh adds up to 0.
    """
    drawn = np.random.default_rng(seed)
    counts = drawn.poisson(1.0, size=(RESAMPLES, clusters))
    return np.asarray(counts - 1, np.float32)


def intervals_by_bootstrap(
    values: NDArray[np.float64],
    influences: NDArray[np.float64],
    *,
    sizes: NDArray[np.float64],
    ns: NDArray[np.int64],
    weights: NDArray[np.float32],
) -> list[Interval]:
    """95 % percentile intervals of ``values`` (groups), clusters drawn with replacement.

    ``influences`` (clusters, groups) are what each cluster adds to the deviation of a value;
    redrawing clusters changes the value by their sum (the linearised bootstrap: Davison and
    Hinkley, 1997, "Bootstrap Methods and their Application", section 2.7). With few clusters
    it is too narrow: the ends are moved out by the ratio of Student's t to the normal
    quantile and by √(c / (c − 1)), where c is the effective number of the group's clusters,
    (Σ sizes)² / Σ sizes². ``weights`` are :func:`bootstrap_weights`.
    """
    from scipy.stats import t as student

    centred = influences - influences.mean(axis=0)
    draws = weights @ centred.astype(np.float32)
    low, high = np.quantile(draws, [0.025, 0.975], axis=0)
    effective = effective_clusters(sizes)
    safe = np.maximum(effective, 2.0)
    wider = student.ppf(0.975, safe - 1) / Z95 * np.sqrt(safe / (safe - 1))
    return [
        Interval(float(value), float(value + low_ * more), float(value + high_ * more), int(n))
        for value, low_, high_, more, n in zip(values, low, high, wider, ns, strict=True)
    ]


def effective_clusters(sizes: NDArray[np.float64]) -> NDArray[np.float64]:
    """How many clusters of equal size each group's are worth, from (clusters, groups) counts.

    >>> effective_clusters(np.array([[10.0], [10.0], [0.0]])).tolist()
    [2.0]
    """
    squares = np.maximum((sizes**2).sum(axis=0), 1e-12)
    return np.asarray(sizes.sum(axis=0) ** 2 / squares, np.float64)


def sign_flip_test(contributions: NDArray[np.float64], *, seed: int) -> NDArray[np.float64]:
    """The p-value (groups) of sums of ``contributions`` (clusters, groups), two-sided.

    Without a difference a cluster's contribution is as likely to be turned around: with two
    markets that is swapping their names within a product. Each permutation turns a random
    half of the clusters, whole; p is the share of permutations, the one at hand counted in,
    whose sum is as far from 0. It needs no equal variances: J. Hemerik, J. J. Goeman and L. Finos
    (2020), "Robust testing in generalized linear models by sign flipping score
    contributions", Journal of the Royal Statistical Society B 82:841.
    """
    drawn = np.random.default_rng(seed)
    seen = np.abs(contributions.sum(axis=0))
    values = contributions.astype(np.float32)
    above = np.zeros(contributions.shape[1], np.int64)
    for size in (FLIPS // 4,) * 3 + (FLIPS - 3 * (FLIPS // 4),):
        signs = drawn.integers(0, 2, size=(size, len(values)), dtype=np.int8) * 2 - 1
        flipped = np.abs(signs.astype(np.float32) @ values)
        above += (flipped >= seen * (1 - 1e-5)).sum(axis=0)
    return np.asarray((above + 1) / (FLIPS + 1), np.float64)


def student_test(
    values: NDArray[np.float64],
    contributions: NDArray[np.float64],
    *,
    sizes: NDArray[np.float64],
) -> NDArray[np.float64]:
    """The p-value (groups) of ``values`` by Student's t over clusters, two-sided.

    For the few clusters of which signs cannot be turned around often enough: five have 16
    ways, so that no p below 0.06 could come of it. The effective number of clusters, as in
    :func:`intervals_by_bootstrap`, less one is the degrees of freedom.
    """
    from scipy.stats import t as student

    effective = np.maximum(effective_clusters(sizes), 2.0)
    centred = contributions - contributions.mean(axis=0)
    spread = np.sqrt((centred**2).sum(axis=0) * effective / (effective - 1))
    ratios = np.abs(values) / np.maximum(spread, 1e-12)
    return np.asarray(2 * student.sf(ratios, effective - 1), np.float64)
