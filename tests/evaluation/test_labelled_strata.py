from __future__ import annotations

import numpy as np
import pytest

from sentiment.evaluation.labelled_strata import representative_table

JAPAN, BRAZIL, PERU = ("JP", "ja"), ("BR", "pt"), ("PE", "es")
RIGHT = np.diag([20.0, 10.0, 30.0])
WRONG = RIGHT[::-1]


def test_even_labels_are_taken_as_they_are():
    found = representative_table({JAPAN: 500, BRAZIL: 500}, {JAPAN: RIGHT, BRAZIL: WRONG})
    assert not found.weighted
    assert found.n == 120
    assert found.table.tolist() == (RIGHT + WRONG).tolist()


def test_labels_of_one_market_count_by_its_reviews():
    found = representative_table({JAPAN: 900, BRAZIL: 100}, {JAPAN: RIGHT, BRAZIL: WRONG * 10})
    assert found.weighted
    assert (found.n, found.uncovered) == (660, 0.0)
    shares = found.table / found.table.sum()
    assert shares == pytest.approx(0.9 * RIGHT / 60 + 0.1 * WRONG / 60)
    # Sixty labels carry nine tenths of the weight: hardly more are worth something.
    assert 60 < found.table.sum() < 80


def test_what_has_no_labels_is_told():
    found = representative_table({JAPAN: 600, BRAZIL: 400}, {JAPAN: RIGHT})
    assert found.weighted
    assert found.uncovered == pytest.approx(0.4)
    assert found.table == pytest.approx(RIGHT)


def test_small_strata_are_taken_together():
    scored = {JAPAN: 900.0} | {("X", str(number)): 10.0 for number in range(10)}
    found = representative_table(scored, {JAPAN: RIGHT, ("X", "3"): np.diag([2.0, 2, 3])})
    assert not found.weighted
    assert found.n == 67


def test_nobody_labelled():
    found = representative_table({PERU: 10}, {})
    assert (found.n, found.weighted, found.uncovered) == (0, False, 0.0)
