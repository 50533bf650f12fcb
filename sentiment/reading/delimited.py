"""CSV and its kin: text with a delimiter, fast where it is in order, careful where not.

The fast way is Arrow's reader. It is only believed where the quotes of the whole text
are in order (each opens at the begin of a cell and closes at its end, which is checked
on all bytes) and where its rows and refusals add up to the records counted from the
bytes. Otherwise :mod:`sentiment.reading.damaged_text` goes line by line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sentiment.errors import ReadingError
from sentiment.reading.column_shapes import ColumnShape, learn_shapes
from sentiment.reading.damaged_text import CarefulReader, parse_record
from sentiment.reading.dialects import (
    Header,
    IsHeader,
    check_delimiter,
    find_delimiter,
    find_header,
    head_records,
)
from sentiment.reading.parsed_rows import (
    CELL_LIMIT,
    ParsedRows,
    RowCollector,
    check_width,
    ragged,
    rejected_table,
    rows_schema,
    too_long,
    unique_headings,
)
from sentiment.reading.record_layout import RecordLayout, lay_out, line_starts
from sentiment.reading.repair import align, pad

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

_HEAD = 1 << 18
_HEAD_LINES = 200
_BLOCK = 1 << 22
_NO_DELIMITER = "\x1f"
_SHAPE_ROWS = 4_000


@dataclass(frozen=True)
class _Body:
    """The rows' part of the text: bytes, the file's line of its first, its dialect."""

    text: bytes
    first_line: int
    delimiter: str
    width: int


def read_delimited(
    utf8: bytes,
    *,
    delimiter: str | None = None,
    is_header: IsHeader | None = None,
    limit: int | None = None,
) -> ParsedRows:
    """The rows of delimited text in UTF-8; ``limit`` keeps only the first ones.

    Raises ReadingError where there is nothing, or nothing but headings, or too many
    columns; UsageError where ``delimiter`` is none.
    """
    text = _with_newlines(utf8)
    named = check_delimiter(delimiter) if delimiter else None
    text, skipped, announced = _take_announcement(text)
    lines = _head_lines(text)
    found = named or announced or find_delimiter(lines, is_header=is_header)
    records = head_records(lines, found)
    if not records:
        raise ReadingError(
            "The file is empty.", hint="Export it again and look at it in an editor."
        )
    header = find_header(records, is_header=is_header)
    check_width(len(header.headings))
    body = _Body(
        text[_offset_of_line(text, header.first_row_line) :],
        header.first_row_line + skipped + 1,
        found or _NO_DELIMITER,
        len(header.headings),
    )
    if limit is not None:
        body = replace(body, text=_first_part(body.text, limit))
    parsed = _read_body(body, limit=limit)
    if parsed.rows.num_rows + parsed.rejected.num_rows == 0:
        raise ReadingError(
            "The file holds headings but no row.", hint="Export it again with reviews in it."
        )
    notes = [*_describe(header), *parsed.notes]
    return replace(
        parsed, headings=unique_headings(header.headings), delimiter=found, notes=tuple(notes)
    )


def _with_newlines(text: bytes) -> bytes:
    """Old Mac line ends as newlines; others stay as they are."""
    head = text[:_HEAD]
    returns = len(re.findall(rb"\r(?!\n)", head))
    if returns == 0 or head.count(b"\n") > returns // 2:
        return text
    return text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _take_announcement(text: bytes) -> tuple[bytes, int, str | None]:
    """Excel's first line ``sep=;``: the text after it, lines taken, the delimiter."""
    found = re.match(rb'"?sep=(.)"?\r?\n', text, re.IGNORECASE)
    if not found:
        return text, 0, None
    return text[found.end() :], 1, found.group(1).decode("ascii", errors="replace")


def _head_lines(text: bytes) -> list[str]:
    head = text[:_HEAD]
    lines = head.decode("utf-8", errors="ignore").split("\n")
    if len(head) < len(text) and len(lines) > 1:
        lines.pop()
    return [line.rstrip("\r")[:_HEAD] for line in lines[:_HEAD_LINES]]


