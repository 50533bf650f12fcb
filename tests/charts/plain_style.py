"""Numbers and dates as in English, without the pages."""

from __future__ import annotations

from datetime import date

from sentiment.records import Grain, Interval


class PlainStyle:
    """The simplest number style that there is."""

    def number(self, value: float, *, digits: int = 0) -> str:
        return f"{value:,.{digits}f}"

    def percent(self, share: float, *, digits: int = 0) -> str:
        return f"{100 * share:.{digits}f}%"

    def points(self, difference: float, *, digits: int = 0) -> str:
        return f"{100 * difference:+.{digits}f} pts"

    def share(self, interval: Interval, *, digits: int = 0) -> str:
        return f"{self.percent(interval.value)} ({interval.low:.0%}-{interval.high:.0%})"

    def day(self, day: date) -> str:
        return day.isoformat()

    def period(self, first_day: date, *, grain: Grain) -> str:
        return f"{grain} {first_day.isoformat()}"

    def tick_format(self, *, grain: Grain) -> str:
        return f"%{grain}"
