"""XLSX workbooks: the sheet with the export, its cells as text."""

from __future__ import annotations

import io
import warnings
import zipfile
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from sentiment.errors import ReadingError
from sentiment.reading.containers import check_zip_size
from sentiment.reading.dialects import HeadRecord, IsHeader, find_header
from sentiment.reading.pace import Pace
from sentiment.reading.parsed_rows import (
    ParsedRows,
    RowCollector,
    check_width,
    ragged,
    unique_headings,
)
from sentiment.records import silent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl import Workbook

    from sentiment.records import Progress

_HEAD_ROWS = 60


def read_workbook(
    data: bytes,
    *,
    is_header: IsHeader | None = None,
    limit: int | None = None,
    keep_blank: bool = False,
    progress: Progress = silent,
) -> ParsedRows:
    """The rows of the workbook's export; "line" is the row of the sheet.

    Of several sheets, the first whose headings ``is_header`` knows is taken, else the
    first with the most columns; the others are named in a note. Raises ReadingError
    for a broken workbook, and for one that holds nothing.
    """
    check_zip_size(data)
    with warnings.catch_warnings():
        # openpyxl warns about styles and validations that it leaves out.
        warnings.simplefilter("ignore")
        try:
            return _read(
                data, is_header=is_header, limit=limit, keep_blank=keep_blank, progress=progress
            )
        except ReadingError:
            raise
        except (zipfile.BadZipFile, Exception) as error:
            # openpyxl lets out whatever its XML and its cells raise.
            raise ReadingError(
                f"The workbook is broken ({type(error).__name__}).",
                hint="Open it in a spreadsheet program and save it again as XLSX or CSV.",
            ) from error


def _read(
    data: bytes,
    *,
    is_header: IsHeader | None,
    limit: int | None,
    keep_blank: bool,
    progress: Progress,
) -> ParsedRows:
    import openpyxl

    workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        sizes = {sheet.title: sheet.max_row or 0 for sheet in workbook.worksheets}
        name, others = _choose_sheet(workbook, is_header)
        stated = sizes[name]
        head = list(_head(workbook, name))
        header = find_header(head, is_header=is_header)
        width = len(header.headings)
        check_width(width)
        collector = RowCollector(width, keep_blank)
        pace = Pace(progress, stage="reading", total=stated)
        following = header.first_row_line + 1
        for line, cells in _rows(workbook, name):
            pace.tick()
            if line <= header.first_row_line:
                continue
            if limit is not None and collector.kept >= limit:
                break
            for blank in range(following, line) if keep_blank else ():
                collector.keep(blank, [""] * width)
            following = line + 1
            extra = [cell for cell in cells[width:] if cell]
            if extra:
                collector.reject(line, ragged(len(cells), width), "\t".join(cells))
            else:
                collector.keep(line, [*cells[:width], *([""] * (width - len(cells)))])
        pace.finish()
    finally:
        workbook.close()
    if collector.kept + len(collector.rejections) == 0:
        raise ReadingError(
            "The workbook holds headings but no row.", hint="Export it again with reviews in it."
        )
    notes = []
    if others:
        notes.append(f"Sheet '{name}' was read; not read: {', '.join(others)}.")
    if header.missing:
        notes.append("The sheet has no headings; its columns are numbered.")
    if header.preamble:
        notes.append(f"{header.preamble} rows before the headings were skipped.")
    return ParsedRows(
        unique_headings(header.headings),
        collector.rows(),
        collector.rejected(),
        notes=tuple(notes),
    )


def _choose_sheet(workbook: Workbook, is_header: IsHeader | None) -> tuple[str, list[str]]:
    """The sheet to read and the other sheets with something in them."""
    filled: dict[str, list[HeadRecord]] = {}
    for sheet in workbook.worksheets:
        head = list(_head(workbook, sheet.title)) if sheet.sheet_state == "visible" else []
        if head:
            filled[sheet.title] = head
    if not filled:
        raise ReadingError("The workbook is empty.", hint="Export it again.")
    chosen = max(filled, key=lambda name: max(len(record.cells) for record in filled[name]))
    for name, head in filled.items():
        if is_header is not None and any(is_header(record.cells) for record in head):
            chosen = name
            break
    return chosen, [name for name in filled if name != chosen]


def _head(workbook: Workbook, name: str) -> Iterator[HeadRecord]:
    for line, cells in _rows(workbook, name):
        if line > _HEAD_ROWS:
            return
        yield HeadRecord(line - 1, line, tuple(cells))


def _rows(workbook: Workbook, name: str) -> Iterator[tuple[int, list[str]]]:
    """Filled rows with their number in the sheet, cells as text, empty ends cut off."""
    sheet = workbook[name]
    sheet.reset_dimensions()
    for line, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = _trim([_as_text(value) for value in values])
        if cells:
            yield line, cells


def _trim(cells: Sequence[str]) -> list[str]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return list(cells[:end])


def _as_text(value: Any) -> str:
    """A cell's value as an export in CSV would write it.

    >>> _as_text(4.0), _as_text(True), _as_text(datetime(2025, 3, 2, 10, 12))
    ('4', 'true', '2025-03-02 10:12:00')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        day_only = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
        return value.date().isoformat() if day_only else value.isoformat(sep=" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    # Excel writes control characters as _x000D_; openpyxl leaves them so.
    return str(value).replace("_x000D_", "").replace("\0", "")
