"""Rows that are not in order: find the one way in which their pieces fill the columns.

The text of a damaged row is cut at every delimiter, quoted or not, and neighbouring
pieces are joined again so that each column gets one group. Every group costs by how
unlikely it is (a quote that does not close, a delimiter without quotes, a shape that
does not fit); the cheapest division is found by dynamic programming. Two divisions
of the same cost mean that nobody can tell, and the row stays rejected.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentiment.reading.column_shapes import ColumnShape

_OPEN_QUOTE = 8
_LOOSE_QUOTE = 2
_BARE_DELIMITER = 1
_TIGHT_DELIMITER = 1
_LEADING_SPACE = 1
_UNUSUALLY_EMPTY = 2
_IMPOSSIBLE = 1_000
_MOST_EXTRA_PIECES = 60
_MOST_PIECES = 400


@dataclass(frozen=True)
class Alignment:
    """``cells`` of a repaired row; ``has_open_quote`` where a quote never closes."""

    cells: tuple[str, ...]
    cost: int

    @property
    def has_open_quote(self) -> bool:
        """Whether a stray quote had to be dropped."""
        return self.cost >= _OPEN_QUOTE


def align(text: str, *, delimiter: str, shapes: Sequence[ColumnShape]) -> Alignment | None:
    """The one most likely division of ``text`` into ``len(shapes)`` cells, else None.

    None where there are too few pieces, where no division fits the shapes, or where
    several fit equally well.
    """
    pieces = text.split(delimiter)
    width = len(shapes)
    extra = len(pieces) - width
    if extra < 0 or extra > _MOST_EXTRA_PIECES or len(pieces) > max(_MOST_PIECES, width):
        return None
    if width > _MOST_PIECES and extra:
        return None
    # best[k]: cheapest cost of filling the columns so far with the first k pieces,
    # in how many ways (2 = more than one), and the group sizes that led there.
    best: dict[int, tuple[int, int, tuple[int, ...]]] = {0: (0, 1, ())}
    for column, shape in enumerate(shapes):
        reached: dict[int, tuple[int, int, tuple[int, ...]]] = {}
        for used, (cost, ways, sizes) in best.items():
            for size in range(1, extra - (used - column) + 2):
                group_cost = _cost(pieces[used : used + size], delimiter, shape)
                if group_cost >= _IMPOSSIBLE:
                    continue
                total = cost + group_cost
                known = reached.get(used + size)
                if known is None or total < known[0]:
                    reached[used + size] = (total, ways, (*sizes, size))
                elif total == known[0]:
                    reached[used + size] = (total, 2, known[2])
        best = reached
    cost, ways, sizes = best.get(len(pieces), (_IMPOSSIBLE, 0, ()))
    if ways != 1:
        return None
    cells, start = [], 0
    for size in sizes:
        cells.append(unquote(delimiter.join(pieces[start : start + size])))
        start += size
    return Alignment(tuple(cells), cost)


def unquote(raw: str) -> str:
    """A cell without its quotes; doubled quotes become one, loose ones stay.

    >>> unquote('"He said ""wow"" and left"')
    'He said "wow" and left'
    """
    bare = raw.strip()
    if not bare.startswith('"'):
        return raw
    if len(bare) > 1 and bare.endswith('"'):
        return bare[1:-1].replace('""', '"')
    return bare[1:].replace('""', '"')


def pad(cells: Sequence[str], *, shapes: Sequence[ColumnShape]) -> list[str] | None:
    """A row that lacks its last cells, filled up, where those are empty elsewhere too."""
    missing = shapes[len(cells) :]
    if not 2 <= len(cells) < len(shapes) or not all(shape.may_be_empty for shape in missing):
        return None
    if not all(shape.fits(cell) for shape, cell in zip(shapes, cells, strict=False)):
        return None
    return [*cells, *([""] * len(missing))]


def fits_shapes(cells: Sequence[str], shapes: Sequence[ColumnShape]) -> bool:
    """Whether the cells could be a row: as many as columns, each of its shape."""
    return len(cells) == len(shapes) and all(
        shape.fits(cell) for shape, cell in zip(shapes, cells, strict=True)
    )


def _cost(group: Sequence[str], delimiter: str, shape: ColumnShape) -> int:
    raw = delimiter.join(group)
    bare = raw.strip()
    cost = 0
    if bare.startswith('"'):
        closes = len(bare) > 1 and bare.endswith('"')
        inner = bare[1:-1] if closes else bare[1:]
        if not closes:
            cost += _OPEN_QUOTE + _bare_delimiters(group)
        if '"' in inner.replace('""', ""):
            cost += _LOOSE_QUOTE + sum(piece.endswith('"') for piece in group[:-1])
    else:
        cost += _bare_delimiters(group)
        if bare.endswith('"') and bare.count('"') % 2:
            cost += _LOOSE_QUOTE
    if raw[:1] in (" ", "\t") and not shape.may_begin_with_space and not bare.startswith('"'):
        cost += _LEADING_SPACE
    cell = unquote(raw)
    if not cell.strip() and not shape.may_be_empty and not shape.is_anchor:
        cost += _UNUSUALLY_EMPTY
    if not shape.fits(cell):
        return _IMPOSSIBLE if shape.words is None else cost + 2
    return cost


def _bare_delimiters(group: Sequence[str]) -> int:
    tight = sum(piece[:1] not in (" ", "\t") for piece in group[1:])
    return (len(group) - 1) * _BARE_DELIMITER + tight * _TIGHT_DELIMITER
