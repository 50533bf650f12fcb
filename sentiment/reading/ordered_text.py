"""The fast way through delimited text whose quotes are in order: Arrow's reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentiment.reading.parsed_rows import CELL_LIMIT, rows_schema

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from sentiment.reading.record_layout import RecordLayout

_BLOCK = 2 << 20
_LONGEST_RAW = 16 * CELL_LIMIT


@dataclass(frozen=True)
class OrderedRows:
    """``rows`` that have all cells; ``odd`` are records with too few or too many.

    Those are given as their line and the line after them. ``long`` are line and text
    (its begin) of records so long that a cell may be over the limit. Lines count from
    0, also in ``rows``.
    """

    rows: pa.Table
    odd: list[tuple[int, int]]
    long: list[tuple[int, str]]


def read_ordered(layout: RecordLayout, *, delimiter: str, width: int) -> OrderedRows | None:
    """The records of ``layout`` as rows of ``width`` cells.

    None where Arrow does not find the same number of records as the layout.
    """
    import numpy as np
    import pyarrow as pa

    long = np.flatnonzero(layout.lengths > CELL_LIMIT)
    places = np.delete(np.arange(len(layout.starts)), long)
    text = _without(layout, long) if len(long) else layout.text
    table, odd = _parse_with_arrow(text, delimiter=delimiter, width=width, quoting=layout.quoting)
    if table is None or table.num_rows + len(odd) != len(places):
        return None
    lines = np.delete(layout.lines[places], odd)
    return OrderedRows(
        _without_blank(table.append_column("line", pa.array(lines, pa.int64())), width),
        [_lines_of(layout, place) for place in places[odd].tolist()] if odd else [],
        [(int(layout.lines[place]), _record(layout, place)) for place in long.tolist()],
    )


def _lines_of(layout: RecordLayout, place: int) -> tuple[int, int]:
    begin, line = int(layout.starts[place]), int(layout.lines[place])
    newlines = layout.text.count(b"\n", begin, begin + int(layout.lengths[place]))
    return line, line + newlines + 1


def _record(layout: RecordLayout, place: int) -> str:
    begin = int(layout.starts[place])
    length = min(int(layout.lengths[place]), _LONGEST_RAW)
    return layout.text[begin : begin + length].decode("utf-8", errors="ignore").rstrip("\r")


def _without(layout: RecordLayout, places: NDArray[np.int64]) -> bytes:
    """The text without some of its records."""
    pieces, start = [], 0
    for place in places.tolist():
        begin = int(layout.starts[place])
        pieces.append(layout.text[start:begin])
        start = begin + int(layout.lengths[place]) + 1
    pieces.append(layout.text[start:])
    return b"".join(pieces)


def _parse_with_arrow(
    text: bytes, *, delimiter: str, width: int, quoting: bool
) -> tuple[pa.Table | None, list[int]]:
    """Arrow's rows and the places (0 is the first record) of those it refuses."""
    import pyarrow as pa
    import pyarrow.csv as pacsv

    names = [f"c{place}" for place in range(width)]
    if not text.strip(b"\r\n"):
        return rows_schema(width).empty_table().drop_columns(["line"]), []
    odd: list[int | None] = []

    def skip(row: pacsv.InvalidRow) -> str:
        odd.append(row.number)
        return "skip"

    try:
        table = pacsv.read_csv(
            pa.BufferReader(text),
            # Arrow tells the number of a refused row only when it reads in one thread,
            # which costs less than a second reading.
            read_options=pacsv.ReadOptions(
                column_names=names, block_size=_BLOCK, use_threads=False
            ),
            parse_options=pacsv.ParseOptions(
                delimiter=delimiter,
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
    return table, [number - 1 for number in odd if number is not None]


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
