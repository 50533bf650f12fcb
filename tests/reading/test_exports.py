"""Options, saved profiles, refusals and notes of read_file on files that no profile knows."""

from __future__ import annotations

import json
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from sentiment.errors import ReadingError, UsageError
from sentiment.reading.exports import read_file, recognise_file, stream_file
from sentiment.records import (
    ProgressReport,
    RatingScale,
    ReadExport,
    ReadingOptions,
    SavedProfile,
)

PLAIN = "Comment,Stars,When,Where\nGood one,5,05/03/2025,Spain\nBad one,1,06/04/2025,Peru\n"


def read(
    path: Path, content: str, saved: tuple[SavedProfile, ...] = (), **options: object
) -> ReadExport:
    path.write_text(content, encoding="utf-8")
    chosen = ReadingOptions(**options)  # type: ignore[arg-type]
    (export,) = read_file(path, options=chosen, saved_profiles=saved)
    assert export.read == export.reviews.num_rows + export.rejected.num_rows
    return export


def column(export: ReadExport, name: str) -> list[object]:
    return list(export.reviews.column(name).to_pylist())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file.csv"


def test_an_unknown_file_is_guessed_and_the_guess_is_told(file: Path) -> None:
    recognition = read(file, PLAIN).recognition
    assert recognition.profile == "guessed"
    assert dict(recognition.mapping) == {
        "rating": "Stars",
        "text": "Comment",
        "date": "When",
        "market": "Where",
    }
    assert recognition.examples["Comment"] == ("Good one", "Bad one")
    (guess,) = [note for note in recognition.notes if "uess" in note]
    assert guess == (
        "Guessed by heading: rating = 'Stars', text = 'Comment'; "
        "by values: date = 'When', market = 'Where'."
    )


def test_an_unsettled_order_is_asked_for_and_no_date_is_stored(file: Path) -> None:
    export = read(file, PLAIN)
    assert column(export, "written_at") == [None, None]
    assert export.recognition.date_order is None
    assert not export.recognition.date_order_settled
    (note,) = [note for note in export.recognition.notes if "DATES LEFT EMPTY" in note]
    assert "'05/03/2025'" in note
    assert "--date-order dmy" in note


def test_a_named_order(file: Path) -> None:
    export = read(file, PLAIN, date_order="mdy")
    assert column(export, "written_at") == [datetime(2025, 5, 3), datetime(2025, 6, 4)]
    assert export.recognition.date_order == "mdy"
    assert export.recognition.date_order_settled


@pytest.mark.parametrize(("market", "day"), [("US", 3), ("Spain", 5)])
def test_the_market_of_the_file_settles_the_order(file: Path, market: str, day: int) -> None:
    export = read(file, PLAIN, market=market)
    assert column(export, "market") == ["US" if market == "US" else "ES"] * 2
    assert export.recognition.market_from == f"given for the file: {column(export, 'market')[0]}"
    written = column(export, "written_at")[0]
    assert isinstance(written, datetime)
    assert written.day == day
    assert any("the market does" in note for note in export.recognition.notes)


def test_the_profile_settles_the_order(file: Path) -> None:
    export = read(
        file,
        "Date,Author,Verified,Helpful,Title,Body,Rating,Images,Videos,URL,Variation,Style\n"
        "05/03/2025,A,,0,T,Body,5,0,0,,,\n",
    )
    assert column(export, "written_at") == [datetime(2025, 5, 3)]
    assert export.recognition.market_from is None
    assert any("profile 'helium10' does" in note for note in export.recognition.notes)


def test_a_mapping_overrides_the_guess(file: Path) -> None:
    export = read(file, PLAIN, mapping={"text": "where", "market": ""})
    assert dict(export.recognition.mapping) == {"rating": "Stars", "date": "When", "text": "Where"}
    assert column(export, "text") == ["Spain", "Peru"]


def test_a_mapping_overrides_a_profile(file: Path) -> None:
    export = read(
        file,
        "rating,title,body,reviewerNickname,createdDate,territory,note\n"
        "5,T,Body,x,2024-01-01,DEU,Own words\n",
        mapping={"text": "note"},
    )
    assert export.recognition.profile == "app-store"
    assert column(export, "body") == ["Own words"]


