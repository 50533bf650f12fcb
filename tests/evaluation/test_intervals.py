"""Intervals against published values, limits and simulated coverage."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest

from sentiment.evaluation.intervals import (
    difference,
    is_clear,
    mean_stars,
    net_sentiment,
    net_sentiment_bounds,
    reliability,
    share_difference,
    weighted_mean,
    wilson,
    wilson_bounds,
)

# Newcombe (1998), Statistics in Medicine 17:857, table I, method 3.
PUBLISHED_SHARES = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
]
# Newcombe (1998), Statistics in Medicine 17:873, table II, method 10.
PUBLISHED_DIFFERENCES = [
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (6, 7, 2, 7, 0.0582, 0.8062),
    (5, 56, 0, 29, -0.0381, 0.1926),
    (0, 10, 0, 20, -0.1611, 0.2775),
    (10, 10, 0, 20, 0.6791, 1.0),
]


@pytest.mark.parametrize(("count", "n", "low", "high"), PUBLISHED_SHARES)
def test_wilson_gives_the_published_values(count: int, n: int, low: float, high: float):
    share = wilson(count, n)
    assert (share.low, share.high) == pytest.approx((low, high), abs=5e-5)
    assert share.value == count / n


@pytest.mark.parametrize(("a", "n_a", "b", "n_b", "low", "high"), PUBLISHED_DIFFERENCES)
def test_share_difference_gives_the_published_values(a, n_a, b, n_b, low, high):
    found = share_difference(a, n_a, b, n_b)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    mirrored = share_difference(b, n_b, a, n_a)
    assert (mirrored.low, mirrored.high) == pytest.approx((-high, -low), abs=5e-5)


def test_nobody_gives_no_value_and_the_widest_interval():
    share = wilson(0, 0)
    assert isnan(share.value) and (share.low, share.high, share.n) == (0.0, 1.0, 0)
    net = net_sentiment(0, 0, 0)
    assert isnan(net.value) and (net.low, net.high) == (-1.0, 1.0)
    stars = mean_stars(0.0, 0)
    assert isnan(stars.value) and (stars.low, stars.high) == (1.0, 5.0)
    rise = share_difference(3, 10, 0, 0)
    assert isnan(rise.value) and (rise.low, rise.high) == (-1.0, 1.0)
    assert not is_clear(rise)


@pytest.mark.parametrize("n", [1, 7, 30, 5000])
def test_ends_are_reached_exactly_and_contain_the_value(n: int):
    assert wilson(n, n).high == 1.0 and wilson(0, n).low == 0.0
    for net in (net_sentiment(n, 0, 0), net_sentiment(0, 0, n), net_sentiment(0, n, 0)):
        assert net.low <= net.value <= net.high
        assert net.high - net.low > 0
    for stars in (mean_stars(5.0 * n, n), mean_stars(1.0 * n, n)):
        assert stars.low <= stars.value <= stars.high


def test_arrays_and_single_groups_agree():
    counts, ns = np.array([0, 3, 81, 0]), np.array([20, 9, 263, 0])
    low, high = wilson_bounds(counts, ns)
    for position, (count, n) in enumerate(zip(counts, ns, strict=True)):
        one = wilson(int(count), int(n))
        assert (one.low, one.high) == (low[position], high[position])
    lows, highs = net_sentiment_bounds([[1], [5]], [[2, 3]], [[4, 5]])
    assert lows.shape == highs.shape == (2, 2)
    assert lows[1, 0] == net_sentiment(5, 2, 4).low


@pytest.mark.parametrize(
    ("n", "shares"), [(12, (0.2, 0.2, 0.6)), (40, (0.05, 0.05, 0.9)), (400, (0.5, 0.2, 0.3))]
)
def test_net_sentiment_covers_the_truth_about_95_times_in_100(n, shares):
    draws = np.random.default_rng(7).multinomial(n, shares, size=20_000)
    low, high = net_sentiment_bounds(draws[:, 0], draws[:, 1], draws[:, 2])
    truth = shares[2] - shares[0]
    coverage = np.mean((low <= truth) & (truth <= high))
    assert 0.935 < coverage < 0.985


def test_mean_stars_never_covers_too_little():
    generator = np.random.default_rng(11)
    stars = generator.choice([1, 2, 3, 4, 5], p=[0.2, 0.05, 0.1, 0.15, 0.5], size=(4000, 60))
    truth = 0.2 + 0.1 + 0.3 + 0.6 + 2.5
    inside = [
        (found := mean_stars(float(row.sum()), 60)).low <= truth <= found.high for row in stars
    ]
    assert np.mean(inside) > 0.95


def test_difference_of_net_sentiment_is_clear_only_apart_from_chance():
    before, after = net_sentiment(20, 10, 70), net_sentiment(60, 10, 30)
    fall = difference(after, before)
    assert fall.value == pytest.approx(-0.8) and is_clear(fall) and fall.high < 0
    assert not is_clear(difference(net_sentiment(21, 10, 69), before))


def test_reliability_names_small_groups():
    assert [reliability(n) for n in (0, 9, 10, 29, 30)] == [
        "too few",
        "too few",
        "small",
        "small",
        "enough",
    ]


@pytest.mark.parametrize("call", [lambda: wilson(5, 4), lambda: wilson(-1, 4)])
def test_impossible_counts_are_refused_with_the_numbers(call):
    with pytest.raises(ValueError, match="of 4"):
        call()


def test_impossible_stars_are_refused():
    with pytest.raises(ValueError, match="cannot add up to 60"):
        mean_stars(60.0, 10)


def test_the_mean_of_one_part_is_the_part() -> None:
    part = wilson(81, 263)
    mean = weighted_mean([part, wilson(1, 2)], [7, 0])
    assert (mean.low, mean.value, mean.high, mean.n) == pytest.approx(
        (part.low, part.value, part.high, 263)
    )


def test_a_mean_of_nobody_says_nothing() -> None:
    for parts, weights in (([], []), ([wilson(1, 2)], [0]), ([wilson(1, 2), wilson(0, 0)], [1, 1])):
        mean = weighted_mean(parts, weights)
        assert isnan(mean.value)
        assert (mean.low, mean.high, mean.n) == (0.0, 1.0, 0)


def test_weighted_means_are_covered_as_often_as_they_promise() -> None:
    rng = np.random.default_rng(9)
    shares, ns, weights = (0.05, 0.3, 0.5), (40, 120, 300), (5, 2, 1)
    truth = float(np.average(shares, weights=weights))
    covered = 0
    for _ in range(1000):
        drawn = [wilson(int(rng.binomial(n, p)), n) for p, n in zip(shares, ns, strict=True)]
        mean = weighted_mean(drawn, weights)
        covered += mean.low <= truth <= mean.high
    assert 0.93 <= covered / 1000 <= 0.975