def _offset_of_line(text: bytes, line: int) -> int:
    offset = 0
    for _ in range(line):
        end = text.find(b"\n", offset)
        if end < 0:
            return len(text)
        offset = end + 1
    return offset


def _first_part(text: bytes, limit: int) -> bytes:
    """Enough of the text for ``limit`` rows, cut at a line end."""
    size = max(_HEAD * 4, limit * 4_000)
    if len(text) <= size:
        return text
    end = text.rfind(b"\n", 0, size)
    return text[: end + 1] if end >= 0 else text


def _describe(header: Header) -> list[str]:
    notes = []
    if header.missing:
        notes.append("The file has no headings; its columns are numbered.")
    if header.preamble:
        notes.append(f"{header.preamble} lines before the headings were skipped.")
    return notes


def _read_body(body: _Body, *, limit: int | None) -> ParsedRows:
    layout = lay_out(body.text, delimiter=body.delimiter)
    if layout is not None:
        if layout.rewritten is not None:
            body = replace(body, text=layout.rewritten)
        parsed = _read_fast(body, layout)
        if parsed is not None:
            return parsed if limit is None else _first_rows(parsed, limit)
    return _read_carefully(body, limit=limit)


def _first_rows(parsed: ParsedRows, limit: int) -> ParsedRows:
    import pyarrow.compute as pc

    rows = parsed.rows.slice(0, limit)
    rejected = parsed.rejected
    if 0 < rows.num_rows < parsed.rows.num_rows:
        last = rows.column("line")[-1]
        rejected = rejected.filter(pc.less(rejected.column("line"), last))
    return replace(parsed, rows=rows, rejected=rejected)


def _read_fast(body: _Body, layout: RecordLayout) -> ParsedRows | None:
    """Rows by Arrow; None where its count and the layout's do not agree."""
    import numpy as np
    import pyarrow as pa

    text = body.text
    rejections: list[tuple[int, str, str]] = []
    long = np.flatnonzero(layout.lengths > CELL_LIMIT)
    if len(long):
        pieces, start = [], 0
        for place in long.tolist():
            begin = int(layout.starts[place])
            pieces.append(text[start:begin])
            start = begin + int(layout.lengths[place]) + 1
            raw = text[begin : begin + CELL_LIMIT].decode("utf-8", errors="ignore")
            rejections.append((body.first_line + int(layout.lines[place]), too_long(), raw))
        pieces.append(text[start:])
        text = b"".join(pieces)
    inside = np.delete(np.arange(len(layout.starts)), long)
    lines = layout.lines[inside] + body.first_line
    table, odd = _parse_with_arrow(text, body, quoting=layout.quoting)
    if table is None or table.num_rows + len(odd) != len(inside):
        return None
    good = np.delete(np.arange(len(inside)), odd)
    rows = table.append_column("line", pa.array(lines[good], pa.int64()))
    repaired = padded = 0
    if odd:
        shapes = learn_shapes(_sample_cells(table), width=body.width)
        collector = RowCollector(body.width)
        for place in odd:
            begin = int(layout.starts[inside[place]])
            raw = body.text[begin : begin + int(layout.lengths[inside[place]])]
            fate = _mend(raw.decode("utf-8").rstrip("\r"), body, shapes=shapes)
            if isinstance(fate, str):
                collector.reject(int(lines[place]), fate, raw.decode("utf-8").rstrip("\r"))
            elif fate is not None:
                repaired += len(fate[0]) == body.width and fate[1] == "repaired"
                padded += fate[1] == "padded"
                collector.keep(int(lines[place]), fate[0])
        rejections += collector.rejections
        if collector.kept:
            rows = pa.concat_tables([rows, collector.rows()]).sort_by("line")
    rows = _without_blank(rows, body.width)
    return ParsedRows((), rows, rejected_table(rejections), None, _count_notes(repaired, padded))


