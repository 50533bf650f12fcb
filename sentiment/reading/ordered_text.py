"""The fast way through delimited text whose quotes are in order: Arrow's reader."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from sentiment.reading.parsed_rows import CELL_LIMIT, rows_schema
from sentiment.reading.threads import map_side_by_side

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from sentiment.reading.pace import Pace
    from sentiment.reading.record_layout import RecordLayout

_PIECE = 1 << 21
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


def read_ordered(
    layout: RecordLayout, *, delimiter: str, width: int, pace: Pace, keep_blank: bool = False
) -> OrderedRows | None:
    """The records of ``layout`` as rows of ``width`` cells; ``pace`` counts them.

    Rows of empty cells alone are left out, if they are not to be kept.

    None where Arrow does not find the same number of records as the layout.
    """
    import numpy as np
    import pyarrow as pa

    long = np.flatnonzero(layout.lengths > CELL_LIMIT)
    pieces = _pieces(layout, long)

    def parse(piece: tuple[int, int]) -> tuple[pa.Table, list[int]] | None:
        rows = _parse_piece(layout, piece, delimiter=delimiter, width=width)
        pace.advance(piece[1] - piece[0])
        return rows

    parsed = [part for part in map_side_by_side(parse, pieces) if part is not None]
    if len(parsed) < len(pieces):
        return None
    odd = [
        first + at
        for (first, _), (_, refused) in zip(pieces, parsed, strict=True)
        for at in refused
    ]
    lines = np.delete(layout.lines, [*odd, *long.tolist()])
    table = pa.concat_tables([part for part, _ in parsed] or [_no_rows(width)])
    rows = table.append_column("line", pa.array(lines, pa.int64()))
    return OrderedRows(
        rows if keep_blank else _without_blank(rows, width),
        [_lines_of(layout, place) for place in odd],
        [(int(layout.lines[place]), _record(layout, place)) for place in long.tolist()],
    )


def _pieces(layout: RecordLayout, long: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Neighbouring records, none of them long, in runs of about ``_PIECE`` bytes.

    Each is the first record and the one after the last.
    """
    import numpy as np

    count = len(layout.starts)
    steps = np.arange(0, len(layout.text), _PIECE)
    cuts = {0, count, *np.searchsorted(layout.starts, steps).tolist()}
    ordered = sorted(cuts.union(long.tolist(), (long + 1).tolist()))
    apart = set(long.tolist())
    return [(first, after) for first, after in pairwise(ordered) if first not in apart]


def _lines_of(layout: RecordLayout, place: int) -> tuple[int, int]:
    begin, line = int(layout.starts[place]), int(layout.lines[place])
    newlines = layout.text.count(b"\n", begin, begin + int(layout.lengths[place]))
    return line, line + newlines + 1


def _record(layout: RecordLayout, place: int) -> str:
    begin = int(layout.starts[place])
    length = min(int(layout.lengths[place]), _LONGEST_RAW)
    return layout.text[begin : begin + length].decode("utf-8", errors="ignore").rstrip("\r")


def _no_rows(width: int) -> pa.Table:
    return rows_schema(width).empty_table().drop_columns(["line"])


def _parse_piece(
    layout: RecordLayout, piece: tuple[int, int], *, delimiter: str, width: int
) -> tuple[pa.Table, list[int]] | None:
    """Arrow's rows and the places (0 is the piece's first record) of those it refuses.

    None where they do not add up to the records of the piece.
    """
    import pyarrow as pa
    import pyarrow.csv as pacsv

    first, after = piece
    begin = int(layout.starts[first])
    end = int(layout.starts[after - 1] + layout.lengths[after - 1])
    names = [f"c{place}" for place in range(width)]
    odd: list[int | None] = []

    def skip(row: pacsv.InvalidRow) -> str:
        odd.append(row.number)
        return "skip"

    try:
        table = pacsv.read_csv(
            pa.BufferReader(pa.py_buffer(layout.text).slice(begin, end - begin)),
            # One thread, as Arrow else does not tell the number of a refused row; one block,
            # as it else looks for the ends of records, which are known.
            read_options=pacsv.ReadOptions(
                column_names=names, block_size=end - begin + 1, use_threads=False
            ),
            parse_options=pacsv.ParseOptions(
                delimiter=delimiter,
                quote_char='"' if layout.quoting else False,
                newlines_in_values=layout.quoting,
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
        return None
    if table.num_rows + len(odd) != after - first:
        return None
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
