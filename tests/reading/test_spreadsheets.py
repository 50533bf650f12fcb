import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from sentiment.errors import ReadingError


def workbook(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


REVIEWS = [
    ["Review Id", "Review Stars", "Review Created", "Review Content", "Verified"],
    [123456789012, 5, datetime(2025, 3, 2, 10, 12), "Çok güzel 🙂\nline two", True],
    [None, None, None, None, None],
    ["x-2", 3.5, date(2025, 3, 4), "=1+1 is no formula here", False],
    ["x-3", 1, None, None, None],
]


def test_cells_become_text(read):
    content = workbook(Reviews=[row[:4] for row in REVIEWS[:3]] + [REVIEWS[4][:4]])
    found = read(content, name="trustpilot.xlsx")
    assert found.table.container == "xlsx"
    assert (found.table.encoding, found.table.delimiter) == (None, None)
    assert found.rows == [
        ("123456789012", "5", "2025-03-02 10:12:00", "Çok güzel 🙂\nline two"),
        ("x-3", "1", None, None),
    ]
    assert found.lines == [2, 5 - 1]


def test_dates_booleans_and_fractions(read):
    found = read(workbook(Reviews=[*REVIEWS[:3], ["x-2", 3.5, date(2025, 3, 4), "text", False]]))
    assert found.rows[1] == ("x-2", "3.5", "2025-03-04", "text", "false")
    assert found.lines == [2, 4]


def test_every_sheet_with_rows_is_a_table(read_all):
    content = workbook(
        Info=[["About", "this"], ["x", "y"]], Empty=[], Data=REVIEWS[:2], Bare=[["a", "b"]]
    )
    info, data = read_all(content, name="book.xlsx")
    assert (info.table.file, data.table.file) == ("book.xlsx/Info", "book.xlsx/Data")
    assert info.table.workbook == data.table.workbook == "book.xlsx"
    assert (info.rows, info.lines) == ([("x", "y")], [2])
    assert data.table.headings[0] == "Review Id"
    only = read_all(workbook(Data=REVIEWS[:2], Empty=[]), name="book.xlsx")
    assert [(found.table.file, found.table.workbook) for found in only] == [("book.xlsx", None)]


def test_sheets_that_are_not_read_are_named(read_all):
    book = openpyxl.load_workbook(
        io.BytesIO(workbook(Bare=[["a", "b"]], Old=REVIEWS, Data=REVIEWS))
    )
    book["Old"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    (data,) = read_all(out.getvalue(), name="book.xlsx")
    assert data.table.notes[:2] == (
        "Hidden sheets were not read: Old.",
        "Sheet 'Bare' holds headings but no row.",
    )


def test_one_sheet_where_one_is_wanted(read):
    content = workbook(Info=[["About", "this"], ["x", "y"]], Data=REVIEWS[:2])
    found = read(content, one_sheet=True)
    assert found.table.headings[0] == "Review Id"
    assert found.table.file == "reviews.csv"
    assert found.table.notes == ("Sheet 'Data' was read; not read: Info.",)
    chosen = read(content, one_sheet=True, is_header=lambda cells: "About" in cells)
    assert chosen.table.headings == ("About", "this")


def test_sheets_inside_an_archive(read_all):
    content = workbook(A=[["a", "b"], ["1", "2"]], B=[["a", "b"], ["3", "4"]])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("book.xlsx", content)
        archive.writestr("more.csv", "a,b\n5,6\n")
    files = [found.table.file for found in read_all(out.getvalue(), name="all.zip")]
    assert files == ["all.zip/book.xlsx/A", "all.zip/book.xlsx/B", "all.zip/more.csv"]


def test_formulas_without_a_result_are_told(read):
    found = read(
        workbook(S=[["a", "b"], ["1", "=A2&A3"], ["=A2"], ["=) nice", "=SUM("], ["2", "3"]])
    )
    assert found.rows == [("1", None), ("=) nice", None), ("2", "3")]
    assert found.table.formulas == {2: {1: "=A2&A3"}, 3: {0: "=A2"}, 4: {1: "=SUM("}}
    assert found.rejected == [
        (
            3,
            "a formula stands in place of the review, and the file does not carry its result",
            "=A2",
        )
    ]
    assert found.table.notes == (
        "3 cells hold formulas whose result the file does not carry: "
        "open it in a spreadsheet program and save it.",
    )


def test_rows_before_the_headings(read):
    found = read(workbook(S=[["Hotel Sonne"], [], *REVIEWS[:2]]))
    assert found.table.headings[1] == "Review Stars"
    assert found.lines == [4]


def test_cells_beyond_the_headings_are_rejected(read):
    found = read(workbook(S=[["a", "b"], ["1", "2"], ["1", "2", "3"], ["4", "5"]]))
    assert found.rows == [("1", "2"), ("4", "5")]
    assert found.rejected == [(3, "has 3 cells, expected 2", "1\t2\t3")]


def test_limit(read):
    assert len(read(workbook(S=[["a", "b"], *([["1", "2"]] * 50)]), limit=7).rows) == 7


def test_an_empty_workbook(read):
    with pytest.raises(ReadingError, match="workbook is empty"):
        read(workbook(S=[]))


def test_headings_only(read):
    with pytest.raises(ReadingError, match="no row"):
        read(workbook(S=[["a", "b"]]))


def test_a_broken_workbook(read):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<broken")
        archive.writestr("xl/workbook.xml", "<broken")
    with pytest.raises(ReadingError, match="workbook is broken"):
        read(out.getvalue(), name="broken.xlsx")


def test_a_cut_workbook(read):
    with pytest.raises(ReadingError, match="damaged"):
        read(workbook(S=REVIEWS[:2])[:900])


def test_a_workbook_that_unfolds_into_too_much(read):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (80 << 20))
    with pytest.raises(ReadingError, match="unfolds into"):
        read(out.getvalue())
