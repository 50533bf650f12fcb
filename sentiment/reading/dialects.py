"""Which delimiter a text file uses and which of its lines holds the headings."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sentiment.errors import UsageError

IsHeader = Callable[[Sequence[str]], bool]
DELIMITERS = (",", ";", "\t", "|")
HEADER_SEARCH = 50
"""How many records from the top may come before the headings."""
_NAMES = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
_VALUE = re.compile(r"[+-]?\d+([.,]\d+)?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T].*)?|★[★☆]*")
_LONGEST_HEADING = 160
_SENTENCE = re.compile(r"\w\s*[.!…。！]+\W*$")  # a heading may well be a question


@dataclass(frozen=True)
class HeadRecord:
    """A record near the top: the line it begins on (0 is the first) and the line after it."""

    line: int
    next_line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Header:
    """Headings, and the line (0 is the first) on which the rows begin.

    ``preamble`` counts the filled lines before; ``missing`` is set where the file
    has no headings, so that its first record is a row.
    """

    headings: tuple[str, ...]
    first_row_line: int
    preamble: int = 0
    missing: bool = False


def check_delimiter(named: str) -> str:
    """The delimiter that a person named: one character, or "tab"."""
    delimiter = _NAMES.get(named.lower(), named)
    if len(delimiter) != 1 or delimiter in '"\r\n' or not delimiter.isascii():
        raise UsageError(
            f"'{named}' is no delimiter.", hint="Name one character, such as ',' or ';', or 'tab'."
        )
    return delimiter


def head_records(lines: Sequence[str], delimiter: str | None) -> list[HeadRecord]:
    """The filled records among the first ``lines``, cut by ``delimiter``."""
    if delimiter is None:
        return [
            HeadRecord(place, place + 1, (line.strip().strip('"'),))
            for place, line in enumerate(lines)
            if line.strip()
        ]
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter)
    records: list[HeadRecord] = []
    begin = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                records.append(HeadRecord(begin, reader.line_num, tuple(cells)))
            begin = reader.line_num
    except csv.Error:
        return _line_records(lines, delimiter)
    if records and records[-1].next_line - records[-1].line > HEADER_SEARCH // 2:
        return _line_records(lines, delimiter)
    return records


def _line_records(lines: Sequence[str], delimiter: str) -> list[HeadRecord]:
    return [
        HeadRecord(place, place + 1, tuple(cell.strip('"') for cell in line.split(delimiter)))
        for place, line in enumerate(lines)
        if line.strip()
    ]


def find_delimiter(lines: Sequence[str], *, is_header: IsHeader | None = None) -> str | None:
    """The delimiter that cuts ``lines`` most evenly; None where there is one column."""
    best, best_score = None, 0.0
    for delimiter in DELIMITERS:
        if not any(delimiter in line for line in lines):
            continue
        records = head_records(lines, delimiter)
        if is_header and any(is_header(record.cells) for record in records[:HEADER_SEARCH]):
            return delimiter
        score = max(_evenness(records), _evenness(_line_records(lines, delimiter)))
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _evenness(records: Sequence[HeadRecord]) -> float:
    """How far the records have the width of the headings; 0 where those are one cell."""
    if not records:
        return 0.0
    widths = [len(record.cells) for record in records]
    header = widths[_header_place(records)]
    if header < 2:
        return 0.0
    body = widths[1:] or widths
    even = sum(width in (header, header + 1) for width in body) / len(body)
    named = sum(bool(cell.strip()) for cell in records[0].cells) / header
    return even * named + 0.01 * min(header, 30)


def find_header(records: Sequence[HeadRecord], *, is_header: IsHeader | None = None) -> Header:
    """The headings among the first records; at least one record is needed."""
    place = next(
        (
            place
            for place, record in enumerate(records[:HEADER_SEARCH])
            if is_header is not None and is_header(record.cells)
        ),
        None,
    )
    recognised = place is not None
    if place is None:
        place = _header_place(records)
    header = records[place]
    cells = header.cells
    if not recognised and _looks_like_row(cells):
        width = Counter(len(record.cells) for record in records).most_common(1)[0][0]
        first = next(record for record in records if len(record.cells) == width)
        before = sum(record.line < first.line for record in records)
        return Header(("",) * width, first.line, preamble=before, missing=True)
    if _lacks_index_heading(cells, records[place + 1 :]):
        cells = ("", *cells)
    return Header(cells, header.next_line, preamble=place)


def _header_place(records: Sequence[HeadRecord]) -> int:
    """The first record about as wide as most are: what comes before is a preamble."""
    common = Counter(len(record.cells) for record in records).most_common(1)[0][0]
    if common < 3 or len(records[0].cells) > 1:
        filled = sum(bool(cell.strip()) for cell in records[0].cells)
        if common < 3 or filled > 2 or filled * 2 > common:
            return 0
    for place, record in enumerate(records):
        filled = sum(bool(cell.strip()) for cell in record.cells)
        if len(record.cells) >= common - 1 and filled * 2 > common:
            return place
    return 0


def _looks_like_row(cells: Sequence[str]) -> bool:
    if len(cells) == 1 and _SENTENCE.search(cells[0].strip()) is not None:
        return True  # a file with one text a line
    return any(
        _VALUE.fullmatch(cell.strip()) is not None or len(cell) > _LONGEST_HEADING for cell in cells
    )


def _lacks_index_heading(cells: Sequence[str], rows: Sequence[HeadRecord]) -> bool:
    """Whether every row begins with a running number that has no heading."""
    return len(rows) > 0 and all(
        len(row.cells) == len(cells) + 1 and row.cells[0].strip().isdecimal() for row in rows
    )
