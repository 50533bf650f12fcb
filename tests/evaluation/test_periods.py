"""Periods, their predecessors, and the starts of days, weeks and months."""

from __future__ import annotations

from datetime import date

import pytest

from sentiment.evaluation.periods import (
    Period,
    count_starts,
    last_day_of,
    latest_period,
    next_start,
    start_of,
)
from sentiment.records import Choices, Filters


def choices(first: date | None, last: date | None) -> Choices:
    return Choices({}, {}, {}, {}, first, last, 10, 10)


def test_the_latest_period_ends_at_the_newest_review():
    known = choices(date(2025, 1, 3), date(2026, 6, 30))
    month = latest_period(known, days=30)
    assert month == Period(date(2026, 6, 1), date(2026, 6, 30)) and month.days == 30
    everything = latest_period(known, days=None)
    assert everything is not None and everything.since == date(2025, 1, 3)
    assert everything.everything and everything.narrow(Filters()) == Filters()
    assert latest_period(choices(None, None), days=30) is None


def test_a_period_narrows_filters_and_meets_the_one_before():
    period = Period(date(2026, 6, 1), date(2026, 6, 30))
    narrowed = period.narrow(Filters(markets=("DE",)))
    assert narrowed == Filters(markets=("DE",), since=period.since, until=period.until)
    assert period.before().days == period.days
    assert (period.since - period.before().until).days == 1


@pytest.mark.parametrize(
    ("grain", "start", "following", "last"),
    [
        ("day", date(2024, 2, 29), date(2024, 3, 1), date(2024, 2, 29)),
        ("week", date(2024, 2, 26), date(2024, 3, 4), date(2024, 3, 3)),
        ("month", date(2024, 2, 1), date(2024, 3, 1), date(2024, 2, 29)),
    ],
)
def test_starts_of_a_leap_day(grain, start, following, last):
    assert start_of(date(2024, 2, 29), grain=grain) == start
    assert next_start(start, grain=grain) == following
    assert next_start(following, grain=grain, steps=-1) == start
    assert last_day_of(start, grain=grain) == last


def test_how_many_starts_a_period_is_long():
    quarter = Period(date(2026, 4, 1), date(2026, 6, 30))
    assert [count_starts(quarter, grain=grain) for grain in ("day", "week", "month")] == [91, 13, 3]
    assert count_starts(Period(date(2026, 4, 1), date(2026, 4, 2)), grain="month") == 1
