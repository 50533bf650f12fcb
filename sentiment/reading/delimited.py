"""CSV and its kin: text with a delimiter, fast where it is in order, careful where not.

The fast way is Arrow's reader. It gets the lines whose quotes are in order (each opens
at the begin of a cell and closes at its end, which is checked on all bytes), and is
only believed where its rows and refusals add up to the records counted from the bytes.
Lines between, and rows with too few or too many cells, are read with care.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from sentiment.errors import ReadingError
from sentiment.reading.damaged_text import CarefulReader
from sentiment.reading.dialects import (
    Header,
    IsHeader,
    check_delimiter,
    find_delimiter,
    find_header,
    head_records,
)
from sentiment.reading.ordered_text import read_ordered
from sentiment.reading.pace import Pace
from sentiment.reading.parsed_rows import (
    ParsedRows,
    RowCollector,
    check_width,
    count_notes,
    unique_headings,
)
from sentiment.reading.record_layout import LineText
from sentiment.records import silent

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from sentiment.records import Progress

_HEAD = 1 << 18
_HEAD_LINES = 200
_NO_DELIMITER = "\x1f"
_MANY_MENDED = 1_000


@dataclass(frozen=True)
class _Body:
    """The rows' part of the text: from ``begin`` on, the file's line of its first, its dialect."""

    text: bytes
    begin: int
    first_line: int
    delimiter: str
    width: int
    keep_blank: bool


def read_delimited(
    utf8: bytes,
    *,
    delimiter: str | None = None,
    is_header: IsHeader | None = None,
    limit: int | None = None,
    keep_blank: bool = False,
    progress: Progress = silent,
) -> ParsedRows:
    """The rows of delimited text in UTF-8; ``limit`` keeps only the first ones.

    Rows of empty cells alone are left out, if they are not to be kept; lines on which
    nothing stands are no rows in either case.

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
        text,
        _offset_of_line(text, header.first_row_line),
        header.first_row_line + skipped + 1,
        found or _NO_DELIMITER,
        len(header.headings),
        keep_blank,
    )
    if limit is not None:
        body = replace(body, text=_first_part(body.text[body.begin :], limit), begin=0)
    parsed = _read_body(body, limit=limit, progress=progress)
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


def _read_body(body: _Body, *, limit: int | None, progress: Progress) -> ParsedRows:
    """Lines in order by Arrow, damaged ones with care, merged by line."""
    text = LineText(body.text, delimiter=body.delimiter, begin=body.begin)
    collector = RowCollector(body.width, body.keep_blank)
    reader = _careful_reader(text, body, collector)
    layout = text.ordered(reader.read_record)
    pace = Pace(progress, stage="reading", total=len(layout.starts))
    ordered = read_ordered(
        layout,
        delimiter=body.delimiter,
        width=body.width,
        pace=pace,
        keep_blank=body.keep_blank,
    )
    if ordered is None:
        collector = RowCollector(body.width, body.keep_blank)
        reader = _careful_reader(text, body, collector)
        reader.read()
        rows = collector.rows()
    else:
        for place, record in ordered.long:
            reader.read_long(place, record)
        _read_odd(ordered.odd, reader, text=text)
        rows = _merge(ordered.rows, collector, first_line=body.first_line)
    parsed = ParsedRows(
        (), rows, collector.rejected(), notes=count_notes(reader.repaired, reader.padded)
    )
    return parsed if limit is None else _first_rows(parsed, limit)


def _careful_reader(text: LineText, body: _Body, collector: RowCollector) -> CarefulReader:
    return CarefulReader(
        text, delimiter=body.delimiter, first_line=body.first_line, collector=collector
    )


def _read_odd(odd: Sequence[tuple[int, int]], reader: CarefulReader, *, text: LineText) -> None:
    """Read records with too few or too many cells; neighbours may be one broken row."""
    end_of = dict(odd)
    place = 0
    for line, after in odd:
        place, end = max(place, line), after
        while end in end_of or (end < len(text) and not text.line(end).strip()):
            end = end_of.get(end, end + 1)
        # A quote that never closes may have made one record of several lines.
        while place < after:
            place += reader.read_record(place, end=end)


def _merge(rows: pa.Table, collector: RowCollector, *, first_line: int) -> pa.Table:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    line = rows.schema.get_field_index("line")
    rows = rows.set_column(line, "line", pc.add(rows.column(line), first_line))
    if not collector.kept:
        return rows
    mended = collector.rows()
    if mended.num_rows > _MANY_MENDED:
        return pa.concat_tables([rows, mended]).sort_by("line")
    # A few are put between the others without copying these.
    mended = mended.sort_by("line")
    places = np.searchsorted(rows.column("line").to_numpy(), mended.column("line").to_numpy())
    begins = [0, *places.tolist()]
    pieces = [rows.slice(begin, end - begin) for begin, end in pairwise(begins)]
    between = [mended.slice(place, 1) for place in range(mended.num_rows)]
    parts = [part for both in zip(pieces, between, strict=True) for part in both]
    return pa.concat_tables([*parts, rows.slice(begins[-1])])


def _first_rows(parsed: ParsedRows, limit: int) -> ParsedRows:
    """The first rows, and what was rejected before the last of them."""
    import pyarrow.compute as pc

    rows = parsed.rows.slice(0, limit)
    rejected = parsed.rejected
    if 0 < rows.num_rows < parsed.rows.num_rows:
        last = rows.column("line")[-1]
        rejected = rejected.filter(pc.less(rejected.column("line"), last))
    return replace(parsed, rows=rows, rejected=rejected)
