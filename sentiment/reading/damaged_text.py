"""The careful way through delimited text whose quotes or cells do not add up.

Goes line by line. A row is taken where its quotes are in order and its cells are as
many as the headings. A quoted cell may run over lines, but not over lines that look
like rows of their own: then its quote was never closed. What is left is repaired
where there is exactly one way to do it, else rejected alone, and reading goes on with
the next line.
"""

from __future__ import annotations

import csv
from functools import cached_property
from typing import TYPE_CHECKING

from sentiment.reading.column_shapes import ColumnShape, learn_shapes
from sentiment.reading.parsed_rows import CELL_LIMIT, RowCollector, ragged, too_long
from sentiment.reading.repair import align, fits_shapes, pad

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentiment.reading.record_layout import LineText

_SAMPLE_LINES = 4_000
_LONGEST_RECORD_LINES = 500
_LONGEST_JOIN_LINES = 40
_SEARCH_BUDGET = 400_000
_LONGEST_LINE = 16_000_000


class CarefulReader:
    """Reads damaged delimited text into a :class:`RowCollector`.

    ``first_line`` is the number of the text's first line in the file; places of lines
    count from 0.
    """

    def __init__(
        self, text: LineText, *, delimiter: str, first_line: int, collector: RowCollector
    ) -> None:
        self._line_at = text.line
        self._count = self._end = len(text)
        self._delimiter = delimiter
        self._first_line = first_line
        self._collector = collector
        self._width = collector.width
        self._quoting = text.quoting
        self._budget = _SEARCH_BUDGET
        self.repaired = 0
        self.padded = 0

    @cached_property
    def shapes(self) -> tuple[ColumnShape, ...]:
        """What the columns look like, by lines from all over the text."""
        step = max(1, self._count // _SAMPLE_LINES)
        rows = []
        for place in range(0, self._count, step):
            text = self._line_at(place)
            cells = self._parse(text)
            if cells is not None and len(cells) == self._width and any(cells):
                rows.append(cells)
        return learn_shapes(rows, width=self._width)

    def read(self) -> None:
        """Go through all lines; every filled one ends in a kept or a rejected row."""
        place = 0
        while place < self._count:
            place += self.read_record(place)

    def read_record(self, place: int, *, end: int | None = None) -> int:
        """Read the record at ``place`` to a kept or rejected row; returns its lines.

        It may run on to, but not into, the line ``end``.
        """
        self._end = self._count if end is None else end
        text = self._line_at(place)
        if not text or (text.isspace() and not self._is_blank_row(text)):
            return 1
        if self._quoting and '"' in text:
            return self._read_quoted(place, text)
        cells = text.split(self._delimiter)
        if len(cells) == self._width:
            self._collector.keep(self._first_line + place, cells)
            return 1
        return self._read_odd(place, text)

    def _is_blank_row(self, text: str) -> bool:
        return self._collector.keep_blank and self._delimiter in text

    def read_long(self, place: int, text: str) -> None:
        """Keep or reject a record with so much text that a cell may be over the limit."""
        cells = self._parse(text) if len(text) < _LONGEST_LINE else None
        if cells is not None and len(cells) == self._width:
            self._collector.keep(self._first_line + place, cells)
        else:
            self._collector.reject(self._first_line + place, too_long(), text)

    def _read_quoted(self, place: int, text: str) -> int:
        """Read a row with quotes; returns how many lines it took."""
        cells = self._parse(text)
        if cells is not None and len(cells) == self._width:
            self._collector.keep(self._first_line + place, cells)
            return 1
        if cells is None and (taken := self._read_over_lines(place, text)):
            return taken
        return self._read_odd(place, text)

    def _read_over_lines(self, place: int, text: str) -> int:
        """Read a row whose quoted cell runs over lines; 0 where it does not."""
        parts = [text]
        length = len(text)
        for taken in range(2, _LONGEST_RECORD_LINES):
            if place + taken > self._end or length > CELL_LIMIT or self._budget <= 0:
                return 0
            self._budget -= 1
            line = self._line_at(place + taken - 1)
            if self._looks_like_row(line):
                return 0
            parts.append(line)
            length += len(line)
            if '"' not in line:
                continue
            self._budget -= taken
            cells = self._parse("\n".join(parts))
            if cells is not None:
                self._budget += 2 * taken
                if len(cells) != self._width:
                    return self._read_odd(place, "\n".join(parts), taken=taken)
                self._collector.keep(self._first_line + place, cells)
                return taken
        return 0

    def _read_odd(self, place: int, text: str, *, taken: int = 1) -> int:
        """Repair, pad or reject the row of ``taken`` lines at ``place``; returns its lines."""
        line = self._first_line + place
        if len(text) > CELL_LIMIT:
            self._collector.reject(line, too_long(), text)
            return taken
        whole = align(text, delimiter=self._delimiter, shapes=self.shapes)
        if whole is not None and not whole.has_open_quote:
            self.repaired += 1
            self._collector.keep(line, whole.cells)
            return taken
        joined = self._join_lines(place, text, may_stay_open=whole is None) if taken == 1 else 0
        if joined:
            return joined
        if whole is not None:
            self.repaired += 1
            self._collector.keep(line, whole.cells)
            return taken
        cells = self._parse(text) or text.split(self._delimiter)
        padded = pad(cells, shapes=self.shapes) if '"' not in "".join(cells[-1:]) else None
        if padded is not None:
            self.padded += 1
            self._collector.keep(line, padded)
            return taken
        self._collector.reject(line, self._reason(text, cells), text)
        return taken

    def _join_lines(self, place: int, text: str, *, may_stay_open: bool) -> int:
        """Join a row that was broken over lines where that fills the columns; else 0."""
        joined = text
        pieces = text.count(self._delimiter) + 1
        has_anchor = any(shape.is_anchor for shape in self.shapes)
        for taken in range(2, _LONGEST_JOIN_LINES):
            if place + taken > self._end or self._budget <= 0 or not has_anchor:
                return 0
            self._budget -= 1
            line = self._line_at(place + taken - 1)
            if len(joined) + len(line) > CELL_LIMIT or self._begins_row(line):
                return 0
            joined = f"{joined}\n{line}"
            pieces += line.count(self._delimiter)
            if pieces < self._width:
                continue
            self._budget -= 20
            found = align(joined, delimiter=self._delimiter, shapes=self.shapes)
            if found is not None and (may_stay_open or not found.has_open_quote):
                self.repaired += 1
                self._collector.keep(self._first_line + place, found.cells)
                return taken
        return 0

    def _reason(self, text: str, cells: Sequence[str]) -> str:
        if text.count('"') % 2 and self._parse(text) is None:
            return f"has a quote that is never closed and {ragged(len(cells), self._width)}"
        return ragged(len(cells), self._width)

    def _looks_like_row(self, line: str) -> bool:
        """Whether a line alone would be a row, so that no cell may swallow it."""
        if line.count(self._delimiter) < self._width - 1 or self._width == 1:
            return False
        cells = self._parse(line)
        if cells is None:
            found = align(line, delimiter=self._delimiter, shapes=self.shapes)
            return found is not None and any(shape.is_anchor for shape in self.shapes)
        return fits_shapes(cells, self.shapes)

    def _begins_row(self, line: str) -> bool:
        """Whether a line is a row, or begins as one: with the first column's shape."""
        first = self.shapes[0]
        if first.is_anchor and self._delimiter in line:
            return first.fits(line.split(self._delimiter, 1)[0].strip('"'))
        return self._looks_like_row(line)

    def _parse(self, text: str) -> list[str] | None:
        if not self._quoting or '"' not in text:
            return text.split(self._delimiter)
        return parse_record(text, delimiter=self._delimiter)


def parse_record(text: str, *, delimiter: str) -> list[str] | None:
    """The cells of one record whose quotes are in order (RFC 4180), else None."""
    if len(text) > _LONGEST_LINE:
        return None
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_LINE))
    lines = [f"{line}\n" for line in text.split("\n")] if "\n" in text else [text]
    try:
        records = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return records[0] if len(records) == 1 else None