def _parse_with_arrow(
    text: bytes, body: _Body, *, quoting: bool
) -> tuple[pa.Table | None, list[int]]:
    """Arrow's rows and the places (0 is the first record) of those it refuses."""
    import pyarrow as pa
    import pyarrow.csv as pacsv

    names = [f"c{place}" for place in range(body.width)]
    if not text.strip(b"\r\n"):
        return rows_schema(body.width).empty_table().drop_columns(["line"]), []
    for threads in (True, False):
        odd: list[int | None] = []

        def skip(row: pacsv.InvalidRow, odd: list[int | None] = odd) -> str:
            odd.append(row.number)
            return "skip"

        try:
            table = pacsv.read_csv(
                pa.BufferReader(text),
                read_options=pacsv.ReadOptions(
                    column_names=names, block_size=_BLOCK, use_threads=threads
                ),
                parse_options=pacsv.ParseOptions(
                    delimiter=body.delimiter,
                    quote_char='"' if quoting else False,
                    newlines_in_values=quoting,
                    invalid_row_handler=skip,
                ),
                convert_options=pacsv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()),
                    null_values=[""],
                    strings_can_be_null=True,
                    quoted_strings_can_be_null=True,
                    check_utf8=False,
                ),
            )
        except (pa.ArrowInvalid, pa.ArrowCapacityError):
            return None, []
        if not odd:
            return table, []
        if not threads:
            # Arrow tells the number of a refused row only when it reads in one thread.
            return table, [number - 1 for number in odd if number is not None]
    return None, []


def _mend(
    raw: str, body: _Body, *, shapes: Sequence[ColumnShape]
) -> tuple[Sequence[str], str] | str | None:
    """Cells and how they were mended, or the reason for the refusal; None if blank."""
    if not raw.strip():
        return None
    found = align(raw, delimiter=body.delimiter, shapes=shapes)
    if found is not None and not found.has_open_quote:
        return found.cells, "repaired"
    pieces = parse_record(raw, delimiter=body.delimiter) or raw.split(body.delimiter)
    padded = pad(pieces, shapes=shapes) if len(pieces) < body.width else None
    return (padded, "padded") if padded is not None else ragged(len(pieces), body.width)


def _sample_cells(table: pa.Table) -> list[tuple[str | None, ...]]:
    import numpy as np

    count = min(table.num_rows, _SHAPE_ROWS)
    if count == 0:
        return []
    places = np.linspace(0, table.num_rows - 1, count).astype(np.int64)
    sample = table.take(places)
    return list(zip(*(column.to_pylist() for column in sample.columns), strict=True))


def _without_blank(rows: pa.Table, width: int) -> pa.Table:
    """Rows in which at least one cell is filled."""
    import pyarrow.compute as pc

    blank = None
    for place in range(width):
        column = rows.column(place)
        if column.null_count == 0:
            return rows
        empty = pc.is_null(column)
        blank = empty if blank is None else pc.and_(blank, empty)
    return rows.filter(pc.invert(blank)) if blank is not None else rows


def _read_carefully(body: _Body, *, limit: int | None) -> ParsedRows:
    starts = line_starts(body.text)
    text = body.text

    def line_at(place: int) -> str:
        end = int(starts[place + 1]) - 1 if place + 1 < len(starts) else len(text)
        return text[int(starts[place]) : end].decode("utf-8", errors="replace").rstrip("\r\n")

    collector = RowCollector(body.width)
    reader = CarefulReader(
        line_at,
        len(starts),
        delimiter=body.delimiter,
        first_line=body.first_line,
        collector=collector,
    )
    reader.read(limit=limit)
    return ParsedRows(
        (),
        collector.rows(),
        collector.rejected(),
        None,
        _count_notes(reader.repaired, reader.padded),
    )


def _count_notes(repaired: int, padded: int) -> tuple[str, ...]:
    notes = []
    if repaired:
        notes.append(f"{repaired:,} damaged rows were repaired.")
    if padded:
        notes.append(f"{padded:,} rows lacked their last cells, which are empty elsewhere too.")
    return tuple(notes)
