"""Where the records of delimited text begin and end, found from its bytes alone.

In text whose quotes are in order, a newline ends a record where the number of quotes
before it is even (RFC 4180). The order itself is checked: every quote that opens
stands at the begin of a cell, every quote that closes at its end. A stretch of lines
that passes cannot be misread, so that the records counted here prove a parser right;
the lines between such stretches are damaged and are read with care.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentiment.reading.threads import map_side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

_PIECE = 1 << 17
_PART = 1 << 23
_MOST_DAMAGED = 20_000
_NEWLINE, _RETURN, _QUOTE = b'\n\r"'


@dataclass(frozen=True)
class RecordLayout:
    """The filled records of ``text``: offset, length in bytes, and line (0 is the first).

    ``text`` holds the lines in order; ``lines`` counts in the text with all lines.
    """

    text: bytes
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]
    lines: NDArray[np.int64]
    quoting: bool


class LineText:
    """Text as lines from the offset ``begin`` on, and the places of its quotes.

    ``quoting`` is False where quotes are plain characters (inches, say). Backslashes
    before quotes become the doubled quotes that the rest of the reading expects.
    """

    def __init__(self, text: bytes, *, delimiter: str, begin: int = 0) -> None:
        self._delimiter = delimiter
        self._set(text, begin)
        self.quoting = bool(len(self._quotes)) and not self._are_plain()
        if self.quoting and self._next_damage(0) is not None and text.find(b'\\"', begin) >= 0:
            body = text[begin:]
            self._set(re.sub(rb'\\(["\\])', _double, body), 0)
            if self._next_damage(0) is not None and body.count(b'\\"') < body.count(b'""'):
                self._set(text, begin)

    def _set(self, text: bytes, begin: int) -> None:
        import numpy as np

        self.text = text
        self._first = begin
        self._quotes, self._newlines = _quotes_and_newlines(text, begin)
        starts = np.concatenate([np.full(1, begin, np.int64), self._newlines + 1])
        self.starts = starts[:-1] if starts[-1] == len(text) else starts
        self._bad: tuple[NDArray[np.int64], ...] = ()

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self.starts)

    def line(self, place: int) -> str:
        """A line without its end."""
        begin, end = self._begin(place), self._begin(place + 1)
        return self.text[begin:end].decode("utf-8", errors="replace").rstrip("\r\n")

    def ordered(self, read_damaged: Callable[[int], int]) -> RecordLayout:
        """The layout of all lines in order.

        Each damaged record in between goes to ``read_damaged`` with its line, which
        returns how many lines it took; with too many of them it gets all that follow.
        """
        count = len(self)
        stretches: list[tuple[int, int]] = []
        line = damaged = 0
        while line < count:
            broken = self._next_damage(line) if self.quoting else None
            if broken is None:
                stretches.append((line, count))
                break
            if broken > line:
                stretches.append((line, broken))
            line = broken + max(1, read_damaged(broken))
            damaged += 1
            while damaged > _MOST_DAMAGED and line < count:
                line += max(1, read_damaged(line))
        return self._lay_out(stretches)

    def _begin(self, line: int) -> int:
        return int(self.starts[line]) if line < len(self.starts) else len(self.text)

    def _are_plain(self) -> bool:
        """Whether no quote stands where a cell could begin."""
        cell = rb"(?:^|[\r\n" + re.escape(self._delimiter.encode()) + rb'])[ \\]*"'
        # From the line end before the first line on, so that this line has one before it.
        return re.compile(cell).search(self.text, max(self._first - 1, 0)) is None

    def _next_damage(self, line: int) -> int | None:
        """The line of the next record whose quotes are not in order, from ``line`` on."""
        import numpy as np

        if not self._bad:
            self._bad = self._find_bad_quotes()
        start = self._begin(line)
        first = int(np.searchsorted(self._quotes, start))
        bad = self._bad[first % 2]
        place = int(np.searchsorted(bad, first))
        if place < len(bad):
            quote = int(bad[place])
        elif (len(self._quotes) - first) % 2:
            quote = len(self._quotes) - 1
        else:
            return None
        # Back to the last line that begins outside of quotes.
        while True:
            at = int(np.searchsorted(self.starts, int(self._quotes[quote]), side="right")) - 1
            before = int(np.searchsorted(self._quotes, self._begin(at)))
            if at <= line:
                return line
            if (before - first) % 2 == 0:
                return at
            quote = before - 1

    def _find_bad_quotes(self) -> tuple[NDArray[np.int64], ...]:
        """Quotes out of order where the even ones open, and where the odd ones do."""
        import numpy as np

        values = np.frombuffer(self.text, np.uint8)
        quotes = self._quotes
        if not len(quotes):
            return quotes, quotes
        ends = np.zeros(256, bool)
        ends[[_NEWLINE, _RETURN, ord(self._delimiter)]] = True
        beside = np.diff(quotes) == 1
        may_open = ends[values[np.maximum(quotes - 1, 0)]] | (quotes == self._first)
        may_open[1:] |= beside
        last = len(values) - 1
        may_close = ends[values[np.minimum(quotes + 1, last)]] | (quotes == last)
        may_close[:-1] |= beside
        even = np.arange(len(quotes)) % 2 == 0
        return (
            np.flatnonzero(~np.where(even, may_open, may_close)),
            np.flatnonzero(~np.where(even, may_close, may_open)),
        )

    def _lay_out(self, stretches: Sequence[tuple[int, int]]) -> RecordLayout:
        import numpy as np

        if stretches == [(0, len(self))]:
            return _records(
                self.text, self._first, self._quotes, self._newlines, quoting=self.quoting
            )
        text = b"".join(self.text[self._begin(a) : self._begin(b)] for a, b in stretches)
        layout = _records(text, 0, *_quotes_and_newlines(text, 0), quoting=self.quoting)
        original = [np.arange(a, b) for a, b in stretches]
        lines = np.concatenate(original)[layout.lines] if original else layout.lines
        return RecordLayout(text, layout.starts, layout.lengths, lines, self.quoting)


def _double(match: re.Match[bytes]) -> bytes:
    return b'""' if match[1] == b'"' else b"\\"


def _quotes_and_newlines(text: bytes, first: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The offsets of both from ``first`` on, in pieces that stay in the processor's cache."""
    import numpy as np

    values = np.frombuffer(text, np.uint8)

    def search(begin: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        quotes, newlines = [], []
        for start in range(begin, min(begin + _PART, len(values)), _PIECE):
            piece = values[start : start + _PIECE]
            quotes.append(np.flatnonzero(piece == _QUOTE) + start)
            newlines.append(np.flatnonzero(piece == _NEWLINE) + start)
        return np.concatenate(quotes), np.concatenate(newlines)

    found = map_side_by_side(search, range(first, len(values), _PART))
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    return np.concatenate([part[0] for part in found]), np.concatenate([part[1] for part in found])


def _records(
    text: bytes,
    first: int,
    quotes: NDArray[np.int64],
    newlines: NDArray[np.int64],
    *,
    quoting: bool,
) -> RecordLayout:
    import numpy as np

    line_of_end = np.arange(len(newlines))
    if quoting:
        line_of_end = np.flatnonzero(np.searchsorted(quotes, newlines) % 2 == 0)
    ends = newlines[line_of_end]
    starts = np.concatenate([np.full(1, first, np.int64), ends + 1])
    lines = np.concatenate([np.zeros(1, np.int64), line_of_end + 1])
    lengths = np.concatenate([ends, [len(text)]]) - starts
    filled = lengths > 0
    if len(text):
        initial = np.frombuffer(text, np.uint8)[np.minimum(starts, len(text) - 1)]
        filled = (lengths > 1) | ((lengths == 1) & (initial != _RETURN))
    return RecordLayout(text, starts[filled], lengths[filled], lines[filled], quoting)
