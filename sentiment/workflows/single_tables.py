"""The one table of a file that is worked on without a database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.errors import ReadingError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from sentiment.reading.raw_tables import RawTable

# Why a row is left out, whatever the file is read for.
NO_TEXT = "no text"
NOT_SPLIT = "could not be split into cells"


def read_single_table(
    path: Path, *, encoding: str | None = None, keep_blank: bool = False
) -> RawTable:
    """The table of a file; of a workbook that of the sheet most like an export.

    ``keep_blank`` keeps rows all of whose cells are empty. Raises
    :class:`~sentiment.errors.ReadingError` where there is no table or more than one, as in
    an archive of several files.
    """
    from sentiment.reading.known_profiles import is_known_header
    from sentiment.reading.raw_tables import read_raw_tables

    tables = list(
        read_raw_tables(
            path,
            encoding=encoding,
            is_header=is_known_header,
            keep_blank=keep_blank,
            one_sheet=True,
        )
    )
    if len(tables) != 1:
        names = ", ".join(table.file for table in tables) or "none"
        raise ReadingError(
            f"{path.name} holds {len(tables)} tables ({names}), expected one.",
            hint="Unpack it and name one file.",
        )
    return tables[0]


def check_heading(table: RawTable, heading: str) -> None:
    """Raise :class:`~sentiment.errors.UsageError` with the columns there are if it is none."""
    if heading not in table.headings:
        raise UsageError(
            f"There is no column '{heading}' in {table.file}.",
            hint=f"Its columns are: {', '.join(table.headings)}.",
        )


def cells_of(table: RawTable, heading: str) -> list[str | None]:
    """The cells under a heading, None where empty. Raises as :func:`check_heading`."""
    check_heading(table, heading)
    cells: list[str | None] = table.rows.column(f"c{table.headings.index(heading)}").to_pylist()
    return cells
