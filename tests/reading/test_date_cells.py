from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from sentiment.reading.date_cells import ClockedDate, NumericDate, parse_date

DAYS = [
    ("January 15, 2024", date(2024, 1, 15)),
    ("Jan. 5th, 2024", date(2024, 1, 5)),
    ("15 janvier 2024", date(2024, 1, 15)),
    ("1er février 2024", date(2024, 2, 1)),
    ("mar. 15 janv. 2024", date(2024, 1, 15)),
    ("15. März 2024", date(2024, 3, 15)),
    ("15. Mrz 24", date(2024, 3, 15)),  # as Excel shortens it
    ("民國113年1月15日", date(2024, 1, 15)),
    ("15 de enero de 2024", date(2024, 1, 15)),
    ("12 gennaio 2026", date(2026, 1, 12)),
    ("3 de março de 2024", date(2024, 3, 3)),
    ("15 maart 2024", date(2024, 3, 15)),
    ("12 stycznia 2026 r.", date(2026, 1, 12)),
    ("12 Ocak 2026", date(2026, 1, 12)),
    ("15 января 2024 г.", date(2024, 1, 15)),
    ("15 січня 2024", date(2024, 1, 15)),
    ("15 يناير 2024", date(2024, 1, 15)),
    ("١٥ يناير ٢٠٢٤", date(2024, 1, 15)),
    ("٢٠٢٤/١/١٥", date(2024, 1, 15)),
    ("2024年1月15日", date(2024, 1, 15)),
    ("令和6年1月15日", date(2024, 1, 15)),
    ("2024년 1월 15일", date(2024, 1, 15)),
    ("2024. 1. 15.", date(2024, 1, 15)),
    ("15 Agustus 2024", date(2024, 8, 15)),
    ("den 12 januari 2026", date(2026, 1, 12)),
    ("15. syyskuuta 2024", date(2024, 9, 15)),
    ("15. led. 2024", date(2024, 1, 15)),
    ("2024. január 15.", date(2024, 1, 15)),
    ("5 tháng 1, 2024", date(2024, 1, 5)),
    ("15 जनवरी 2024", date(2024, 1, 15)),
    ("15 มกราคม 2567", date(2024, 1, 15)),
    ("15 ינואר 2024", date(2024, 1, 15)),
    ("15-Mar-2024", date(2024, 3, 15)),
    ("2024/1/5", date(2024, 1, 5)),
    ("20240115", date(2024, 1, 15)),
    ("2019-4", date(2019, 4, 1)),
    ("Apr 2019", date(2019, 4, 1)),
    ("Date of experience: January 15, 2024", date(2024, 1, 15)),
]


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_days(text: str, day: date) -> None:
    assert parse_date(text) == datetime(day.year, day.month, day.day)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-01-15 10:00:00+05:30", datetime(2024, 1, 15, 4, 30)),
        ("2024-01-15T10:00:00.123456789Z", datetime(2024, 1, 15, 10, 0, 0, 123456)),
        ("2025-03-02 10:12:00 UTC", datetime(2025, 3, 2, 10, 12)),
        ("Mon, 15 Jan 2024 10:00:00 +0200", datetime(2024, 1, 15, 8)),
        ("Mon Jan 15 10:00:00 UTC 2024", datetime(2024, 1, 15, 10)),
        ("Wed Jan 15 2024 10:00:00 GMT+0100 (CET)", datetime(2024, 1, 15, 9)),
        ("March 3 2024 at 10:00 pm", datetime(2024, 3, 3, 22)),
        ("March 3 2024, 12:05 a.m.", datetime(2024, 3, 3, 0, 5)),
        ("2024년 1월 15일 오후 3:20", datetime(2024, 1, 15, 15, 20)),
        ("2024/01/15 23:10", datetime(2024, 1, 15, 23, 10)),
        ("20240115T100000Z", datetime(2024, 1, 15, 10)),
        ("20240115T1000+0100", datetime(2024, 1, 15, 9)),
    ],
)
def test_times_are_utc(text: str, moment: datetime) -> None:
    assert parse_date(text) == moment


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2 weeks ago", "2024-02-30", "2024-13-45", "May", "Apr-24", "1234567",
             "12:30", "99/99/9999", "0001-01-01 10:00:00+14:00", "5", "v1.2.3 of 4"]
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    found = parse_date(text)
    if isinstance(found, ClockedDate):
        assert found.as_time("dmy") is found.as_time("mdy") is None
    else:
        assert found is None


def test_numeric_dates_wait_for_their_order() -> None:
    found = parse_date("05/03/2025 14:30")
    assert found == ClockedDate(
        NumericDate(5, 3, 2025, True), timedelta(hours=14, minutes=30), timedelta()
    )
    assert isinstance(found, ClockedDate)
    assert found.as_time("dmy") == datetime(2025, 3, 5, 14, 30)
    assert found.as_time("mdy") == datetime(2025, 5, 3, 14, 30)
    assert found.as_time(None) is None


def test_a_day_that_every_order_agrees_on_needs_none() -> None:
    found = parse_date("05/05/2025")
    assert isinstance(found, ClockedDate)
    assert found.as_time(None) == datetime(2025, 5, 5)


def test_years_of_two_digits() -> None:
    assert NumericDate(15, 3, 25, False).as_date("dmy") == date(2025, 3, 15)
    assert NumericDate(15, 3, 25, False).as_date("ymd") == date(2015, 3, 25)
    assert NumericDate(15, 3, 99, False).as_date("dmy") == date(1999, 3, 15)
