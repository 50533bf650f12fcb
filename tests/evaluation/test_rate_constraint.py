import numpy as np
import pytest

from sentiment.errors import UsageError
from sentiment.evaluation.rate_constraint import (
    RATES,
    RateConstraint,
    difference_p,
    rate_of,
    rests_on,
)

TABLE = np.array([[8, 1, 1], [2, 6, 2], [1, 1, 18]])


@pytest.mark.parametrize(
    ("rate", "expected", "of"),
    [("false positives", 3 / 30, 30), ("misses", 2 / 10, 10), ("share gap", 1 / 40, 40)],
)
def test_rates_are_those_counted_by_hand(rate, expected, of):
    constraint = RateConstraint(rate=rate)
    assert rate_of(TABLE, constraint) == pytest.approx(expected)
    assert rests_on(TABLE, constraint) == of
    assert rate_of([TABLE, TABLE * 2], constraint).shape == (2,)


def test_a_rate_of_nobody_is_nan():
    none_negative = [[0, 0, 0], [2, 6, 2], [1, 1, 18]]
    assert np.isnan(rate_of(none_negative, RateConstraint(rate="misses")))
    assert np.isnan(difference_p(none_negative, TABLE, constraint=RateConstraint(rate="misses")))


@pytest.mark.parametrize("rate", RATES)
def test_equal_groups_differ_by_chance_and_others_do_not(rate):
    random = np.random.default_rng(3)
    constraint = RateConstraint(rate=rate)
    chances = TABLE.ravel() / TABLE.sum()
    rest = random.multinomial(2000, chances).reshape(3, 3)
    ps = [
        difference_p(random.multinomial(200, chances).reshape(3, 3), rest, constraint=constraint)
        for _ in range(300)
    ]
    assert 0.01 <= np.mean(np.array(ps) < 0.05) <= 0.085
    often_negative = np.array([[19, 1, 0], [8, 9, 3], [12, 8, 40]])
    fewer_missed = np.array([[20, 0, 0], [2, 6, 2], [1, 1, 18]])
    other = fewer_missed if rate == "misses" else often_negative
    assert difference_p(other, rest * 3, constraint=constraint) < 0.02


@pytest.mark.parametrize(
    "wrong", [{"sentiment": "mixed"}, {"rate": "precision"}, {"tolerance": 0.0}, {"tolerance": 3}]
)
def test_what_makes_no_constraint_is_refused_in_words(wrong):
    with pytest.raises(UsageError, match=str(next(iter(wrong.values())))):
        RateConstraint(**wrong)


def test_each_constraint_is_a_sentence():
    sentences = {RateConstraint(rate=rate).in_words for rate in RATES}
    assert len(sentences) == len(RATES)
    assert all("3 points" in one and one.endswith("for it.") for one in sentences)
    assert "1 point from" in RateConstraint(tolerance=0.01).in_words
