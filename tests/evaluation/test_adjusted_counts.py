from __future__ import annotations

import re

import numpy as np
import pytest

from sentiment.evaluation.adjusted_counts import ErrorRates, adjusted_shares, rate_draws

RATES = np.array([[0.8, 0.15, 0.05], [0.2, 0.6, 0.2], [0.05, 0.1, 0.85]])


def test_shares_are_found_where_rates_are_known():
    errors = ErrorRates.of(rate_draws(RATES * 100_000))
    truth = np.array([0.5, 0.2, 0.3])
    found = adjusted_shares(truth @ RATES * 1_000_000, errors)
    assert found.why_not is None
    assert found.draws.mean(axis=0) == pytest.approx(truth, abs=0.01)
    assert found.draws.min() >= -0.01
    assert found.draws.sum(axis=1) == pytest.approx(1.0)


def test_what_is_not_known_of_the_rates_widens_the_interval():
    called = np.array([0.5, 0.2, 0.3]) @ RATES * 100_000
    spreads = [
        adjusted_shares(called, ErrorRates.of(rate_draws(RATES * n))).draws.std(axis=0).max()
        for n in (100_000, 1_000, 150)
    ]
    assert spreads[0] < spreads[1] < spreads[2]


@pytest.mark.parametrize(
    ("table", "called", "reason"),
    [
        ([[30, 30, 30], [30, 30, 30], [30, 30, 30]], [300, 300, 300], r"uncertain by ±\d\d points"),
        ([[2, 1, 0], [1, 2, 1], [0, 1, 3]], [500, 200, 300], "uncertain by"),
        ([[9000, 10, 10], [10, 9000, 10], [4000, 4000, 1000]], [10, 10, 9000], "does not fit"),
    ],
)
def test_rates_that_say_nothing_give_a_reason(table, called, reason):
    found = adjusted_shares(called, ErrorRates.of(rate_draws(table)))
    assert found.why_not is not None
    assert re.search(reason, found.why_not)


def test_rows_that_are_all_the_same_are_no_rates():
    same = np.broadcast_to([0.3, 0.3, 0.4], (100, 3, 3)).copy()
    found = adjusted_shares([100, 100, 100], ErrorRates.of(same))
    assert found.why_not == "what the model calls them does not fit those errors"


def test_intervals_hold_the_truth():
    random = np.random.default_rng(3)
    held = []
    for shares in ((0.1, 0.05, 0.85), (0.3, 0.2, 0.5), (0.6, 0.1, 0.3)):
        for _ in range(40):
            table = [
                random.multinomial(n, row) for n, row in zip((90, 60, 150), RATES, strict=True)
            ]
            called = random.multinomial(2_000, np.array(shares) @ RATES)
            found = adjusted_shares(called, ErrorRates.of(rate_draws(table, draws=4_000)))
            if found.why_not is None:
                low, high = np.quantile(found.draws, [0.025, 0.975], axis=0)
                held.append((low <= shares) & (shares <= high))
    assert len(held) > 80
    assert np.mean(held) >= 0.93


def test_an_interval_reaches_up_to_a_class_that_is_nearly_all():
    random = np.random.default_rng(0)
    rates, truth = np.array([[0.85, 0.1, 0.05], [0.2, 0.6, 0.2], [0.05, 0.1, 0.85]]), 0.97
    called = np.array([truth, 0.01, 0.02]) @ rates * 20_000
    held = []
    for seed in range(40):
        table = [random.multinomial(*row) for row in zip((18, 12, 30), rates, strict=True)]
        found = adjusted_shares(called, ErrorRates.of(rate_draws(table, seed=seed)), seed=100)
        if found.why_not is None:
            low, high = np.quantile(found.draws[:, 0], [0.025, 0.975])
            held.append(low <= truth <= high)
    # Cut off at the edge of what is possible it was 70 of 100.
    assert len(held) > 20 and np.mean(held) > 0.85
