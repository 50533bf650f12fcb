"""Differences between groups with the products held alike, as far as groups share them.

The model is value = group + product + chance, with products as random effects: a group's
reviews are compared with those of the same product elsewhere as far as a product's reviews are
alike and there are enough of them, and with all others as far as not. N. M. Laird and J. H. Ware
(1982), "Random-effects models for longitudinal data", Biometrics 38:963; the variance between
products is estimated by moments (C. R. Henderson, 1953, Biometrics 9:226). Where no product is
shared, nothing can be held alike and the levels are means in which large products weigh less.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class GroupLevels:
    """The ``levels`` (groups) of values, and what each review's product adds (n).

    In each group the mean of value − product is its level. ``pull`` (products) is how much of
    a product's mean is taken for the product's own, 0 to 1; ``solve`` (groups, groups) is the
    inverse of the normal equations, ``counts`` (groups, products).
    """

    levels: NDArray[np.float64]
    product: NDArray[np.float64]
    pull: NDArray[np.float64]
    solve: NDArray[np.float64]
    counts: NDArray[np.float64]


def levels_of_groups(
    values: NDArray[np.float64], *, groups: NDArray[np.int64], products: NDArray[np.int64]
) -> GroupLevels:
    """The level of each group. ``products`` (n) are codes from 0 on, −1 without a product."""
    known = products >= 0
    width = int(groups.max()) + 1
    many = int(products.max()) + 1 if known.any() else 0
    counts = _table(groups[known], products[known], np.ones(int(known.sum())), (width, many))
    sums = _table(groups[known], products[known], values[known], (width, many))
    sizes = np.maximum(np.bincount(groups, minlength=width), 1).astype(np.float64)
    totals = np.bincount(groups, values, minlength=width)
    pull = _pull(values, groups, products, counts=counts, sums=sums, means=totals / sizes)
    share = pull / np.maximum(counts.sum(axis=0), 1)
    solve = np.linalg.inv(np.diag(sizes) - (counts * share) @ counts.T)
    levels = solve @ (totals - counts @ (share * sums.sum(axis=0)))
    own = share * (sums.sum(axis=0) - levels @ counts)
    added = np.zeros(len(values))
    added[known] = own[products[known]]
    return GroupLevels(levels, added, pull, solve, counts)


def influences(
    rests: NDArray[np.float64],
    fit: GroupLevels,
    *,
    groups: NDArray[np.int64],
    products: NDArray[np.int64],
) -> NDArray[np.float64]:
    """What each review adds to the deviation of each level from its truth: (n, groups).

    ``rests`` (n) are the values without the level of their group.
    """
    known = products >= 0
    turn = 1 - np.sqrt(1 - fit.pull)
    per_product = np.maximum(fit.counts.sum(axis=0), 1)
    rest_means = np.bincount(products[known], rests[known], len(per_product)) / per_product
    # How much of each group is in a product, as far as the product is held alike.
    parts = (turn * fit.counts / per_product).T
    left = rests.copy()
    left[known] -= (turn * rest_means)[products[known]]
    rows = fit.solve.T[groups].copy()
    rows[known] -= (parts @ fit.solve.T)[products[known]]
    return np.asarray(rows * left[:, None], np.float64)


def shared_shares(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of each group's reviews with a product, the share whose product other groups have too.

    >>> shared_shares(np.array([[5.0, 5.0], [3.0, 0.0]])).tolist()
    [0.5, 1.0]
    """
    in_several = (counts > 0).sum(axis=0) > 1
    shares = (counts * in_several).sum(axis=1) / np.maximum(counts.sum(axis=1), 1)
    return np.asarray(shares, np.float64)


def _pull(
    values: NDArray[np.float64],
    groups: NDArray[np.int64],
    products: NDArray[np.int64],
    *,
    counts: NDArray[np.float64],
    sums: NDArray[np.float64],
    means: NDArray[np.float64],
) -> NDArray[np.float64]:
    """n σ²_product / (σ² + n σ²_product), by one-way analysis of variance within groups."""
    per_product = counts.sum(axis=0)
    several = int((per_product > 0).sum())
    n = per_product.sum()
    if several < 2 or n <= several:
        return np.zeros(len(per_product))
    known = products >= 0
    rests = values[known] - means[groups[known]]
    product_means = (sums.sum(axis=0) - means @ counts) / np.maximum(per_product, 1)
    within = float(((rests - product_means[products[known]]) ** 2).sum() / (n - several))
    overall = float(rests.mean())
    between = float((per_product * (product_means - overall) ** 2).sum() / (several - 1))
    typical = (n - (per_product**2).sum() / n) / (several - 1)
    variance = max(0.0, (between - within) / typical)
    return np.asarray(
        per_product * variance / np.maximum(within + per_product * variance, 1e-12), np.float64
    )


def _table(
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    values: NDArray[np.float64],
    shape: tuple[int, int],
) -> NDArray[np.float64]:
    cells = np.bincount(rows * shape[1] + columns, values, shape[0] * shape[1])
    return np.asarray(cells.reshape(shape), np.float64)
