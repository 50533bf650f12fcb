from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sentiment.records import ImportReport, ReadingOptions
from sentiment.storage.database import Database
from sentiment.workflows.importing import import_file

ROWS = (
    "Comment,Stars,When",
    "Good,5,03/04/2025",
    "Good,5,04/03/2025",
    "Bad,1,05/05/2025",
    "Late,2,02/06/2025 10:30",
)


def ingest(
    database: Database, folder: Path, *rows: str, order: Any, name: str = "a.csv"
) -> ImportReport:
    path = folder / name
    path.write_text("\n".join(rows), encoding="utf-8")
    (report,) = import_file(database, path, options=ReadingOptions(date_order=order))
    assert report.read == report.kept + report.rejected + report.duplicates
    return report


def current(database: Database) -> list[tuple[str, str]]:
    with database.cursor() as cursor:
        rows = cursor.execute(
            "SELECT text, strftime(written_at, '%d.%m') FROM reviews WHERE is_current "
            "ORDER BY line, 2"
        ).fetchall()
        [(doubled,)] = cursor.execute(
            "SELECT count(*) - count(DISTINCT review_id) FROM reviews WHERE is_current"
        ).fetchall()
    assert doubled == 0
    return rows


RIGHT = [("Good", "03.04"), ("Good", "04.03"), ("Bad", "05.05"), ("Late", "02.06")]


def test_the_second_reading_takes_the_place_of_the_first(
    database: Database, tmp_path: Path
) -> None:
    ingest(database, tmp_path, *ROWS, order="mdy")
    report = ingest(database, tmp_path, *ROWS, order="dmy")
    assert (report.kept, report.updated, report.duplicates) == (3, 3, 1)
    assert current(database) == RIGHT
    again = ingest(database, tmp_path, *ROWS, order="dmy")
    assert (again.kept, again.duplicates) == (0, 4)
    assert current(database) == RIGHT


def test_the_last_reading_counts_also_when_it_was_the_first(
    database: Database, tmp_path: Path
) -> None:
    for order in ("dmy", "mdy", "dmy", "dmy"):
        ingest(database, tmp_path, *ROWS, order=order)
    assert current(database) == RIGHT


def test_dates_that_the_wrong_order_could_not_read(database: Database, tmp_path: Path) -> None:
    rows = (*ROWS, "Fine,4,17/06/2025", "Fine,4,18/06/2025")
    first = ingest(database, tmp_path, *rows, order="mdy")
    assert first.duplicates == 1, "two rows without a date that say the same"
    ingest(database, tmp_path, *rows, order="dmy")
    assert current(database) == [*RIGHT, ("Fine", "17.06"), ("Fine", "18.06")]


def test_an_overlapping_file_that_was_right_stays_right(database: Database, tmp_path: Path) -> None:
    ingest(database, tmp_path, *ROWS[:2], order="dmy", name="older.csv")
    ingest(database, tmp_path, *ROWS, order="mdy")
    ingest(database, tmp_path, *ROWS, order="dmy")
    assert sorted(current(database)) == sorted(RIGHT)


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        (ROWS, "other.csv"),
        ((*ROWS, "More,3,01/02/2025"), "a.csv"),
        ((*ROWS[:4], "Late,3,02/06/2025 10:30"), "a.csv"),
        ((*ROWS[:4], "Late,2,02/07/2025 10:30"), "a.csv"),
        ((ROWS[0], ROWS[3], ROWS[1], ROWS[2], ROWS[4]), "a.csv"),
    ],
    ids=["other name", "more rows", "another rating", "another date", "another order of rows"],
)
def test_whatever_else_differs_nothing_is_replaced(
    database: Database, tmp_path: Path, rows: tuple[str, ...], name: str
) -> None:
    ingest(database, tmp_path, *ROWS, order="mdy")
    report = ingest(database, tmp_path, *rows, order="dmy", name=name)
    assert report.updated == 0
