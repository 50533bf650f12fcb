"""Numbers and dates as the reader's locale writes them."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import NumberPattern, format_decimal, format_percent

from pages.components.plain_text import isolated

if TYPE_CHECKING:
    from datetime import date, datetime

    from sentiment.records import Grain, Interval


@dataclass(frozen=True)
class ReaderFormat:
    """How one reader writes numbers and dates."""

    locale: Locale

    def number(self, value: float, *, digits: int = 0) -> str:
        """A number with the locale's grouping and ``digits`` decimals; never −0."""
        pattern = _with_digits(self.locale.decimal_formats[None], digits)
        seen = round(value, digits) + 0.0
        return _in_english(
            format_decimal(seen, format=pattern, locale=self.locale).replace("-", "−")
        )

    def percent(self, share: float, *, digits: int = 0) -> str:
        """A share (0 to 1) as a percentage."""
        pattern = _with_digits(self.locale.percent_formats[None], digits)
        return _in_english(format_percent(share, format=pattern, locale=self.locale))

    def points(self, difference: float, *, digits: int = 0) -> str:
        """A difference of two shares (−1 to 1) in percentage points, with its sign."""
        rounded = round(100 * difference, digits)
        sign = "+" if rounded > 0 else "−" if rounded < 0 else "±"
        return f"{sign}{self.number(abs(rounded), digits=digits)} pts"

    def share(self, interval: Interval, *, digits: int = 0) -> str:
        """A share with its 95 % interval, e.g. ``41% (37%–45%)``."""
        low, high = (self.percent(edge, digits=digits) for edge in (interval.low, interval.high))
        return f"{self.percent(interval.value, digits=digits)} ({low}–{high})"

    def day(self, day: date | datetime) -> str:
        """A day, written with the month's short name or as the locale is used to."""
        return _in_english(format_date(day, format="medium", locale=self.locale))

    def moment(self, moment: datetime) -> str:
        """A day with its time."""
        return _in_english(format_datetime(moment, format="short", locale=self.locale))

    def period(self, first_day: date, *, grain: Grain) -> str:
        """A day, the week from a Monday on, or a month with its year."""
        if grain == "month":
            return _in_english(format_skeleton("yMMM", first_day, locale=self.locale))
        return self.day(first_day) if grain == "day" else f"week of {self.day(first_day)}"

    def reviews(self, count: int) -> str:
        """A number of reviews, in words."""
        return "1 review" if count == 1 else f"{self.number(count)} reviews"

    def duration(self, seconds: float) -> str:
        """About how long: ``4 s``, ``3 min``, ``2 h 10 min``."""
        whole = round(seconds)
        if whole < 90:
            return f"{whole} s"
        minutes = round(whole / 60)
        if minutes < 90:
            return f"{minutes} min"
        return f"{minutes // 60} h {minutes % 60} min"

    @property
    def day_pattern(self) -> str:
        """The order of day, month and year for Streamlit's date fields."""
        short = self.locale.date_formats["short"].pattern.lower()
        order = sorted("dmy", key=short.find)
        separator = "." if "." in short else "-" if "-" in short else "/"
        if order[0] == "y":
            return f"YYYY{separator}MM{separator}DD"
        first, second = ("DD", "MM") if order[0] == "d" else ("MM", "DD")
        return f"{first}{separator}{second}{separator}YYYY"

    def tick_format(self, *, grain: Grain) -> str:
        """How a chart writes the days or months beneath its time axis (a d3 format).

        Plotly knows the names of the months in English alone, so everybody else
        reads the month's number, in the place where their locale puts it.
        """
        if self.locale.language == "en":
            if grain == "month":
                return "%b\n%Y"
            day_first = str(self.locale.datetime_skeletons["MMMd"]).startswith("d")
            return "%-d %b\n%Y" if day_first else "%b %-d\n%Y"
        if grain == "month":
            return _as_d3(str(self.locale.datetime_skeletons["yM"]))
        return _as_d3(str(self.locale.datetime_skeletons["Md"])) + "\n%Y"


# LEFT-TO-RIGHT MARK, RIGHT-TO-LEFT MARK, ARABIC LETTER MARK.
_WITHOUT_MARKS = dict.fromkeys((0x200E, 0x200F, 0x061C))


def _in_english(text: str) -> str:
    """What a locale writes from right to left, made to stand in our English sentences.

    The locale's own marks of direction are meant for a page that runs from the
    right; in ours they would tear ``18/05/2026`` into ``182026/05/``.

    >>> _in_english("18\u200f/05\u200f/2026")
    '18/05/2026'
    """
    return isolated(text.translate(_WITHOUT_MARKS))


_D3_FIELDS = {"d": "%-d", "dd": "%d", "M": "%-m", "MM": "%m", "L": "%-m", "LL": "%m"}


def _as_d3(pattern: str) -> str:
    """A date pattern of numbers, such as ``dd/MM`` or ``M/y``, in the notation of d3.

    >>> _as_d3("dd.MM"), _as_d3("y. M.")
    ('%d.%m', '%Y. %-m.')
    """
    return re.sub(
        r"[dMLy]+", lambda field: _D3_FIELDS.get(field[0], "%Y"), pattern.translate(_WITHOUT_MARKS)
    )


def _with_digits(pattern: NumberPattern, digits: int) -> NumberPattern:
    """The locale's own pattern (its grouping, its place for the sign) with fixed decimals."""
    fixed = copy(pattern)
    fixed.frac_prec = (digits, digits)
    return fixed


def format_for(name: str | None) -> ReaderFormat:
    """The format of a browser's locale such as ``pt-BR``; English where it is unknown."""
    try:
        return ReaderFormat(Locale.parse(name or "en", sep="-"))
    except (UnknownLocaleError, ValueError):
        return ReaderFormat(Locale("en"))


def reader_format() -> ReaderFormat:
    """The format of the person who looks at the page."""
    return format_for(st.context.locale)
