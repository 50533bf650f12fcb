"""95 % intervals for shares, differences of shares, net sentiment and mean stars.

Every method comes twice: with a plural name on arrays of counts (any shapes that
broadcast), and with a singular name on one group, giving an :class:`Interval`.
A group of nobody has the value ``nan`` and the widest interval there is.
"""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING, Literal

import numpy as np

from sentiment.records import Interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

Z95 = 1.959963984540054
SMALL_GROUP = 30
TOO_FEW = 10
HALF_A_POINT = 0.005

Reliability = Literal["enough", "small", "too few"]


def reliability(n: int) -> Reliability:
    """Whether ``n`` reviews carry an answer: below 30 they are few, below 10 too few to say.

    >>> [reliability(n) for n in (9, 29, 30)]
    ['too few', 'small', 'enough']
    """
    if n < TOO_FEW:
        return "too few"
    return "small" if n < SMALL_GROUP else "enough"


def is_clear(difference: Interval) -> bool:
    """Whether a difference of shares is clear of chance: its interval lies on one side of 0.

    With very many reviews that can be next to nothing; below half a point, which is shown
    as ±0, nothing is called clear.

    >>> is_clear(share_difference(56, 70, 48, 80))
    True
    >>> is_clear(share_difference(20_300, 100_000, 19_900, 100_000))
    False
    """
    apart = difference.low > 0 or difference.high < 0
    return apart and abs(difference.value) > HALF_A_POINT