def test_unknown_names_are_refused_with_the_choices(file: Path) -> None:
    with pytest.raises(UsageError, match=r"'texte' is not a field.*'text'.*rating"):
        read(file, PLAIN, mapping={"texte": "Comment"})
    with pytest.raises(UsageError, match=r"no heading 'Coment'.*Comment, Stars, When, Where"):
        read(file, PLAIN, mapping={"text": "Coment"})
    with pytest.raises(UsageError, match=r"No profile is named 'bokking'.*Did you mean booking"):
        read(file, PLAIN, profile="bokking")
    with pytest.raises(UsageError, match="'Nowhere' is not a market"):
        read(file, PLAIN, market="Nowhere")


def test_a_forced_profile(file: Path) -> None:
    export = read(file, "Review,Rating,Extra\nNice,4,x\n", profile="TripAdvisor")
    assert export.recognition.profile == "tripadvisor"
    assert column(export, "text") == ["Nice"]


def test_a_forced_profile_that_does_not_fit(file: Path) -> None:
    with pytest.raises(ReadingError, match=r"read as 'booking'.*Comment, Stars.*--map"):
        read(file, PLAIN, profile="booking")


def test_a_forced_guess(file: Path) -> None:
    assert read(file, "Review,Rating\nNice,4\n", profile="guessed").recognition.profile == "guessed"


def test_a_saved_profile_wins_over_guessing(file: Path) -> None:
    saved = SavedProfile(
        "mine",
        ("Comment", "Stars", "When", "Where"),
        {"text": "Comment", "rating": "Stars", "date": "When"},
        date_order="dmy",
        rating_scale=RatingScale(1, 10),
        market="CL",
    )
    export = read(file, PLAIN, (saved,))
    assert export.recognition.profile == "mine"
    assert column(export, "market") == ["CL", "CL"]
    assert column(export, "written_at") == [datetime(2025, 3, 5), datetime(2025, 4, 6)]
    assert export.recognition.rating_scale == RatingScale(1, 10)
    assert read(file, PLAIN, (saved,), profile="MINE").recognition.profile == "mine"


def test_a_saved_profile_with_these_headings_wins_over_a_known_one(file: Path) -> None:
    saved = SavedProfile("ours", ("Review", "Rating"), {"text": "Review"})
    export = read(file, "Review,Rating\nNice,4\n", (saved,))
    assert export.recognition.profile == "ours"
    assert column(export, "stars") == [None]


def test_a_known_profile_wins_over_a_saved_one_that_is_only_near(file: Path) -> None:
    saved = SavedProfile("old", ("rating", "title", "body", "territory"), {"text": "title"})
    content = "rating,title,body,reviewerNickname,createdDate,territory\n5,T,B,x,2024-01-01,DEU\n"
    assert read(file, content, (saved,)).recognition.profile == "app-store"


def test_rows_with_neither_text_nor_stars_are_refused(file: Path) -> None:
    export = read(
        file,
        "text,rating,date\nGood,5,2024-01-01\n,,2024-01-02\n-,N/A,2024-01-03\n,9,2024-01-04\n"
        ",great,2024-01-05\n,3,2024-01-06\nBad,9,2024-01-07\n",
        rating_scale=RatingScale(1, 5),
    )
    assert export.read == 7
    assert column(export, "text") == ["Good", None, "Bad"]
    assert column(export, "stars") == [5, 3, None]
    assert column(export, "rating") == [5, 3, 9]
    assert export.rejected.to_pylist() == [
        {"line": 3, "reason": "no text and no rating", "raw": ",,2024-01-02"},
        {"line": 4, "reason": "no text and no rating", "raw": "-,N/A,2024-01-03"},
        {
            "line": 5,
            "reason": "no text, and the rating lies outside the scale 1 to 5",
            "raw": ",9,2024-01-04",
        },
        {
            "line": 6,
            "reason": "no text, and the rating cannot be read",
            "raw": ",great,2024-01-05",
        },
    ]


