from math import isnan

import numpy as np
import pytest

from sentiment.evaluation.reading_bias import reading_bias, reading_biases

FAIR = np.array([[20, 2, 0], [2, 10, 2], [0, 2, 22]])
UNKIND = np.array([[20, 0, 0], [8, 6, 0], [0, 8, 18]])


def test_unkind_reading_is_below_nothing():
    assert reading_bias(FAIR).value == 0
    bias = reading_bias(UNKIND)
    assert bias.value == pytest.approx(-16 / 60) and bias.high < 0 and bias.n == 60


def test_nobody_and_no_mistake_keep_an_interval():
    nobody = reading_bias(np.zeros((3, 3)))
    assert isnan(nobody.value) and (nobody.low, nobody.high, nobody.n) == (-2, 2, 0)
    sure = reading_bias(np.diag([30, 30, 30]))
    assert sure.low < 0 == sure.value < sure.high


def test_groups_are_held_against_what_is_usual():
    found = reading_biases({"PL": UNKIND, "DE": FAIR, "US": FAIR, "IS": np.eye(3)})
    assert set(found) == {"PL", "DE", "US"}
    # One odd group moves what is usual of the two others by half of the reach.
    assert found["PL"].value == pytest.approx(-16 / 60 + 0.07 / 2) and found["PL"].n == 60
    assert found["DE"].value == pytest.approx(0.07 / 2)
    assert found["PL"].low < found["PL"].value < found["PL"].high < 0
    assert reading_biases({"PL": UNKIND}) == {}
    assert reading_biases({"PL": UNKIND, "IS": np.eye(3)}) == {}


def test_intervals_hold_the_truth():
    drawn = np.random.default_rng(0)
    shares = (UNKIND / UNKIND.sum()).ravel()
    held = [
        bias.low <= -16 / 60 <= bias.high
        for bias in (reading_bias(drawn.multinomial(60, shares).reshape(3, 3)) for _ in range(600))
    ]
    assert 0.925 < np.mean(held) < 0.98
