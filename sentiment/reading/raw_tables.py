"""From a file to raw tables: text cells under headings, with line numbers.

Nothing is interpreted here. Every filled row of the file is either in ``rows`` or in
``rejected``, and both know the line on which it begins.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from sentiment.errors import ReadingError
from sentiment.reading.containers import check_text, identify_kind, unpack_gzip, unpack_zip
from sentiment.reading.delimited import read_delimited
from sentiment.reading.dialects import check_delimiter
from sentiment.reading.encodings import check_encoding, decode
from sentiment.reading.memory import spare_memory
from sentiment.reading.spreadsheets import read_workbook
from sentiment.reading.structured import looks_like_json, read_json, read_parquet
from sentiment.records import ProgressReport, silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from sentiment.reading.containers import Kind
    from sentiment.reading.parsed_rows import ParsedRows
    from sentiment.records import Progress

FILE_LIMIT = 4 << 30


@dataclass(frozen=True)
class RawTable:
    """One table of a file: ``read == rows.num_rows + rejected.num_rows``.

    ``rows`` has the columns c0, c1, … (text, null where a cell is empty) in the order
    of ``headings``, which are unique, and ``line`` (int64): the line of the file on
    which the row begins, counted from 1; for XLSX the row of the sheet, for JSON and
    Parquet the number of the record. ``rejected`` has ``records.rejected_schema()``.
    Fully blank rows are no rows, if they were not asked for. ``workbook`` is set where
    the table is one of several sheets: the file in which they stand. ``formulas`` says of
    line and column (from 0) which cells are null because the file lacks a formula's result.
    """

    file: str
    container: str
    encoding: str | None
    delimiter: str | None
    headings: tuple[str, ...]
    rows: pa.Table
    rejected: pa.Table
    read: int
    notes: tuple[str, ...] = ()
    workbook: str | None = None
    formulas: Mapping[int, Mapping[int, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Wishes:
    encoding: str | None
    delimiter: str | None
    is_header: Callable[[Sequence[str]], bool] | None
    limit: int | None
    keep_blank: bool
    one_sheet: bool
    progress: Progress


def read_raw_tables(
    path: Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    is_header: Callable[[Sequence[str]], bool] | None = None,
    limit: int | None = None,
    keep_blank: bool = False,
    one_sheet: bool = False,
    progress: Progress = silent,
) -> Iterator[RawTable]:
    """The tables of a file: one, or one for each export in a zip and sheet in a workbook.

    ``encoding`` and ``delimiter`` override what is found; ``is_header`` recognises a
    line of headings that does not come first; ``limit`` gives only the first rows;
    ``keep_blank`` also rows all of whose cells are empty (an empty line is no row);
    ``one_sheet`` of a workbook only the sheet that looks most like an export;
    ``progress`` hears of the rows read so far.
    What a file is is told by its content. Raises ReadingError where nothing can be
    read, with what it is and what to do; UsageError for an unknown encoding or an
    impossible delimiter.
    """
    wishes = _Wishes(
        check_encoding(encoding) if encoding else None,
        check_delimiter(delimiter) if delimiter else None,
        is_header,
        limit,
        keep_blank,
        one_sheet,
        progress,
    )
    spare_memory()
    progress(ProgressReport("reading", 0, 1))
    data = _load(path)
    try:
        kind = identify_kind(data)
        if kind == "zip":
            yield from _read_archive(data, path.name, wishes)
            return
        read = _read_gzip if kind == "gzip" else _read_tables
        tables = read(data, path.name, wishes)
        del data  # whoever works on the table needs the memory
        yield from tables
    except ReadingError as error:
        raise ReadingError(f"'{path.name}': {error.message}", hint=error.hint) from error


def _load(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise ReadingError(f"'{path}' is a folder.", hint="Name the files in it.")
        size = path.stat().st_size
        if size > FILE_LIMIT:
            raise ReadingError(
                f"'{path.name}' has {size:,} bytes; at most {FILE_LIMIT:,} are read.",
                hint="Split it by date and give the parts.",
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ReadingError(f"There is no file '{path}'.", hint="Check the path.") from error
    except PermissionError as error:
        raise ReadingError(
            f"'{path}' may not be read: permission denied.",
            hint="Change its permissions, or copy it to a folder of yours.",
        ) from error
    except (OSError, ValueError) as error:
        raise ReadingError(f"'{path}' cannot be read: {error}.", hint="Check the path.") from error


def _read_gzip(data: bytes, name: str, wishes: _Wishes) -> Iterator[RawTable]:
    inner = unpack_gzip(data, name=name)
    noted = partial(_with_notes, inner.notes)
    return map(noted, _read_tables(inner.data, name, wishes))


def _with_notes(notes: tuple[str, ...], table: RawTable) -> RawTable:
    return replace(table, notes=(*notes, *table.notes))


def _read_archive(data: bytes, archive: str, wishes: _Wishes) -> Iterator[RawTable]:
    """The tables of a zip; notes about skipped members go with the nearest table."""
    notes: list[str] = []
    waiting: RawTable | None = None
    for member in unpack_zip(data):
        notes.extend(member.notes)
        if member.notes and not member.data:
            continue
        tables = _read_tables(member.data, f"{archive}/{member.name}", wishes)
        while True:
            try:
                table = next(tables, None)
            except ReadingError as error:
                notes.append(f"{member.name} was not read: {error.message}")
                break
            if table is None:
                break
            if waiting is not None:
                yield waiting
            waiting = replace(table, notes=(*table.notes, *notes))
            notes = []
    if waiting is None:
        raise ReadingError(
            f"The archive holds no export that can be read. {' '.join(notes)}",
            hint="Give CSV, XLSX, JSON or Parquet files.",
        )
    yield replace(waiting, notes=(*waiting.notes, *notes))


def _read_tables(data: bytes, name: str, wishes: _Wishes) -> Iterator[RawTable]:
    """The tables of a file that is no archive: one, or one for each sheet of a workbook."""
    kind = identify_kind(data)
    if kind in ("gzip", "zip"):
        raise ReadingError("It is an archive in an archive.", hint="Unpack it first.")
    if kind != "xlsx":
        tables = [_read_one(data, kind, name, wishes)]
        del data
        yield tables.pop()
        return
    for sheet in read_workbook(
        data,
        is_header=wishes.is_header,
        limit=wishes.limit,
        keep_blank=wishes.keep_blank,
        one_sheet=wishes.one_sheet,
        progress=wishes.progress,
    ):
        file = name if sheet.name is None else f"{name}/{sheet.name}"
        table = _raw_table(file, "xlsx", None, sheet.rows)
        workbook = None if sheet.name is None else name
        yield replace(table, workbook=workbook, formulas=sheet.formulas)


def _read_one(data: bytes, kind: Kind, name: str, wishes: _Wishes) -> RawTable:
    if kind == "parquet":
        parsed = read_parquet(data, limit=wishes.limit, keep_blank=wishes.keep_blank)
        return _raw_table(name, "parquet", None, parsed)
    text = decode(data, encoding=wishes.encoding)
    del data
    check_text(text.utf8)
    if looks_like_json(text.utf8):
        container, parsed = read_json(
            text.utf8,
            limit=wishes.limit,
            keep_blank=wishes.keep_blank,
            progress=wishes.progress,
        )
    else:
        container = "csv"
        parsed = read_delimited(
            text.utf8,
            delimiter=wishes.delimiter,
            is_header=wishes.is_header,
            limit=wishes.limit,
            keep_blank=wishes.keep_blank,
            progress=wishes.progress,
        )
    parsed = replace(parsed, notes=(*text.notes, *parsed.notes))
    return _raw_table(name, container, text.encoding, parsed)


def _raw_table(name: str, container: str, encoding: str | None, parsed: ParsedRows) -> RawTable:
    return RawTable(
        file=name,
        container=container,
        encoding=encoding,
        delimiter=parsed.delimiter,
        headings=parsed.headings,
        rows=parsed.rows,
        rejected=parsed.rejected,
        read=parsed.rows.num_rows + parsed.rejected.num_rows,
        notes=parsed.notes,
    )
