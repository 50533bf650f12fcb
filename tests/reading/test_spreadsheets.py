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


def test_the_sheet_with_the_export_is_taken(read):
    content = workbook(Info=[["About", "this"], ["x", "y"]], Data=REVIEWS[:2])
    found = read(content)
    assert found.table.headings[0] == "Review Id"
    assert found.table.notes == ("Sheet 'Data' was read; not read: Info.",)
    chosen = read(content, is_header=lambda cells: "About" in cells)
    assert chosen.table.headings == ("About", "this")


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
