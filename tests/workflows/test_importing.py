"""Bringing exports in."""

from pathlib import Path

import pytest

from sentiment.errors import ReadingError, UsageError
from sentiment.records import ReadingOptions
from sentiment.storage.database import Database
from sentiment.workflows import importing
from sentiment.workflows.exploring import find


def test_every_row_is_accounted_for(database: Database, export: Path) -> None:
    (report,) = importing.import_file(database, export)
    assert (report.read, report.kept, report.rejected, report.duplicates) == (7, 6, 1, 0)
    assert report.without_text == 1
    assert sum(report.reasons.values()) == 1


def test_the_same_file_twice_adds_nothing(database: Database, export: Path) -> None:
    importing.import_file(database, export)
    (again,) = importing.import_file(database, export)
    assert (again.read, again.kept, again.rejected, again.duplicates) == (7, 0, 1, 6)


def test_an_edited_review_becomes_a_new_version(database: Database, export: Path) -> None:
    importing.import_file(database, export)
    edited = export.with_name("later.csv")
    edited.write_text(export.read_text("utf-8").replace("broke after a day", "was replaced"))
    (report,) = importing.import_file(database, edited)
    assert (report.kept, report.updated, report.duplicates) == (1, 1, 5)


def test_refused_rows_come_with_line_and_reason(database: Database, export: Path) -> None:
    importing.import_file(database, export)
    lines = importing.rejected_csv(database).decode("utf-8-sig").splitlines()
    assert lines[0].replace('"', "") == "file,line,reason,raw"
    assert len(lines) == 2
    assert "8" in lines[1]
    assert "r7" in lines[1]


def test_nothing_is_stored_of_a_file_that_cannot_be_read(
    database: Database, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.csv"
    empty.touch()
    with pytest.raises(ReadingError, match=r"empty\.csv"):
        importing.import_file(database, empty)
    assert importing.imports(database) == []


def test_a_saved_profile_recognises_the_next_file(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("was,wann,wie\nGanz gut gemacht das Teil,2026-03-14,4\n", encoding="utf-8")
    options = ReadingOptions(mapping={"text": "was", "date": "wann", "rating": "wie"})
    (recognition,) = importing.recognise(database, path, options=options)
    importing.save_profile(database, recognition, name="house style")
    (again,) = importing.recognise(database, path)
    assert again.profile == "house style"
    assert dict(again.mapping) == {"text": "was", "date": "wann", "rating": "wie"}


def test_a_saved_profile_knows_the_market_of_its_files(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("was,wann\nGanz gut gemacht das Teil,2026-03-14\n", encoding="utf-8")
    options = ReadingOptions(mapping={"text": "was", "date": "wann"}, market="AT")
    (recognition,) = importing.recognise(database, path, options=options)
    importing.save_profile(database, recognition, name="austria", market="AT")
    importing.import_file(database, path)
    assert [review.market for review in find(database).reviews] == ["AT"]


def test_a_profile_cannot_take_a_built_in_name(database: Database, export: Path) -> None:
    from sentiment.reading.exports import profile_names

    (recognition,) = importing.recognise(database, export)
    with pytest.raises(UsageError, match="cannot be saved"):
        importing.save_profile(database, recognition, name=profile_names()[0])


def test_dates_settled_later_make_no_second_review(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "unsettled.csv"
    path.write_text(
        "Review,Rating,Date\nGood one,5,05/03/2025\nBad one,1,04/02/2025\n", encoding="utf-8"
    )
    (unsettled,) = importing.import_file(database, path)
    assert (unsettled.kept, unsettled.first_date) == (2, None)
    (settled,) = importing.import_file(database, path, options=ReadingOptions(date_order="dmy"))
    assert (settled.read, settled.kept, settled.updated, settled.duplicates) == (2, 2, 2, 0)
    page = find(database)
    assert page.total == 2
    assert sorted(str(review.written_at)[:10] for review in page.reviews) == [
        "2025-02-04",
        "2025-03-05",
    ]


def current(database: Database) -> list[tuple[object, ...]]:
    """Text, day and market of the current reviews."""
    with database.cursor() as cursor:
        return cursor.execute(
            "SELECT text, written_at::DATE::VARCHAR, market FROM reviews WHERE is_current "
            "ORDER BY text, market"
        ).fetchall()


NAMED = (
    ReadingOptions(date_order="dmy"),
    ReadingOptions(market="DE"),
    ReadingOptions(market="DE", date_order="dmy"),
)


@pytest.mark.parametrize("ids", [("", ""), ("1,", "2,"), ("rev-000001,", "rev-000002,")])
@pytest.mark.parametrize("named", NAMED)
def test_what_was_named_the_second_time_completes_and_is_never_lost_again(
    database: Database, tmp_path: Path, ids: tuple[str, str], named: ReadingOptions
) -> None:
    path = tmp_path / "reviews.csv"
    heading = "Review ID," if ids[0] else ""
    path.write_text(
        f"{heading}Review,Rating,Date\n"
        f"{ids[0]}Bad and loud,1,05/03/2025\n{ids[1]}Good and quiet,5,06/03/2025\n"
    )
    plain = ReadingOptions()
    first = importing.import_file(database, path, options=plain)[0]
    completed = importing.import_file(database, path, options=named)[0]
    assert (first.kept, completed.kept, completed.updated) == (2, 2, 2)
    told = [  # the market, too, says which comes first: the day
        ("Bad and loud", "2025-03-05", named.market),
        ("Good and quiet", "2025-03-06", named.market),
    ]
    assert current(database) == told
    for options in (plain, named, plain):
        (again,) = importing.import_file(database, path, options=options)
        assert (again.kept, again.duplicates) == (0, 2)
    assert current(database) == told


def test_a_file_read_with_all_that_was_named_is_not_undone_by_reading_it_plainly(
    database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "reviews.csv"
    path.write_text("Review ID,Review,Rating,Date\nrev-000001,Bad and loud,1,05/03/2025\n")
    importing.import_file(database, path, options=NAMED[2])
    (again,) = importing.import_file(database, path)
    assert (again.kept, again.duplicates) == (0, 1)
    assert current(database) == [("Bad and loud", "2025-03-05", "DE")]


def test_the_same_words_in_another_market_are_another_review(
    database: Database, tmp_path: Path
) -> None:
    for market in ("DE", "FR"):
        path = tmp_path / f"{market}.csv"
        path.write_text(f"Review,Rating,Country,Date\nGood,5,{market},2025-03-05\n")
        assert importing.import_file(database, path)[0].kept == 1
    assert current(database) == [("Good", "2025-03-05", "DE"), ("Good", "2025-03-05", "FR")]