def test_what_cannot_be_read_is_counted_in_notes(file: Path) -> None:
    notes = read(
        file,
        "text,rating,date,country\nGood,5,2024-01-01,DE\nBad,great,someday,Narnia\n"
        "Fine,4,1990-01-01,FR\nSo,3,2024-01-02,FR\n",
    ).recognition.notes
    for expected in (
        "cells of 'rating' that are no rating, left without stars: 1",
        "cells of 'date' that are no date, left empty: 1",
        "dates of 'date' before 1995 or in the future, left empty: 1",
        "cells of 'country' that name no country, left empty: 1",
    ):
        assert expected in notes


def test_headings_with_braces_do_not_disturb_the_notes(file: Path) -> None:
    export = read(file, "text,{0},{date}\nGood,5,x\n", mapping={"rating": "{0}", "date": "{date}"})
    assert "cells of '{date}' that are no date, left empty: 1" in export.recognition.notes


def test_the_market_from_a_locale(file: Path) -> None:
    export = read(file, "text,stars,locale\nMuito bom,5,pt-BR\nGut,4,de_AT\nOk,3,en\n")
    assert column(export, "market") == ["BR", "AT", None]
    assert column(export, "declared_language") == ["pt", "de", "en"]
    assert export.recognition.market_from == "region of the locale in column 'locale'"


def test_the_market_from_the_date_of_an_unknown_file(file: Path) -> None:
    export = read(
        file,
        'what,stars,date\nNice,5,"Reviewed in Canada on May 3, 2025"\n'
        'Bad,1,"Reviewed in India on 13 June 2025"\n',
        mapping={"text": "what"},
    )
    assert column(export, "market") == ["CA", "IN"]
    assert column(export, "written_at") == [datetime(2025, 5, 3), datetime(2025, 6, 13)]
    assert export.recognition.market_from == "sentence in column 'date'"


def test_personal_data_is_masked_where_asked(file: Path) -> None:
    content = "text,author,rating\nCall +49 170 1234567,Ann Lee,5\nhi,Ann Lee,4\n,secret@mail.de,\n"
    export = read(file, content, mask_personal_data=True)
    assert column(export, "text") == ["Call [phone]", "hi"]
    authors = column(export, "author")
    assert authors[0] == authors[1] != "Ann Lee"
    assert export.rejected.column("raw").to_pylist() == [",[e-mail],"]
    assert column(read(file, content), "author") == ["Ann Lee", "Ann Lee"]


def test_a_file_without_text_and_stars_lists_its_headings(file: Path) -> None:
    with pytest.raises(ReadingError, match=r"id, price.*--map text=HEADING"):
        read(file, "id,price\n1,10.5\n2,11.5\n3,12.99\n")


def test_a_title_alone_is_no_review(file: Path) -> None:
    with pytest.raises(ReadingError, match="Title, Price"):
        read(file, "Title,Price\nA lamp,10.5\n")


def test_tables_of_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "Review,Rating\nNice,4\n")
        archive.writestr("b.csv", "id,price\n1,10.5\n2,99.5\n")
    first, second = read_file(path)
    assert first.recognition.file == "all.zip/a.csv"
    assert first.recognition.profile == "tripadvisor"
    assert second.read == second.rejected.num_rows == 2
    assert "no column was found" in second.rejected.column("reason")[0].as_py()


