"""Stretches of days, and the stretch of the same length before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sentiment.records import Choices, Filters, Grain


@dataclass(frozen=True)
class Period:
    """Days from ``since`` to ``until``, both included; ``everything`` also means undated reviews.

    >>> march = Period(date(2026, 3, 1), date(2026, 3, 31))
    >>> march.days, march.before().since, march.before().until
    (31, datetime.date(2026, 1, 29), datetime.date(2026, 2, 28))
    """

    since: date
    until: date
    everything: bool = False

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.until - self.since).days + 1

    def before(self) -> Period:
        """The period of the same length that ends the day before this one."""
        return Period(self.since - timedelta(days=self.days), self.since - timedelta(days=1))

    def narrow(self, filters: Filters) -> Filters:
        """``filters`` restricted to these days."""
        if self.everything:
            return filters
        return replace(filters, since=self.since, until=self.until)


def latest_period(choices: Choices, *, days: int | None) -> Period | None:
    """The last ``days`` days up to the newest review, or everything; None without dates.

    It ends at the newest review and not today, because exports are always older
    than the day on which they are looked at.
    """
    if choices.first_day is None or choices.last_day is None:
        return None
    if days is None:
        return Period(choices.first_day, choices.last_day, everything=True)
    return Period(choices.last_day - timedelta(days=days - 1), choices.last_day)


def start_of(day: date, *, grain: Grain) -> date:
    """The first day of the day, week (Monday) or month that ``day`` lies in.

    >>> start_of(date(2026, 6, 10), grain="week")
    datetime.date(2026, 6, 8)
    """
    if grain == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if grain == "week" else day


def next_start(day: date, *, grain: Grain, steps: int = 1) -> date:
    """The start of the day, week or month that begins ``steps`` after the one at ``day``.

    >>> next_start(date(2025, 12, 1), grain="month", steps=2)
    datetime.date(2026, 2, 1)
    """
    if grain == "month":
        months = day.year * 12 + day.month - 1 + steps
        return date(months // 12, months % 12 + 1, 1)
    return day + timedelta(days=steps * (7 if grain == "week" else 1))


def last_day_of(start: date, *, grain: Grain) -> date:
    """The last day of the day, week or month that begins at ``start``."""
    return next_start(start, grain=grain) - timedelta(days=1)


def count_starts(period: Period, *, grain: Grain) -> int:
    """How many days, weeks or months ``period`` is long, rounded, at least 1."""
    if grain == "month":
        return max(1, round(period.days / 30.44))
    return max(1, round(period.days / (7 if grain == "week" else 1)))
