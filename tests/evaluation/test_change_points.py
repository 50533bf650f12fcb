"""Change points: found where they are, and seldom where there is none."""

from __future__ import annotations

import numpy as np
import pytest

from sentiment.evaluation.change_points import find_change


def test_the_week_of_the_change_is_found():
    generator = np.random.default_rng(3)
    ns = generator.integers(15, 40, size=30)
    shares = np.where(np.arange(30) < 18, 0.2, 0.5)
    found = find_change(generator.binomial(ns, shares), ns)
    assert found is not None
    assert abs(found.position - 18) <= 1
    assert found.rise.low > 0.2 and found.rise.high < 0.45
    assert found.before.n + found.after.n == ns.sum()


def test_a_fall_is_found_too():
    found = find_change([12, 13, 11, 12, 3, 2, 4, 3], [20] * 8)
    assert found is not None and found.position == 4 and found.rise.high < 0


@pytest.mark.parametrize("periods", [8, 26, 78])
def test_false_alarms_stay_at_the_stated_level(periods: int):
    generator = np.random.default_rng(5)
    alarms = 0
    for _ in range(600):
        ns = generator.integers(3, 30, size=periods)
        alarms += find_change(generator.binomial(ns, 0.25), ns) is not None
    assert alarms / 600 < 0.07


def test_looking_at_many_series_asks_for_more():
    counts, ns = [4, 5, 3, 4, 9, 10, 9], [20] * 7
    assert find_change(counts, ns) is not None
    assert find_change(counts, ns, series=20_000) is None


def test_a_series_that_always_fluctuates_is_not_called_changed():
    swinging = [2, 18, 3, 17, 2, 18, 17, 3, 18, 2, 19, 12]
    assert find_change(swinging, [20] * 12) is None


@pytest.mark.parametrize(
    ("counts", "ns"),
    [
        ([], []),
        ([3], [9]),
        ([0, 9], [9, 9]),
        ([0] * 9, [50] * 9),
        ([5] * 9, [5] * 9),
        ([0, 0], [0, 0]),
    ],
)
def test_too_little_or_no_variation_gives_no_answer(counts, ns):
    assert find_change(counts, ns) is None


def test_a_change_from_none_to_all_is_found():
    found = find_change([0, 0, 0, 10, 10, 10], [10] * 6)
    assert found is not None and found.position == 3 and found.rise.value == 1.0


def test_a_tiny_change_in_a_huge_series_is_none():
    assert find_change([20_000] * 10 + [21_000] * 10, [100_000] * 20) is None


def test_series_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="one length"):
        find_change([1, 2], [3])
