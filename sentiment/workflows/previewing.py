"""Look at the columns of a file in which no reviews were recognised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.records import ReadingOptions, Recognition

if TYPE_CHECKING:
    from pathlib import Path

    from sentiment.reading.raw_tables import RawTable

_ROWS = 50
_EXAMPLES = 3
_EXAMPLE_LENGTH = 120


def preview_columns(path: Path, *, options: ReadingOptions | None = None) -> list[Recognition]:
    """The headings of ``path`` with their first values, and an empty mapping to fill in.

    For a file whose columns a person has to name. Raises
    :class:`sentiment.errors.ReadingError` where the file holds no table at all.
    """
    from sentiment.reading.raw_tables import read_raw_tables

    options = options or ReadingOptions()
    tables = read_raw_tables(
        path,
        encoding=options.encoding,
        delimiter=options.delimiter,
        limit=_ROWS,
        one_sheet=True,
    )
    return [_unmapped(table) for table in tables]


def _unmapped(table: RawTable) -> Recognition:
    return Recognition(
        file=table.file,
        container=table.container,
        encoding=table.encoding,
        delimiter=table.delimiter,
        profile="not recognised",
        mapping={},
        headings=table.headings,
        examples={
            heading: _examples(table.rows.column(f"c{position}").to_pylist())
            for position, heading in enumerate(table.headings)
        },
        notes=table.notes,
    )


def _examples(cells: list[str | None]) -> tuple[str, ...]:
    filled = [cell[:_EXAMPLE_LENGTH] for cell in cells if cell and cell.strip()]
    return tuple(filled[:_EXAMPLES])
