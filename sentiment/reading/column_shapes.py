"""What the cells of a column look like, learnt from rows that are in order.

Damaged rows are put right by the columns whose shape is known: a number, a date, a
word out of few, a code without spaces. Columns of free text fit everything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\.?"
    r"(?:[T ]+\d{1,2}[:.]\d{2}\S*(?: ?[AaPp]\.?[Mm]\.?)?(?: UTC)?)?"
)
_WORD_DATE = re.compile(r"[^\W\d]{3,12}\.? \d{1,2},? \d{4}|\d{1,2}\.? [^\W\d]{3,12}\.?,? \d{4}")
_CODE = re.compile(r"\S*[\d_/:@#]\S*")
_PATTERNS = (_NUMBER, _DATE, _WORD_DATE, _CODE)
_ENOUGH = 3
_FEW_WORDS = 12


@dataclass(frozen=True)
class ColumnShape:
    """``pattern`` or ``words`` is what nearly every cell is; both None: free text."""

    pattern: re.Pattern[str] | None = None
    words: frozenset[str] | None = None
    may_be_empty: bool = True
    may_begin_with_space: bool = True

    @property
    def is_anchor(self) -> bool:
        """Whether the shape tells this column from free text."""
        return self.pattern is not None or self.words is not None

    def fits(self, cell: str) -> bool:
        """Whether ``cell`` could stand in this column."""
        if not cell.strip():
            return self.may_be_empty or not self.is_anchor
        if self.words is not None:
            return cell in self.words
        return self.pattern is None or self.pattern.fullmatch(cell.strip()) is not None


def learn_shapes(rows: Sequence[Sequence[str | None]], *, width: int) -> tuple[ColumnShape, ...]:
    """The shape of each column; with fewer than three rows every column is free."""
    if len(rows) < _ENOUGH:
        return tuple(ColumnShape() for _ in range(width))
    columns = zip(*rows, strict=True)
    return tuple(_learn_shape([cell or "" for cell in column]) for column in columns)


def _learn_shape(cells: Sequence[str]) -> ColumnShape:
    filled = [cell for cell in cells if cell.strip()]
    may_be_empty = len(filled) < len(cells)
    spaced = sum(cell[0] in " \t" for cell in filled) * 20 > len(filled)
    if len(filled) < _ENOUGH:
        return ColumnShape(may_be_empty=may_be_empty, may_begin_with_space=spaced)
    for pattern in _PATTERNS:
        misfits = sum(pattern.fullmatch(cell.strip()) is None for cell in filled)
        if misfits * 50 <= len(filled):
            return ColumnShape(pattern, None, may_be_empty, spaced)
    words = frozenset(filled)
    if len(words) <= _FEW_WORDS and len(filled) >= 8 * len(words):
        return ColumnShape(None, words, may_be_empty, spaced)
    return ColumnShape(None, None, may_be_empty, spaced)