def wilson_bounds(
    counts: ArrayLike, ns: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Low and high ends of Wilson's score interval for ``counts`` of ``ns``, elementwise.

    Source: E. B. Wilson (1927), "Probable inference, the law of succession, and
    statistical inference", JASA 22. ``counts`` may be fractional, 0 to ``ns``.
    """
    k, n = np.broadcast_arrays(np.asarray(counts, np.float64), np.asarray(ns, np.float64))
    safe = np.maximum(n, 1.0)
    share = np.where(n > 0, k / safe, 0.5)
    z2 = Z95 * Z95
    centre = (share + z2 / (2 * safe)) / (1 + z2 / safe)
    half = Z95 / (1 + z2 / safe) * np.sqrt(share * (1 - share) / safe + z2 / (4 * safe * safe))
    low = np.where((n == 0) | (k <= 0), 0.0, centre - half)
    high = np.where((n == 0) | (k >= n), 1.0, centre + half)
    return np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0)


def wilson(count: float, n: int) -> Interval:
    """The share ``count / n`` with Wilson's score interval (0 to 1).

    The values are those of Newcombe (1998), Statistics in Medicine 17:857, table I.

    >>> share = wilson(81, 263)
    >>> round(share.low, 4), round(share.value, 4), round(share.high, 4), share.n
    (0.2553, 0.308, 0.3662, 263)
    >>> round(wilson(0, 20).high, 4)
    0.1611
    """
    _require_counts(count, n)
    low, high = wilson_bounds(count, n)
    return Interval(count / n if n else nan, float(low), float(high), n)


def share_difference(count_a: int, n_a: int, count_b: int, n_b: int) -> Interval:
    """The difference of two independent shares, ``count_a/n_a − count_b/n_b``, in −1 to 1.

    Method 10 (square-and-add of Wilson intervals) of R. G. Newcombe (1998),
    "Interval estimation for the difference between independent proportions",
    Statistics in Medicine 17:873; the values are those of its table II. ``n`` is
    the smaller of the two groups, because that one limits what can be said.

    >>> rise = share_difference(56, 70, 48, 80)
    >>> round(rise.value, 4), round(rise.low, 4), round(rise.high, 4), rise.n
    (0.2, 0.0524, 0.3339, 70)
    """
    return difference(wilson(count_a, n_a), wilson(count_b, n_b))


def difference(a: Interval, b: Interval) -> Interval:
    """``a − b`` for two independent quantities that have intervals of their own.

    The square-and-add rule, which needs no symmetry of the intervals: Zou and
    Donner (2008), "Construction of confidence limits about effect measures",
    Statistics in Medicine 27:1693. On Wilson intervals it is Newcombe's method 10.

    >>> difference(wilson(0, 0), wilson(1, 2)).n
    0
    """
    n = min(a.n, b.n)
    if n == 0:
        width = max(a.high - a.low, b.high - b.low)
        return Interval(nan, -width, width, 0)
    value = a.value - b.value
    low = value - float(np.hypot(a.value - a.low, b.high - b.value))
    high = value + float(np.hypot(a.high - a.value, b.value - b.low))
    return Interval(value, low, high, n)


def weighted_mean(parts: Sequence[Interval], weights: Sequence[float]) -> Interval:
    """The mean of independent quantities that have intervals of their own.

    ``weights`` are not negative and need not add up to 1; parts of weight 0 count for
    nothing. The square-and-add rule for sums with weights: Zou, Huang and Zhang (2009),
    "A note on confidence interval estimation for a linear function of binomial
    proportions", Computational Statistics & Data Analysis 53:1080. ``n`` is that of the
    parts together. Without any weight, or with a part of nobody, nothing is known.

    >>> half = weighted_mean([wilson(10, 100), wilson(30, 100)], [1, 1])
    >>> round(half.low, 3), round(half.value, 3), round(half.high, 3), half.n
    (0.154, 0.2, 0.261, 200)
    """
    used = [(part, weight) for part, weight in zip(parts, weights, strict=True) if weight > 0]
    total = sum(weight for _, weight in used)
    if not used or any(part.n == 0 for part, _ in used):
        return Interval(nan, 0.0, 1.0, 0)
    value = sum(weight * part.value for part, weight in used) / total
    below = sum((weight * (part.value - part.low)) ** 2 for part, weight in used) ** 0.5 / total
    above = sum((weight * (part.high - part.value)) ** 2 for part, weight in used) ** 0.5 / total
    n = sum(part.n for part, _ in used)
    return Interval(value, value - below, value + above, n)


def net_sentiment_bounds(
    negative: ArrayLike, neutral: ArrayLike, positive: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Low and high ends of the interval of net sentiment, elementwise, in −1 to 1.

    Both shares come from the same reviews, so the variance is the multinomial
    one, (p₊ + p₋ − (p₊ − p₋)²) / n, taken after one review is added to each of
    the two classes, which keeps the coverage near 95 % in small groups and at
    the ends: D. G. Bonett and R. M. Price (2012), "Adjusted Wald confidence
    interval for a difference of binomial proportions based on paired data",
    Journal of Educational and Behavioral Statistics 37:479.
    """
    minus, middle, plus = np.broadcast_arrays(
        np.asarray(negative, np.float64),
        np.asarray(neutral, np.float64),
        np.asarray(positive, np.float64),
    )
    n = minus + middle + plus
    p_minus, p_plus = (minus + 1) / (n + 2), (plus + 1) / (n + 2)
    centre = p_plus - p_minus
    half = Z95 * np.sqrt((p_plus + p_minus - centre * centre) / (n + 2))
    low = np.where(n == 0, -1.0, centre - half)
    high = np.where(n == 0, 1.0, centre + half)
    return np.clip(low, -1.0, 1.0), np.clip(high, -1.0, 1.0)


def net_sentiment(negative: int, neutral: int, positive: int) -> Interval:
    """Net sentiment, the positive minus the negative share, −1 to 1; method as in the bounds.

    0 means as many positive as negative reviews; neutral ones only dilute.

    >>> net = net_sentiment(20, 10, 70)
    >>> round(net.value, 3), round(net.low, 3), round(net.high, 3), net.n
    (0.5, 0.332, 0.648, 100)
    """
    for count in (negative, neutral, positive):
        _require_counts(count, negative + neutral + positive)
    n = negative + neutral + positive
    low, high = net_sentiment_bounds(negative, neutral, positive)
    return Interval((positive - negative) / n if n else nan, float(low), float(high), n)


def mean_stars_bounds(
    stars_sums: ArrayLike, ns: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Low and high ends of the interval of mean stars, elementwise, in 1 to 5.

    Only the sum of the stars is known, so the variance is taken at its upper
    bound for a mean m between 1 and 5, (5 − m)(m − 1): R. Bhatia and C. Davis
    (2000), "A better bound on the variance", American Mathematical Monthly
    107:353. That is Wilson's interval of (m − 1) / 4; it is never too narrow,
    and close to exact where people mostly give 1 or 5 stars.
    """
    n = np.asarray(ns, np.float64)
    low, high = wilson_bounds(np.clip((np.asarray(stars_sums) - n) / 4, 0, n), n)
    return 1 + 4 * low, 1 + 4 * high


def mean_stars(stars_sum: float, n: int) -> Interval:
    """Mean stars of ``n`` reviews, 1 to 5, with a cautious interval (see the bounds).

    >>> stars = mean_stars(4.0 * 50, 50)
    >>> round(stars.low, 2), stars.value, round(stars.high, 2)
    (3.46, 4.0, 4.4)
    """
    if n and not n * (1 - 1e-9) <= stars_sum <= 5 * n * (1 + 1e-9):
        raise ValueError(f"{n} ratings of 1 to 5 stars cannot add up to {stars_sum}.")
    low, high = mean_stars_bounds(stars_sum, n)
    return Interval(stars_sum / n if n else nan, float(low), float(high), n)


def _require_counts(count: float, n: int) -> None:
    if not 0 <= count <= n:
        raise ValueError(f"Expected a count between 0 and n, got {count} of {n}.")