def write_workbook(path: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


COVER = [["Exported by", "Anna"], ["Rows", 3]]
AVERAGES = [["Country", "Rating"], ["DE", 4.2], ["FR", 3.9]]
NOTED = [["Comment", "Stars"], ["Good one", 5], ["Bad one", 1]]


def test_sheets_of_a_workbook(tmp_path: Path) -> None:
    more = [["Comment", "Stars"], ["Third", 2], [None, None], [None, "x"]]
    path = write_workbook(tmp_path / "b.xlsx", Cover=COVER, Sums=AVERAGES, A=NOTED, B=more)
    exports = list(read_file(path))
    assert [(e.recognition.file, e.reviews.num_rows, e.rejected.num_rows) for e in exports] == [
        ("b.xlsx/A", 2, 0),
        ("b.xlsx/B", 1, 1),
        ("b.xlsx/Cover", 0, 1),
        ("b.xlsx/Sums", 0, 2),
    ]
    assert all(e.read == e.reviews.num_rows + e.rejected.num_rows for e in exports)
    assert "no column was found" in exports[2].rejected.column("reason")[0].as_py()
    assert "beside the other sheets" in exports[3].rejected.column("reason")[0].as_py()


def test_sheets_of_texts_alone(tmp_path: Path) -> None:
    texts = [["Comment"], ["Very good indeed"], ["Broke on the first day"]]
    path = write_workbook(tmp_path / "b.xlsx", A=texts, B=texts, Sums=AVERAGES)
    assert [e.reviews.num_rows for e in read_file(path)] == [2, 2, 0]
    only_stars = write_workbook(tmp_path / "c.xlsx", Cover=COVER, Sums=AVERAGES)
    assert [e.reviews.num_rows for e in read_file(only_stars)] == [2, 0]


def test_a_heading_that_a_person_names_chooses_the_sheet(tmp_path: Path) -> None:
    odd = [["aa", "bb"], ["x1", "foo"], ["x2", "bar"]]
    path = write_workbook(tmp_path / "b.xlsx", Cover=COVER, Data=odd)
    options = ReadingOptions(mapping={"text": "bb"})
    data, cover = read_file(path, options=options)
    assert column(data, "text") == ["foo", "bar"]
    assert cover.read == cover.rejected.num_rows == 1
    with pytest.raises(ReadingError, match="no column was found"):
        list(read_file(path))
    with pytest.raises(UsageError, match="no heading 'cc'"):
        list(read_file(path, options=ReadingOptions(mapping={"text": "cc"})))


def test_a_text_that_is_a_formula_without_its_result(tmp_path: Path) -> None:
    rows = [["Comment", "Stars"], ["=A1&B1", 5], ["Fine", 4], ["Good", "=1+1"], [None, "=B3"]]
    (export,) = read_file(write_workbook(tmp_path / "b.xlsx", A=rows))
    assert column(export, "text") == ["Fine", "Good"]
    reason = "a formula stands in place of the review, and the file does not carry its result"
    assert [tuple(row.values()) for row in export.rejected.to_pylist()] == [
        (2, reason, "=A1&B1,5"),
        (5, reason, "=B3"),
    ]
    assert any(note.startswith("3 cells hold formulas") for note in export.recognition.notes)


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.xlsx"])
def test_progress_of_other_formats(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    records = [{"Review": f"Nice one {place}", "Rating": 4} for place in range(3)]
    if name == "a.xlsx":
        workbook = openpyxl.Workbook()
        workbook.active.append(["Review", "Rating"])
        for record in records:
            workbook.active.append(list(record.values()))
        workbook.save(path)
    elif name == "a.json":
        path.write_text(json.dumps(records), encoding="utf-8")
    else:
        path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    reports: list[ProgressReport] = []
    [stream] = stream_file(path, progress=reports.append)
    assert reports[-1].stage == "reading"
    assert reports[-1].done == reports[-1].total > 1
    assert stream.collect().reviews.num_rows == 3


def test_progress_counts_rows_read_and_rows_stored(file: Path) -> None:
    file.write_text("Review,Rating\nNice,4\nFine,5\n,\n-,-\n", encoding="utf-8")
    reports: list[ProgressReport] = []
    [stream] = stream_file(file, progress=reports.append)
    assert (reports[-1].stage, reports[-1].done, reports[-1].total) == ("reading", 4, 4)
    reviews = stream.collect().reviews
    assert reviews.num_rows == 2
    assert (reports[-1].stage, reports[-1].done, reports[-1].total) == ("storing", 3, 3)


def test_recognising_says_what_reading_says(file: Path) -> None:
    expected = read(file, PLAIN).recognition
    assert recognise_file(file) == [expected]
