"""Cells of a workbook that hold a formula and not its result.

A spreadsheet program stores what a formula came to beside it; a program that only writes
workbooks stores the formula alone, and its cell reads as empty. Such programs also take
a text that begins with "=" for a formula; what cannot be one is given back as the text.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import IO

REASON = "a formula stands in place of the review, and the file does not carry its result"
_PIECE = 1 << 20
_CARRIED = 1 << 16  # more than a cell of a formula is long (8,192 characters)
_CELL = re.compile(
    rb"<(?:\w+:)?c\b(?P<attributes>[^>]*)>\s*"
    rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>(?P<formula>[^<]*)</(?:\w+:)?f>)\s*"
    rb"(?P<value><(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]+)(\d+)["']""")
_IS_TEXT = re.compile(rb"""\bt\s*=\s*["']str["']""")
_NO_START = re.compile(r"=\s*[=):;<>*/!?^,.~|]")
_OPERAND = re.compile(r"[^\W\d][\w.]*\(|(?<!\w)\$?[A-Za-z]{1,3}\$?\d+(?!\w)")
_WORDS = re.compile(r"[^\W\d]+\W*\s[^\w]*[^\W\d]+")

Cells = dict[int, dict[int, str]]
"""Row of the sheet (from 1) → column (from 0) → what its cell holds, with the "="."""


@dataclass(frozen=True)
class FormulaCells:
    """What a sheet holds in place of values: formulas, and ``texts`` that are none."""

    formulas: Cells = field(default_factory=dict)
    texts: Cells = field(default_factory=dict)


def find_formulas(sheet: IO[bytes]) -> FormulaCells:
    """The formulas without a result in the XML of a sheet.

    An empty text is a result as well: ``t="str"`` with an empty value.
    """
    found = FormulaCells()
    rest = b""
    while piece := sheet.read(_PIECE):
        text = rest + piece
        end = 0
        for cell in _CELL.finditer(text) if b"f" in text else ():
            end = cell.end()
            place = _PLACE.search(cell["attributes"])
            if place is None or (cell["value"] and _IS_TEXT.search(cell["attributes"])):
                continue
            content = "=" + html.unescape((cell["formula"] or b"").decode("utf-8", "replace"))
            cells = found.formulas if is_formula(content) else found.texts
            cells.setdefault(int(place[2]), {})[_column(place[1])] = content
        rest = text[max(end, len(text) - _CARRIED) :]
    return found


def is_formula(content: str) -> bool:
    """Whether what begins with "=" can be a formula; where in doubt, it is one.

    >>> is_formula("=A2&B2"), is_formula("=SUM(x)"), is_formula("=1+1"), is_formula("=Total")
    (True, True, True, True)
    >>> is_formula("=) love it"), is_formula("= the best of all")
    (False, False)
    """
    if _NO_START.match(content) or not any(char.isalnum() for char in content):
        return len(content) == 1  # a formula shared with another cell stands there alone
    return _OPERAND.search(content) is not None or _WORDS.search(content) is None


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
