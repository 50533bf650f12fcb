"""Shifts of groups of words over rows: value, interval, what one word or one row does."""

from __future__ import annotations

import numpy as np
import pytest

from sentiment.evaluation.crossed_shifts import crossed_shifts

GROUPS = [0, 0, 0, 1, 1, 1]


def _noise(seed: int, *, rows: int = 8, columns: int = 6) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 0.02, (rows, columns))


def test_the_shift_is_the_mean_difference_to_the_other_groups() -> None:
    table = _noise(1)
    table[:, 3:] += 0.3
    first, other = crossed_shifts(table, groups=GROUPS)
    assert first is not None and other is not None
    expected = float(table[:, 3:].mean() - table[:, :3].mean())
    assert other.difference.value == pytest.approx(expected)
    assert first.difference.value == pytest.approx(-expected)
    assert other.difference.low < 0.3 < other.difference.high
    assert other.p < 0.001
    assert (other.difference.n, other.rows, other.words) == (24, 8, 3)


def test_words_that_differ_among_themselves_widen_the_interval() -> None:
    alike, unlike = _noise(2), _noise(2)
    alike[:, 3:] += 0.2
    unlike[:, 3:] += [0.0, 0.0, 0.6]
    narrow, wide = (crossed_shifts(table, groups=GROUPS)[1] for table in (alike, unlike))
    assert narrow is not None and wide is not None
    assert narrow.difference.value == pytest.approx(wide.difference.value)
    assert narrow.p < 0.001 < 0.05 < wide.p


def test_rows_that_differ_widen_the_interval() -> None:
    table = _noise(3)
    table[0, 3:] += 1.6
    shift = crossed_shifts(table, groups=GROUPS)[1]
    assert shift is not None
    assert shift.difference.value == pytest.approx(0.2, abs=0.05)
    assert shift.p > 0.05


def test_missing_numbers_are_left_out() -> None:
    table = _noise(4, columns=9)
    table[:, 6:] += 0.5
    table[5:, 6:] = np.nan
    table[0, 0] = np.nan
    shifts = crossed_shifts(table, groups=[*GROUPS, 2, 2, 2])
    assert [shift and shift.rows for shift in shifts] == [8, 8, 5]
    assert shifts[0] is not None and shifts[0].difference.n == 23
    assert shifts[2] is not None
    assert shifts[2].difference.value == pytest.approx(0.5, abs=0.05)


def test_two_rows_are_too_few() -> None:
    assert crossed_shifts(_noise(5, rows=2), groups=GROUPS) == (None, None)


def test_the_very_same_in_each_row_is_judged_by_the_number_of_rows() -> None:
    table = np.tile([0.0, 0.1], (8, 1))
    first, other = crossed_shifts(table, groups=[0, 1])
    assert first is not None and other is not None
    assert other.difference.low == other.difference.high == pytest.approx(0.1)
    assert first.p == other.p == pytest.approx(2 / 2**8)
    assert np.isnan(other.dz)


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    random = np.random.default_rng(6)
    held = 0
    for _ in range(400):
        of_words, of_rows = random.normal(0, 0.1, 6), random.normal(0, 0.1, (8, 2))
        table = of_words + of_rows[:, GROUPS] + random.normal(0, 0.1, (8, 6))
        table[:, 3:] += 0.2
        shift = crossed_shifts(table, groups=GROUPS)[1]
        assert shift is not None
        held += shift.difference.low <= 0.2 <= shift.difference.high
    assert held >= 0.93 * 400
