"""One sentiment against the two others: adjusted counts where three classes ask for too much.

A model that hardly tells neutral reviews from others leaves the three shares of a month open,
while that of its negative reviews alone may be known well: W. J. Rogan and B. Gladen (1978),
"Estimating prevalence from the results of a screening test", American Journal of Epidemiology
107:71. If a share p is so, and is called so at the rate h, the others at the rate f, then
p·h + (1 − p)·f is called so. It is assumed that the two other sentiments are mixed as they were
where h and f were measured, so that f stays the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentiment.evaluation.adjusted_counts import WIDEST
from sentiment.records import Interval

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

DRAWS = 4_000
FEWEST_OF_EACH = 5
# h and f as near to each other as this tell nothing.
LEAST_APART = 0.1
# Before anything is counted: Jeffreys' prior.
PRIOR = 0.5


def share_against_rest(
    called: ArrayLike, table: ArrayLike, *, place: int, seed: int = 0
) -> Interval | None:
    """The share of class ``place`` among reviews whose calls are counted by ``called`` (3,).

    ``table`` (3, 3) counts labelled reviews, truth in rows; ``n`` of the answer is how many. What
    is not known of h, f and the called share is drawn from Beta distributions; the answer is the
    median and the middle 95 % of the shares solved for, within 0..1. None below 5 labelled
    reviews on either side, where h and f are too close, and where the interval would reach
    further than 20 points.

    >>> share = share_against_rest([54, 18, 52], [[71, 5, 2], [19, 12, 19], [1, 2, 69]], place=0)
    >>> round(share.low, 2), round(share.value, 2), round(share.high, 2), share.n
    (0.23, 0.37, 0.51, 200)
    """
    calls, counts = np.asarray(called, np.float64), np.asarray(table, np.float64)
    so, total = counts[place].sum(), counts.sum()
    hits, false = counts[place, place], counts[:, place].sum() - counts[place, place]
    if min(so, total - so) < FEWEST_OF_EACH or calls.sum() == 0:
        return None
    random = np.random.default_rng(seed)

    def drawn(count: float, n: float) -> np.ndarray:
        return random.beta(count + PRIOR, n - count + PRIOR, size=DRAWS)

    rate, alarm = drawn(hits, so), drawn(false, total - so)
    share = drawn(calls[place], calls.sum())
    apart = rate - alarm
    if np.quantile(apart, 0.025) < LEAST_APART:
        return None
    solved = (share - alarm) / apart
    low, high = np.quantile(solved, [0.025, 0.975])
    # Before the ends are cut: else shares near 0 would be shown where larger ones are not.
    if (high - low) / 2 > WIDEST:
        return None
    low, value, high = np.clip([low, np.median(solved), high], 0.0, 1.0)
    return Interval(float(value), float(low), float(high), int(total))
