"""XLSX workbooks: their sheets with something in them, cells as text."""

from __future__ import annotations

import io
import warnings
import zipfile
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from sentiment.errors import ReadingError
from sentiment.reading.containers import check_zip_size
from sentiment.reading.dialects import HeadRecord, IsHeader, find_header
from sentiment.reading.formulas import REASON, Cells, FormulaCells, find_formulas
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
_NOTHING: dict[int, str] = {}


@dataclass(frozen=True)
class Sheet:
    """One table of a workbook; ``name`` is None where no other sheet has anything in it.

    ``formulas`` are cells in ``rows`` that are null because the file lacks their result.
    """

    name: str | None
    rows: ParsedRows
    formulas: Cells


@dataclass(frozen=True)
class _Found:
    """A sheet with something in it: the rows at its top, and its formulas without result."""

    name: str
    head: list[HeadRecord]
    formulas: FormulaCells


def read_workbook(
    data: bytes,
    *,
    is_header: IsHeader | None = None,
    limit: int | None = None,
    keep_blank: bool = False,
    one_sheet: bool = False,
    progress: Progress = silent,
) -> Iterator[Sheet]:
    """The visible sheets of the workbook that have rows; "line" is the row of the sheet.

    With ``one_sheet`` only the first whose headings ``is_header`` knows, else the first
    with the most columns; the others are named in a note. Raises ReadingError for a
    broken workbook, and for one that holds nothing.
    """
    check_zip_size(data)
    reading = _read(
        data,
        is_header=is_header,
        limit=limit,
        keep_blank=keep_blank,
        one_sheet=one_sheet,
        progress=progress,
    )
    while True:
        with warnings.catch_warnings():
            # openpyxl warns about styles and validations that it leaves out.
            warnings.simplefilter("ignore")
            try:
                sheet = next(reading, None)
            except ReadingError:
                raise
            except (zipfile.BadZipFile, Exception) as error:
                # openpyxl lets out whatever its XML and its cells raise.
                raise ReadingError(
                    f"The workbook is broken ({type(error).__name__}).",
                    hint="Open it in a spreadsheet program and save it again as XLSX or CSV.",
                ) from error
        if sheet is None:
            return
        yield sheet


def _read(
    data: bytes,
    *,
    is_header: IsHeader | None,
    limit: int | None,
    keep_blank: bool,
    one_sheet: bool,
    progress: Progress,
) -> Iterator[Sheet]:
    import openpyxl

    workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        sizes = {sheet.title: sheet.max_row or 0 for sheet in workbook.worksheets}
        found, notes = _filled_sheets(workbook)
        if not found:
            raise ReadingError("The workbook is empty.", hint="Export it again.")
        several = len(found) > 1
        if several and one_sheet:
            chosen = _choose(found, is_header)
            others = ", ".join(sheet.name for sheet in found if sheet is not chosen)
            notes.append(f"Sheet '{chosen.name}' was read; not read: {others}.")
            found = [chosen]
        none_read = True
        for sheet in found:
            rows = _read_sheet(
                workbook,
                sheet,
                is_header=is_header,
                limit=limit,
                keep_blank=keep_blank,
                pace=Pace(progress, stage="reading", total=sizes[sheet.name]),
            )
            if rows is None:
                notes.append(f"Sheet '{sheet.name}' holds headings but no row.")
                continue
            rows = replace(rows, notes=(*notes, *rows.notes))
            yield Sheet(
                sheet.name if several and not one_sheet else None, rows, sheet.formulas.formulas
            )
            none_read, notes = False, []
    finally:
        workbook.close()
    if none_read:
        raise ReadingError(
            "The workbook holds headings but no row.", hint="Export it again with reviews in it."
        )


def _read_sheet(
    workbook: Workbook,
    sheet: _Found,
    *,
    is_header: IsHeader | None,
    limit: int | None,
    keep_blank: bool,
    pace: Pace,
) -> ParsedRows | None:
    """The rows of a sheet; None where there is none."""
    header = find_header(sheet.head, is_header=is_header)
    width = len(header.headings)
    check_width(width)
    collector = RowCollector(width, keep_blank)
    lost = dict(sheet.formulas.formulas)
    following = header.first_row_line + 1
    for line, cells in _rows(workbook, sheet.name, texts=sheet.formulas.texts):
        pace.tick()
        lost.pop(line, None)
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
    for line, formulas in lost.items():
        if line > header.first_row_line and not keep_blank and limit is None:
            collector.reject(line, REASON, "\t".join(formulas.values()))
    if collector.kept + len(collector.rejections) == 0:
        return None
    notes = []
    if header.missing:
        notes.append("The sheet has no headings; its columns are numbered.")
    if header.preamble:
        notes.append(f"{header.preamble} rows before the headings were skipped.")
    if without := sum(map(len, sheet.formulas.formulas.values())):
        notes.append(
            f"{without:,} cell{'s hold formulas' if without != 1 else ' holds a formula'} whose "
            "result the file does not carry: open it in a spreadsheet program and save it."
        )
    return ParsedRows(
        unique_headings(header.headings),
        collector.rows(),
        collector.rejected(),
        notes=tuple(notes),
    )


def _filled_sheets(workbook: Workbook) -> tuple[list[_Found], list[str]]:
    """The visible sheets with something in them, and notes about those that are not read."""
    found, hidden, broken = [], [], []
    for sheet in workbook.worksheets:
        try:
            formulas = _formulas(workbook, sheet.title)
            head = list(_head(workbook, sheet.title, texts=formulas.texts))
        except Exception as error:  # openpyxl lets out whatever its XML and its cells raise
            broken.append((sheet.title, error))
            continue
        if head and sheet.sheet_state != "visible":
            hidden.append(sheet.title)
        elif head:
            found.append(_Found(sheet.title, head, formulas))
    if broken and not found:
        raise broken[0][1]
    notes = [f"Sheet '{name}' is broken and was not read." for name, _ in broken]
    if hidden:
        notes.append(f"Hidden sheets were not read: {', '.join(hidden)}.")
    return found, notes


def _choose(found: Sequence[_Found], is_header: IsHeader | None) -> _Found:
    for sheet in found:
        if is_header is not None and any(is_header(record.cells) for record in sheet.head):
            return sheet
    return max(found, key=lambda sheet: max(len(record.cells) for record in sheet.head))


def _formulas(workbook: Workbook, name: str) -> FormulaCells:
    with workbook[name]._get_source() as source:  # the sheet's XML, which has no public name
        return find_formulas(source)


def _head(workbook: Workbook, name: str, *, texts: Cells) -> Iterator[HeadRecord]:
    for line, cells in _rows(workbook, name, texts=texts):
        if line > _HEAD_ROWS:
            return
        yield HeadRecord(line - 1, line, tuple(cells))


def _rows(workbook: Workbook, name: str, *, texts: Cells) -> Iterator[tuple[int, list[str]]]:
    """Filled rows with their number in the sheet, cells as text, empty ends cut off.

    ``texts`` are cells that the workbook takes for formulas.
    """
    sheet = workbook[name]
    sheet.reset_dimensions()
    for line, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = [_as_text(value) for value in values]
        for place, text in texts.get(line, _NOTHING).items():
            cells.extend([""] * (place + 1 - len(cells)))
            cells[place] = text
        cells = _trim(cells)
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
