"""Where the records of delimited text begin and end, found from its bytes alone.

In text whose quotes are in order, a newline ends a record where the number of quotes
before it is even (RFC 4180). The order itself is checked: every quote that opens
stands at the begin of a cell, every quote that closes at its end. Text that passes
cannot be misread, so that the count of records found here proves a parser right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PIECE = 1 << 22
_MOST_LINES = 2_000
_NEWLINE, _RETURN, _QUOTE, _BACKSLASH, _SPACE = b'\n\r"\\ '


@dataclass(frozen=True)
class RecordLayout:
    """The filled records: offset, length in bytes, and line (0 is the first).

    ``rewritten`` is the text with ``\\"`` as ``""`` where that is its way of quoting;
    ``quoting`` is False where quotes are plain characters.
    """

    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]
    lines: NDArray[np.int64]
    quoting: bool
    rewritten: bytes | None = None


def lay_out(text: bytes, *, delimiter: str) -> RecordLayout | None:
    """The layout of the records of ``text``; None where its quotes are not in order."""
    import numpy as np

    quotes = _places(text, _QUOTE)
    rewritten = None
    if len(quotes) and not _in_order(text, quotes, delimiter):
        if _are_plain(text, quotes, delimiter):
            quotes = quotes[:0]
            return _records(text, quotes, quoting=False)
        if b'\\"' not in text:
            return None
        rewritten = re.sub(rb'\\(["\\])', _double, text)
        text, quotes = rewritten, _places(rewritten, _QUOTE)
        if not _in_order(text, quotes, delimiter):
            return None
    layout = _records(text, quotes, quoting=len(quotes) > 0, rewritten=rewritten)
    if layout is None or (len(layout.lines) > 1 and np.diff(layout.lines).max() > _MOST_LINES):
        return None
    return layout


def line_starts(text: bytes) -> NDArray[np.int64]:
    """The offset of every line; a newline at the very end begins no line."""
    import numpy as np

    starts = np.concatenate([np.zeros(1, np.int64), _places(text, _NEWLINE) + 1])
    return starts[:-1] if starts[-1] == len(text) else starts


def _double(match: re.Match[bytes]) -> bytes:
    return b'""' if match[1] == b'"' else b"\\"


def _places(text: bytes, byte: int) -> NDArray[np.int64]:
    """The offsets of one byte value, gathered in pieces to bound the memory."""
    import numpy as np

    values = np.frombuffer(text, np.uint8)
    found = [
        np.flatnonzero(values[start : start + _PIECE] == byte) + start
        for start in range(0, len(values), _PIECE)
    ]
    return np.concatenate(found) if found else np.zeros(0, np.int64)


def _in_order(text: bytes, quotes: NDArray[np.int64], delimiter: str) -> bool:
    import numpy as np

    if len(quotes) % 2:
        return False
    values = np.frombuffer(text, np.uint8)
    opening, closing = quotes[0::2], quotes[1::2]
    ends = np.array([_NEWLINE, _RETURN, ord(delimiter)], np.uint8)
    before = values[np.maximum(opening - 1, 0)]
    doubled = np.zeros(len(opening), bool)
    doubled[1:] = opening[1:] == closing[:-1] + 1
    if not (np.isin(before, ends) | doubled | (opening == 0)).all():
        return False
    after = values[np.minimum(closing + 1, len(values) - 1)]
    followed = np.zeros(len(closing), bool)
    followed[:-1] = doubled[1:]
    return bool((np.isin(after, ends) | followed | (closing == len(values) - 1)).all())


def _are_plain(text: bytes, quotes: NDArray[np.int64], delimiter: str) -> bool:
    """Whether no quote stands where a cell could begin."""
    import numpy as np

    if quotes[0] == 0:
        return False
    before = np.frombuffer(text, np.uint8)[quotes - 1]
    begins = np.array([_NEWLINE, _RETURN, ord(delimiter), _SPACE, _BACKSLASH], np.uint8)
    if not np.isin(before, begins).any():
        return True
    return not np.isin(before, begins[[0, 1, 2, 4]]).any() and (
        re.search(rb"(?:^|[\n" + re.escape(delimiter.encode()) + rb"]) +\"", text) is None
    )


def _records(
    text: bytes, quotes: NDArray[np.int64], *, quoting: bool, rewritten: bytes | None = None
) -> RecordLayout | None:
    import numpy as np

    newlines = _places(text, _NEWLINE)
    if quoting:
        ends_record = np.searchsorted(quotes, newlines) % 2 == 0
        line_of_end = np.flatnonzero(ends_record)
        ends = newlines[line_of_end]
    else:
        line_of_end = np.arange(len(newlines))
        ends = newlines
    starts = np.concatenate([np.zeros(1, np.int64), ends + 1])
    lines = np.concatenate([np.zeros(1, np.int64), line_of_end + 1])
    ends = np.concatenate([ends, [len(text)]])
    lengths = ends - starts
    if len(text):
        first = np.frombuffer(text, np.uint8)[np.minimum(starts, len(text) - 1)]
        filled = (lengths > 1) | ((lengths == 1) & (first != _RETURN))
    else:
        filled = lengths > 0
    return RecordLayout(starts[filled], lengths[filled], lines[filled], quoting, rewritten)
