from __future__ import annotations

from datetime import date, datetime

import pyarrow as pa
import pytest

from sentiment.reading.dates import FALLBACK, Dates, read_dates

TODAY = date(2026, 11, 22)


def read(*cells: str | None, **options: object) -> Dates:
    return read_dates(pa.array(cells, pa.string()), today=TODAY, **options)  # type: ignore[arg-type]


def days(dates: Dates) -> list[str | None]:
    return [d and f"{d:%Y-%m-%d}" for d in dates.written_at.to_pylist()]


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2024-01-15", datetime(2024, 1, 15)),
        ("2024-01-15 10:11", datetime(2024, 1, 15, 10, 11)),
        ("2024-01-15T10:11:12.5", datetime(2024, 1, 15, 10, 11, 12, 500000)),
        ("2024-01-15T10:11:12Z", datetime(2024, 1, 15, 10, 11, 12)),
        ("2024-01-15T10:11:12+02:00", datetime(2024, 1, 15, 8, 11, 12)),
        ("2024-01-15 10:11:12 -0500", datetime(2024, 1, 15, 15, 11, 12)),
        ("2024-01-15 10:11:12 UTC", datetime(2024, 1, 15, 10, 11, 12)),
        ("1705313472", datetime(2024, 1, 15, 10, 11, 12)),
        ("1705313472000", datetime(2024, 1, 15, 10, 11, 12)),
        ("1705313472000000", datetime(2024, 1, 15, 10, 11, 12)),
        ("1705313472.0", datetime(2024, 1, 15, 10, 11, 12)),
        ("45306", datetime(2024, 1, 15)),
        ("45306.5", datetime(2024, 1, 15, 12)),
    ],
)
def test_iso_and_numbers(cell: str, moment: datetime) -> None:
    assert read(cell, None, " ", "-", "missing").written_at.to_pylist() == [moment, *[None] * 4]
    # the same beside cells of another form
    assert read(cell, "15 May 2024", "2024-02-30").written_at.to_pylist()[0] == moment


def test_one_impossible_day_does_not_hinder_the_others() -> None:
    dates = read("2024-02-29", "2024-02-30", "2024-03-01T10:00:00Z")
    assert days(dates) == ["2024-02-29", None, "2024-03-01"]
    assert dates.unread == 1


def test_the_whole_column_settles_the_order() -> None:
    assert days(read("05/03/2025", "15/03/2025")) == ["2025-03-05", "2025-03-15"]
    assert days(read("05/03/2025", "03/15/2025")) == ["2025-05-03", "2025-03-15"]
    assert read("05/03/2025", "15/03/2025").order == "dmy"
    assert read("05-03-2025", "03-15-2025").order == "mdy"
    assert read("5.3.25", "15.3.25", "31.3.25").order == "dmy"


def test_an_unsettled_order_stores_no_date() -> None:
    dates = read("05/03/2025", "06/04/2025", "07/07/2025", "2025-01-01")
    assert days(dates) == [None, None, "2025-07-07", "2025-01-01"]
    assert (dates.order, dates.settled, dates.unsettled, dates.unread) == (None, False, 2, 0)


def test_a_fallback_settles_only_what_the_column_does_not() -> None:
    dates = read("05/03/2025", fallback="mdy")
    assert (days(dates), dates.why) == (["2025-05-03"], FALLBACK)
    assert read("15/03/2025", fallback="mdy").order == "dmy"


def test_a_named_order_always_wins() -> None:
    dates = read("05/03/2025", "15/03/2025", order="mdy")
    assert days(dates) == ["2025-05-03", None]
    assert (dates.order, dates.settled, dates.unread) == ("mdy", True, 1)


def test_contradicting_rows_settle_nothing() -> None:
    dates = read("15/03/2025", "03/15/2025", "05/06/2025")
    assert (dates.order, dates.settled) == (None, False)
    assert days(dates) == [None, None, None]


def test_a_typing_error_does_not_unsettle() -> None:
    cells = [f"{day:02d}/03/2025" for day in range(1, 32)] * 2
    dates = read(*cells, "03/15/2025")
    assert dates.order == "dmy"
    assert dates.unread == 1


def test_dots_have_the_day_first() -> None:
    assert read("05.03.2025", "06.04.2025").order == "dmy"


def test_years_of_two_digits_may_come_first() -> None:
    dates = read("24/12/31", "25/01/05", "25/02/28")
    assert dates.order == "ymd"
    assert days(dates) == ["2024-12-31", "2025-01-05", "2025-02-28"]
    assert read("15/03/25", "31/12/24", "28/02/25").order == "dmy"


def test_no_future_and_nothing_before_1995() -> None:
    dates = read("1994-12-31", "1995-01-01", "2026-11-23", "2026-11-25", "2099-01-01", "0001-01-01")
    assert days(dates) == [None, "1995-01-01", "2026-11-23", None, None, None]
    assert (dates.impossible, dates.unread) == (4, 0)


def test_many_different_times_are_read_like_few() -> None:
    few = [
        "05/13/2025 1:02:03 PM",
        "5/14/2025, 12:00 am",
        "05/15/2025 99:99",
        "x 10:00:00",
        "5/6/25",
    ]
    many = [f"05/{n % 27 + 1}/2025 {n % 24:02d}:{n % 60:02d}:{n % 59:02d}" for n in range(25000)]
    dates = read(*few, *many)
    assert dates.written_at.to_pylist()[:5] == read(*few).written_at.to_pylist()
    assert dates.written_at.to_pylist()[5:8] == [
        datetime(2025, 5, 1, 0, 0, 0),
        datetime(2025, 5, 2, 1, 1, 1),
        datetime(2025, 5, 3, 2, 2, 2),
    ]
    assert (dates.order, dates.unread) == ("mdy", 2)


def test_nothing_at_all() -> None:
    assert read().written_at.type == pa.timestamp("us")
    dates = read(None, None)
    assert (dates.order, dates.settled, dates.unread) == (None, True, 0)
    assert read("some", "words").unread == 2


def test_days_that_are_none_say_nothing_of_an_order() -> None:
    dates = read_dates(pa.array(["31/02/2024"]))
    assert (dates.order, dates.why) == (None, "")
