"""Series over time: what is counted where, and what becomes of small groups."""

from __future__ import annotations

from datetime import date

import pytest

from sentiment.evaluation.trend_series import (
    OTHERS,
    arrange_series,
    divide_counts,
    measure_counts,
    split_groups,
)
from sentiment.records import SentimentCounts

JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)


def counts(group: str, start: date | None, negative: int, positive: int, **more):
    return SentimentCounts(group, negative + positive, negative, 0, positive, period=start, **more)


def test_small_groups_are_put_together():
    assert split_groups(("a", "b", "c"), most=3) == (("a", "b", "c"), ())
    assert split_groups(("a", "b", "c", "d"), most=3) == (("a", "b"), ("c", "d"))
    assert split_groups((), most=3) == ((), ())


def test_the_others_are_the_whole_without_the_groups():
    by_group = [counts("DE", JUNE, 4, 6), counts("DE", JULY, 1, 1), counts("DE", None, 1, 1)]
    whole = [counts("", JUNE, 10, 10), counts("", JULY, 1, 1), counts("", None, 5, 5)]
    german, others = divide_counts(by_group, groups=("DE",), whole=whole)
    assert list(german) == [JUNE, JULY]
    assert list(others) == [JUNE]
    assert (others[JUNE].group, others[JUNE].negative, others[JUNE].positive) == (OTHERS, 6, 4)
    assert len(divide_counts(by_group, groups=("DE",), whole=None)) == 1


def test_reviews_that_came_in_between_two_queries_do_no_harm():
    german, others = divide_counts(
        [counts("DE", JUNE, 5, 5), counts("DE", JULY, 1, 1)],
        groups=("DE",),
        whole=[counts("", JUNE, 4, 8)],
    )
    assert german[JULY].reviews == 2
    assert others[JUNE].negative == 0


def test_the_period_before_is_drawn_where_the_period_is():
    now, before = {JUNE: counts("DE", JUNE, 4, 6)}, {date(2026, 3, 1): counts("DE", None, 1, 9)}
    series = arrange_series(
        "DE", ("DE",), now=now, before=before, steps=3, grain="month", measure="negative"
    )
    (earlier,) = series.earlier
    assert (earlier.start, earlier.counted_from) == (JUNE, date(2026, 3, 1))
    assert earlier.value is not None and earlier.value.value == 0.1
    assert series.points[0].start == series.points[0].counted_from == JUNE
    assert series.reviews == 10


@pytest.mark.parametrize(
    ("measure", "value"), [("negative", 0.25), ("positive", 0.75), ("net", 0.5), ("stars", 3.5)]
)
def test_each_measure_has_its_value_and_n(measure, value):
    measured = measure_counts(
        counts("DE", JUNE, 10, 30, starred=20, stars_sum=70.0), measure=measure
    )
    assert measured is not None and measured.value == pytest.approx(value)
    assert measured.low < value < measured.high
    assert measured.n == (20 if measure == "stars" else 40)


def test_what_is_not_scored_or_starred_has_no_value():
    nothing = SentimentCounts("DE", 9, 0, 0, 0)
    assert measure_counts(nothing, measure="negative") is None
    assert measure_counts(nothing, measure="stars") is None
