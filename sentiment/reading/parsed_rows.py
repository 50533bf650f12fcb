"""Rows on their way into an Arrow table: limits, headings, kept and rejected rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sentiment.errors import ReadingError
from sentiment.records import rejected_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyarrow as pa

CELL_LIMIT = 1_000_000
"""Longest cell in characters; a row with a longer one is rejected."""
COLUMN_LIMIT = 5_000
RAW_LIMIT = 2_000
"""How many characters of a rejected row are kept for people to look at."""
_BATCH_ROWS = 20_000
_BATCH_CHARACTERS = 32_000_000


@dataclass(frozen=True)
class ParsedRows:
    """One table as it was found: ``rows`` has columns c0, c1, … and line."""

    headings: tuple[str, ...]
    rows: pa.Table
    rejected: pa.Table
    delimiter: str | None = None
    notes: tuple[str, ...] = ()


def unique_headings(cells: Iterable[str | None]) -> tuple[str, ...]:
    """Headings as unique, trimmed strings.

    >>> unique_headings(["", "text", "text "])
    ('column 1', 'text', 'text (2)')
    """
    headings: list[str] = []
    seen: set[str] = set()
    for place, cell in enumerate(cells, start=1):
        name = wanted = " ".join((cell or "").lstrip("\ufeff").split()) or f"column {place}"
        copy = 1
        while name in seen:
            copy += 1
            name = f"{wanted} ({copy})"
        seen.add(name)
        headings.append(name)
    return tuple(headings)


def check_width(width: int) -> None:
    """Raise ReadingError where a table is too wide to be an export of reviews."""
    if width > COLUMN_LIMIT:
        raise ReadingError(
            f"The table has {width:,} columns; at most {COLUMN_LIMIT:,} are read.",
            hint="Keep the columns about the reviews and export it again.",
        )


def shorten(raw: str) -> str:
    """A rejected row as it stood, cut to ``RAW_LIMIT`` characters."""
    if len(raw) <= RAW_LIMIT:
        return raw
    return f"{raw[:RAW_LIMIT]}… ({len(raw):,} characters in all)"


def rows_schema(width: int) -> pa.Schema:
    """The schema of kept rows: ``width`` string columns and the line."""
    import pyarrow as pa

    return pa.schema(
        [*((f"c{place}", pa.string()) for place in range(width)), ("line", pa.int64())]
    )


@dataclass
class RowCollector:
    """Gathers rows of ``width`` cells and moves them to Arrow in batches."""

    width: int
    keep_blank: bool = False
    rejections: list[tuple[int, str, str]] = field(default_factory=list)
    _cells: list[Sequence[str | None]] = field(default_factory=list)
    _lines: list[int] = field(default_factory=list)
    _batches: list[pa.RecordBatch] = field(default_factory=list)
    _characters: int = 0
    kept: int = 0

    def keep(self, line: int, cells: Sequence[str | None]) -> None:
        """Keep a row; empty cells become null. A row of them alone is none, if not asked for."""
        row = [cell or None for cell in cells]
        length = 0
        for cell in row:
            if cell is not None:
                length += len(cell)
        if length == 0 and not self.keep_blank:
            return
        if length > CELL_LIMIT and max(len(cell or "") for cell in row) > CELL_LIMIT:
            self.reject(line, too_long(), "\t".join(shorten(cell or "") for cell in row))
            return
        self._cells.append(row)
        self._lines.append(line)
        self._characters += length
        self.kept += 1
        if len(self._cells) >= _BATCH_ROWS or self._characters >= _BATCH_CHARACTERS:
            self._flush()

    def reject(self, line: int, reason: str, raw: str) -> None:
        """Reject a row, with the words that follow "The row …"."""
        self.rejections.append((line, reason, shorten(raw)))

    def rows(self) -> pa.Table:
        """What was kept, in the order in which it came."""
        import pyarrow as pa

        self._flush()
        return pa.Table.from_batches(self._batches, schema=rows_schema(self.width))

    def rejected(self) -> pa.Table:
        """What was rejected, by line."""
        return rejected_table(self.rejections)

    def _flush(self) -> None:
        import pyarrow as pa

        if self._cells:
            columns = [pa.array(column, pa.string()) for column in zip(*self._cells, strict=True)]
            columns.append(pa.array(self._lines, pa.int64()))
            schema = rows_schema(self.width)
            self._batches.append(pa.RecordBatch.from_arrays(columns, schema=schema))
        self._cells, self._lines, self._characters = [], [], 0


def rejected_table(rejections: Iterable[tuple[int, str, str]]) -> pa.Table:
    """Rejected rows as a table, ordered by line."""
    import pyarrow as pa

    ordered = sorted(rejections, key=lambda rejection: rejection[0])
    columns = list(zip(*ordered, strict=True)) if ordered else [(), (), ()]
    return pa.table(list(columns), schema=rejected_schema())


def too_long() -> str:
    """The reason for a row with a cell over ``CELL_LIMIT``."""
    return f"has a cell of more than {CELL_LIMIT:,} characters"


def ragged(found: int, expected: int) -> str:
    """The reason for a row with too few or too many cells."""
    return f"has {found:,} cell{'s' if found != 1 else ''}, expected {expected:,}"


def count_notes(repaired: int, padded: int) -> tuple[str, ...]:
    """What to say about damaged rows that were kept."""
    notes = []
    if repaired:
        notes.append(f"{repaired:,} damaged row{'s were' if repaired != 1 else ' was'} repaired.")
    if padded:
        notes.append(f"{padded:,} row{'s lack' if padded != 1 else ' lacks'} the last cells.")
    return tuple(notes)
