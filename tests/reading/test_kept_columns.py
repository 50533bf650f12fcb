from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from sentiment.errors import UsageError
from sentiment.reading.exports import read_file, recognise_file
from sentiment.reading.kept_columns import LONGEST, ORIGIN, find_origin
from sentiment.reading.known_profiles import find_profile
from sentiment.records import ReadExport, ReadingOptions, review_schema

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Read = Callable[..., ReadExport] if TYPE_CHECKING else Any

HOTELS = """Hotel_Name,Reviewer_Nationality,Positive_Review,Negative_Review,Reviewer_Score,Traveller
Arena, United Kingdom ,Nice room,No Negative,8.5,Couple
Arena,Deutschland,No Positive,Bad breakfast,4.2, Solo
Arena,Gotham,Lovely,Too loud,7.1,
Arena,n/a,Lovely stay,Too loud,7.1,-
"""
SHOP = """Review Id,Review Content,Review Stars,Review Created (UTC),Review User Email,Device
r-1-long,Good,5,2025-01-02 10:00:00,a@b.com,=phone
r-2-long,Bad,1,2025-01-03 10:00:00,c@d.com,call +49 170 1234567
"""


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_content(content: str | bytes, *, name: str = "f.csv", **options: Any) -> ReadExport:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        (export,) = read_file(path, options=ReadingOptions(**options))
        return export

    return read_content


def kept(export: ReadExport) -> list[dict[str, str] | None]:
    assert export.reviews.schema.equals(review_schema())
    return [None if row is None else dict(row) for row in export.reviews.column("kept").to_pylist()]


def test_the_origin_is_kept_by_itself_and_countries_have_one_name(read: Read) -> None:
    export = read(HOTELS)
    assert kept(export) == [
        {ORIGIN: "United Kingdom"},
        {ORIGIN: "Germany"},
        {ORIGIN: "Gotham"},
        None,
    ]
    assert export.recognition.origin == "Reviewer_Nationality"
    assert any("reviewer origin (from 'Reviewer_Nat" in note for note in export.recognition.notes)


def test_the_market_is_found_as_before(read: Read) -> None:
    export = read(HOTELS)
    assert export.recognition.market_from == "column 'Reviewer_Nationality'"
    assert export.reviews.column("market").to_pylist() == ["GB", "DE", None, None]


def test_the_origin_can_be_declined(read: Read) -> None:
    export = read(HOTELS, keep_origin=False)
    assert kept(export) == [None] * 4
    assert export.recognition.origin == "Reviewer_Nationality"
    assert not any("Kept" in note for note in export.recognition.notes)


def test_a_named_column_is_kept_as_it_is_written_in_whatever_spelling(read: Read) -> None:
    export = read(HOTELS, keep=("traveller", "REVIEWER nationality"), keep_origin=False)
    assert kept(export) == [
        {"Traveller": "Couple", "Reviewer_Nationality": "United Kingdom"},
        {"Traveller": "Solo", "Reviewer_Nationality": "Deutschland"},
        {"Reviewer_Nationality": "Gotham"},
        None,
    ]


def test_a_heading_that_is_not_there_names_those_that_are(read: Read) -> None:
    with pytest.raises(UsageError, match=r"no heading 'Plan'.*Hotel_Name, Reviewer_Nationality"):
        read(HOTELS, keep=("Plan",))
    with pytest.raises(UsageError, match="no heading ''"):
        read(HOTELS, keep=("",))


def test_addresses_of_people_are_refused_with_the_reason(read: Read) -> None:
    with pytest.raises(UsageError, match=r"'Review User Email' cannot be kept.*never stores"):
        read(SHOP, keep=("review user email",))


def test_cells_are_masked_where_masking_is_on(read: Read) -> None:
    assert kept(read(SHOP, keep=("Device",)))[1] == {"Device": "call +49 170 1234567"}
    masked = read(SHOP, keep=("Device",), mask_personal_data=True)
    assert kept(masked) == [{"Device": "=phone"}, {"Device": "call [phone]"}]


def test_an_author_that_is_kept_gets_a_pseudonym_where_masking_is_on(read: Read) -> None:
    content = "Review,Stars,Author\nGood,5,Ana Maria\nBad,1,\n"
    (masked, missing) = kept(read(content, keep=("Author",), mask_personal_data=True))
    assert masked is not None
    assert masked["Author"].startswith("person-")
    assert missing is None


def test_what_is_long_is_cut_after_it_was_masked(read: Read) -> None:
    address = "x" * (LONGEST - 5) + " someone@example.com"
    content = f"Review,Stars,Note\nGood,5,{address}\nBad,1,{'語' * 5000}\n"
    (first, second) = kept(read(content, keep=("Note",), mask_personal_data=True))
    assert first is not None and second is not None
    assert "someone" not in first["Note"]
    assert second["Note"] == "語" * LONGEST


