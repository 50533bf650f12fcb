from __future__ import annotations

import numpy as np
import pytest

from sentiment.evaluation.paired_shifts import bootstrap_interval, mean_shifts, shifts_in_rows


def test_shift_is_against_the_mean_of_each_row_alone() -> None:
    values = [[0.0, 1.0, np.nan], [0.5, np.nan, 0.9], [0.2, 0.4, 0.6]]
    first, second, third = shifts_in_rows(values, resamples=50, flips=50)
    assert first.difference.value == pytest.approx((-0.5 - 0.2 - 0.2) / 3)
    assert (first.difference.n, second.difference.n, third.difference.n) == (3, 2, 2)
    assert second.difference.value == pytest.approx((0.5 + 0.0) / 2)


def test_no_difference_at_all_has_p_1() -> None:
    (shift,) = mean_shifts(np.zeros((20, 1)), resamples=50, flips=50)
    assert (shift.difference.value, shift.p, shift.q) == (0.0, 1.0, 1.0)


def test_p_of_sign_flips_counts_the_observed_draw() -> None:
    (shift,) = mean_shifts(np.ones((60, 1)), resamples=50, flips=999)
    assert shift.p == pytest.approx(1 / 1000)


def test_q_is_over_all_columns() -> None:
    random = np.random.default_rng(1)
    table = random.normal(0, 1, (200, 5))
    table[:, 0] += 0.4
    shifts = mean_shifts(table, resamples=50)
    assert shifts[0].p < shifts[0].q < 0.05
    assert all(one.q >= one.p for one in shifts)


@pytest.mark.parametrize("rows", [12, 60])
def test_95_percent_intervals_cover_at_least_93_of_100(rows: int) -> None:
    random = np.random.default_rng(rows)
    covered = total = 0
    for seed in range(60):
        table = (
            random.exponential(1, (rows, 20)) - 1 if rows > 30 else random.normal(0, 1, (rows, 20))
        )
        for shift in mean_shifts(table, resamples=400, flips=9, seed=seed):
            covered += shift.difference.low <= 0 <= shift.difference.high
            total += 1
    assert covered / total >= 0.93


def test_sign_flip_test_errs_at_its_nominal_rate() -> None:
    random = np.random.default_rng(3)
    ps = [
        shift.p
        for seed in range(20)
        for shift in mean_shifts(random.normal(0, 1, (40, 50)), resamples=2, flips=399, seed=seed)
    ]
    assert 0.03 <= np.mean(np.array(ps) < 0.05) <= 0.07


def test_a_column_of_one_row_is_refused() -> None:
    with pytest.raises(ValueError, match="two rows or more"):
        mean_shifts([[1.0, np.nan], [2.0, 3.0]])


def test_interval_of_a_mean_holds_it() -> None:
    interval = bootstrap_interval([0.0, 0.0, 1.0, 1.0], resamples=200)
    assert interval.value == 0.5
    assert interval.low < 0.5 < interval.high
    assert interval.n == 4
