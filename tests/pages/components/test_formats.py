from __future__ import annotations

from datetime import date

import pytest

from pages.components.formats import format_for
from sentiment.records import Interval


@pytest.mark.parametrize(
    ("locale", "number", "share", "day"),
    [
        ("en-US", "1,234,567", "41%", "Mar 5, 2025"),
        ("en-GB", "1,234,567", "41%", "5 Mar 2025"),
        ("de-DE", "1.234.567", "41\xa0%", "05.03.2025"),
        ("fr", "1\u202f234\u202f567", "41\xa0%", "5 mars 2025"),
        ("ja-JP", "1,234,567", "41%", "2025/03/05"),
        ("pt-BR", "1.234.567", "41%", "5 de mar. de 2025"),
        ("hi-IN", "12,34,567", "41%", "5 मार्च 2025"),
    ],
)
def test_numbers_shares_and_days(locale: str, number: str, share: str, day: str) -> None:
    style = format_for(locale)
    assert style.number(1_234_567) == number
    assert style.percent(0.41) == share
    assert style.day(date(2025, 3, 5)) == day


@pytest.mark.parametrize(
    ("locale", "day", "month"),
    [
        ("ar-EG", "18/05/2026", "\u2068مايو 2026\u2069"),
        ("he-IL", "\u206818 במאי 2026\u2069", "\u2068מאי 2026\u2069"),
        ("fa", "\u206818 مه 2026\u2069", "\u2068مه 2026\u2069"),
    ],
)
def test_dates_from_right_to_left_stand_in_english_sentences(
    locale: str, day: str, month: str
) -> None:
    style, first = format_for(locale), date(2026, 5, 18)
    assert style.day(first) == day
    assert style.period(first, grain="month") == month
    assert "\u200f" not in style.tick_format(grain="day") + style.tick_format(grain="month")


@pytest.mark.parametrize("name", [None, "", "xx-YY", "C", "not a locale", "zh-Hans-CN", "sr_Latn"])
def test_any_locale_of_a_browser_is_taken(name: str | None) -> None:
    assert format_for(name).number(1) == "1"


def test_a_minus_is_a_minus_and_nothing_has_none() -> None:
    assert format_for("en-US").number(-0.914, digits=2) == "−0.91"
    assert format_for("en-US").number(-0.004, digits=2) == "0.00"


@pytest.mark.parametrize(
    ("difference", "words"), [(0.034, "+3 pts"), (-0.12, "−12 pts"), (0.001, "±0 pts")]
)
def test_points_carry_their_sign(difference: float, words: str) -> None:
    assert format_for("en").points(difference) == words


def test_a_share_shows_its_interval() -> None:
    assert format_for("en").share(Interval(0.412, 0.371, 0.454, 300)) == "41% (37%–45%)"
    assert format_for("en").percent(0.4125, digits=1) == "41.2%"


@pytest.mark.parametrize(
    ("seconds", "words"), [(3.6, "4 s"), (89, "89 s"), (150, "2 min"), (7800, "2 h 10 min")]
)
def test_durations(seconds: float, words: str) -> None:
    assert format_for("en").duration(seconds) == words


@pytest.mark.parametrize(
    ("locale", "pattern"),
    [
        ("en-US", "MM/DD/YYYY"),
        ("en-GB", "DD/MM/YYYY"),
        ("de", "DD.MM.YYYY"),
        ("ja", "YYYY/MM/DD"),
        ("nl", "DD-MM-YYYY"),
        ("sv", "YYYY-MM-DD"),
    ],
)
def test_date_fields_follow_the_locale(locale: str, pattern: str) -> None:
    assert format_for(locale).day_pattern == pattern


def test_periods_are_named_by_their_grain() -> None:
    style, first = format_for("en"), date(2025, 3, 3)
    assert style.period(first, grain="month") == "Mar 2025"
    assert style.period(first, grain="week") == "week of Mar 3, 2025"
    assert style.period(first, grain="day") == "Mar 3, 2025"


@pytest.mark.parametrize(
    ("locale", "day", "month"),
    [
        ("en-US", "%b %-d\n%Y", "%b\n%Y"),
        ("en-GB", "%-d %b\n%Y", "%b\n%Y"),
        ("de-DE", "%-d.%-m.\n%Y", "%-m/%Y"),
        ("pt-BR", "%d/%m\n%Y", "%m/%Y"),
        ("ja-JP", "%-m/%-d\n%Y", "%Y/%-m"),
        ("fi", "%-d.%-m.\n%Y", "%-m.%Y"),
    ],
)
def test_time_axes_are_written_in_the_order_of_the_locale(
    locale: str, day: str, month: str
) -> None:
    style = format_for(locale)
    assert style.tick_format(grain="week") == day
    assert style.tick_format(grain="month") == month