def test_rows_that_are_refused_take_their_cells_with_them(read: Read) -> None:
    content = "Review,Stars,Plan\nGood,5,free\n,,lost\nBad,1,paid\n"
    export = read(content, keep=("Plan",))
    assert (export.read, export.rejected.num_rows) == (3, 1)
    assert kept(export) == [{"Plan": "free"}, {"Plan": "paid"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1254"])
def test_damaged_rows_keep_their_own_cells(read: Read, encoding: str) -> None:
    """A ragged row is repaired or refused; no cell moves to another review."""
    rows = [
        f"review number {n} İstanbul,{n % 5 + 1},2025-03-{n % 28 + 1:02d},plan-{n}"
        for n in range(200)
    ]
    rows[50] = 'a "broken quote, and a comma,3,2025-03-01,plan-50'
    rows[120] = "too short"
    text = "Review,Stars,Date,Plan\n" + "\n".join(rows) + "\n"
    export = read(text.encode(encoding), keep=("Plan",))
    assert export.read == export.reviews.num_rows + export.rejected.num_rows
    for row in export.reviews.to_pylist():
        if (row["text"] or "").startswith("review number "):
            assert dict(row["kept"]) == {"Plan": f"plan-{row['text'].split()[2]}"}


def test_a_heading_of_another_sheet_refuses_that_sheet_only(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for name, headings in (("With", ["Review", "Stars", "Plan"]), ("Without", ["Review", "Stars"])):
        sheet = book.create_sheet(name)
        sheet.append(headings)
        for number in range(5):
            sheet.append([f"quite good {number}", number % 5 + 1, "free"][: len(headings)])
    del book["Sheet"]
    book.save(tmp_path / "book.xlsx")
    exports = list(read_file(tmp_path / "book.xlsx", options=ReadingOptions(keep=("Plan",))))
    assert [export.reviews.num_rows for export in exports] == [5, 0]
    assert [export.rejected.num_rows for export in exports] == [0, 5]


def test_nothing_is_kept_of_a_file_without_such_columns(read: Read) -> None:
    export = read("Review,Stars,Country,Location\nGood,5,DE,Berlin\nBad,1,FR,Paris\n")
    assert export.recognition.origin is None
    assert export.reviews.column("kept").null_count == 2


@pytest.mark.parametrize(
    "heading",
    [
        *("Reviewer_Nationality", "Reviewer_Location", "reviewer_origin", "author_country"),
        *("Nationality", "Nationalität", "País do hóspede", "Pays du client", "国籍", "국적"),
        *("الجنسية", "Гражданство", "สัญชาติ", "quốc tịch", "राष्ट्रीयता", "Uyruk"),
    ],
)
def test_headings_of_the_origin_in_many_languages(heading: str) -> None:
    assert find_origin(["Text", heading, "Stars"]) == heading


@pytest.mark.parametrize("heading", ["Country", "Location", "Market", "Region", "Land", "Origin"])
def test_a_place_that_may_be_the_shops_is_no_origin(heading: str) -> None:
    assert find_origin(["Text", heading, "Stars"]) is None


def test_an_empty_column_is_no_origin() -> None:
    headings = ["Nationality", "Reviewer_Location"]
    assert find_origin(headings, empty={"Reviewer_Location"}) == "Nationality"
    assert find_origin(headings, empty=set(headings)) is None


def test_a_profile_can_say_which_heading_is_the_origin() -> None:
    assert find_origin(["location", "body"], profile=find_profile("judge-me")) == "location"
    assert find_origin(["location", "body"], profile=find_profile("booking")) is None


def test_recognising_says_the_same_as_reading(tmp_path: Path) -> None:
    path = tmp_path / "hotels.csv"
    path.write_text(HOTELS, encoding="utf-8")
    options = ReadingOptions(keep=("Traveller",))
    (found,) = recognise_file(path, options=options)
    (export,) = read_file(path, options=options)
    assert found.notes == export.recognition.notes
    assert "'Traveller'" in "".join(found.notes)


def test_columns_of_a_wide_file_stay_with_their_rows(read: Read) -> None:
    """Every cell or none: the map of a row is its row."""
    import random

    draw = random.Random(5)
    names = [f"k{n}" for n in range(12)]
    table = [
        {name: draw.choice(["", "x", f"v{number}-{name}"]) for name in names}
        for number in range(300)
    ]
    lines = [
        ",".join([f"text {number} is good", str(number % 5 + 1), *row.values()])
        for number, row in enumerate(table)
    ]
    content = ",".join(["Review", "Stars", *names]) + "\n" + "\n".join(lines)
    export = read(content, keep=tuple(names))
    expected = [{name: cell for name, cell in row.items() if cell} or None for row in table]
    assert kept(export) == expected
    assert isinstance(export.reviews, pa.Table)
