"""The careful way through delimited text whose quotes or cells do not add up.

Goes line by line. A row is taken where its quotes are in order and its cells are as
many as the headings. A quoted cell may run over lines, but not over lines that look
like rows of their own: then its quote was never closed. What is left is repaired
where there is exactly one way to do it, else rejected alone, and reading goes on with
the next line.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence

from sentiment.reading.column_shapes import ColumnShape, learn_shapes
from sentiment.reading.parsed_rows import CELL_LIMIT, RowCollector, ragged, too_long
from sentiment.reading.repair import align, fits_shapes, pad

_SAMPLE_LINES = 4_000
_LONGEST_RECORD_LINES = 500
_LONGEST_JOIN_LINES = 40
_SEARCH_BUDGET = 400_000
_LONGEST_LINE = 16_000_000

Lines = Callable[[int], str]


class CarefulReader:
    """Reads damaged delimited text into a :class:`RowCollector`.

    ``line_at(i)`` gives the line ``i`` of ``count``, without its end; ``first_line``
    is the number of line 0 in the file.
    """

    def __init__(
        self,
        line_at: Lines,
        count: int,
        *,
        delimiter: str,
        first_line: int,
        collector: RowCollector,
    ) -> None:
        self._line_at = line_at
        self._count = count
        self._delimiter = delimiter
        self._first_line = first_line
        self._collector = collector
        self._width = collector.width
        self._budget = _SEARCH_BUDGET
        self.repaired = 0
        self.padded = 0
        self.shapes: tuple[ColumnShape, ...] = self._learn()

    def read(self, *, limit: int | None = None) -> None:
        """Go through all lines; every filled one ends in a kept or a rejected row."""
        place = 0
        while place < self._count:
            if limit is not None and self._collector.kept >= limit:
                return
            text = self._line_at(place)
            if not text or text.isspace():
                place += 1
            elif '"' not in text:
                cells = text.split(self._delimiter)
                if len(cells) == self._width:
                    self._collector.keep(self._first_line + place, cells)
                    place += 1
                else:
                    place += self._read_odd(place, text)
            else:
                place += self._read_quoted(place, text)

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
            if place + taken > self._count or length > CELL_LIMIT or self._budget <= 0:
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
                if len(cells) != self._width:
                    return 0
                self._budget += 2 * taken
                self._collector.keep(self._first_line + place, cells)
                return taken
        return 0

    def _read_odd(self, place: int, text: str) -> int:
        """Repair, pad or reject the row that begins at ``place``; returns its lines."""
        line = self._first_line + place
        if len(text) > CELL_LIMIT:
            self._collector.reject(line, too_long(), text)
            return 1
        whole = align(text, delimiter=self._delimiter, shapes=self.shapes)
        if whole is not None and not whole.has_open_quote:
            self.repaired += 1
            self._collector.keep(line, whole.cells)
            return 1
        joined = self._join_lines(place, text)
        if joined:
            return joined
        if whole is not None:
            self.repaired += 1
            self._collector.keep(line, whole.cells)
            return 1
        cells = self._parse(text) or text.split(self._delimiter)
        padded = pad(cells, shapes=self.shapes) if '"' not in "".join(cells[-1:]) else None
        if padded is not None:
            self.padded += 1
            self._collector.keep(line, padded)
            return 1
        self._collector.reject(line, self._reason(text, cells), text)
        return 1

    def _join_lines(self, place: int, text: str) -> int:
        """Join a row that was broken over lines where that fills the columns; else 0."""
        joined = text
        pieces = text.count(self._delimiter) + 1
        has_anchor = any(shape.is_anchor for shape in self.shapes)
        for taken in range(2, _LONGEST_JOIN_LINES):
            if place + taken > self._count or self._budget <= 0 or not has_anchor:
                return 0
            self._budget -= 1
            line = self._line_at(place + taken - 1)
            if len(joined) + len(line) > CELL_LIMIT or self._looks_like_row(line):
                return 0
            joined = f"{joined}\n{line}"
            pieces += line.count(self._delimiter)
            if pieces < self._width:
                continue
            self._budget -= 20
            found = align(joined, delimiter=self._delimiter, shapes=self.shapes)
            if found is not None and not found.has_open_quote:
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
        cells = self._parse(line) if '"' in line else line.split(self._delimiter)
        if cells is None:
            found = align(line, delimiter=self._delimiter, shapes=self.shapes)
            return found is not None and any(shape.is_anchor for shape in self.shapes)
        return fits_shapes(cells, self.shapes)

    def _parse(self, text: str) -> list[str] | None:
        return parse_record(text, delimiter=self._delimiter)

    def _learn(self) -> tuple[ColumnShape, ...]:
        step = max(1, self._count // _SAMPLE_LINES)
        rows = []
        for place in range(0, self._count, step):
            text = self._line_at(place)
            cells = self._parse(text) if '"' in text else text.split(self._delimiter)
            if cells is not None and len(cells) == self._width:
                rows.append(cells)
        return learn_shapes(rows, width=self._width)


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
