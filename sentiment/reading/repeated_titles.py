"""Titles that only repeat how the text below them begins, left out of what is scored.

Many apps make a title out of the first words of a review. Nearly all other titles begin
with another letter than their text, which a look at one or two bytes shows; only the
rest are compared in full.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

_HEAD = 3  # characters that have to agree before title and body are compared in full
_LONGER_HEAD = 9  # and of longer titles
_ANYTHING = 0xFFFF  # no text begins with these two bytes
_LAST_WITH_CASE = 0x1FFFF


def without_repetition(titles: pa.Array, bodies: pa.Array) -> pa.Array:
    """The titles, null where their body begins with them in upper or lower case.

    An ellipsis at the end of a title may stand for the rest of the body.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    places = np.flatnonzero(_first_letters_agree(titles, bodies))
    starting, begins = titles.take(places), bodies.take(places)
    agree = _heads_agree(starting, begins, length=_HEAD)
    places, starting, begins = places[agree], starting.filter(agree), begins.filter(agree)
    starting = pc.utf8_rtrim_whitespace(pc.utf8_rtrim(starting, "…."))
    agree = _heads_agree(starting, begins, length=_LONGER_HEAD)
    agree |= pc.less(pc.utf8_length(starting), _LONGER_HEAD).to_numpy(zero_copy_only=False)
    places, starting, begins = places[agree], starting.filter(agree), begins.filter(agree)
    if not len(places):
        return titles
    starts = [start.casefold() for start in starting.to_pylist()]
    # A character becomes one or more when its case is folded, so that this much is enough.
    longest = max(len(start) for start in starts)
    begins = pc.utf8_slice_codeunits(begins, 0, longest).to_pylist()
    repeated = [
        begin[: len(start)].casefold().startswith(start)
        for begin, start in zip(begins, starts, strict=True)
    ]
    if not any(repeated):
        return titles
    gone = np.zeros(len(titles), bool)
    gone[places[repeated]] = True
    return pc.if_else(pa.array(gone), pa.scalar(None, titles.type), titles)


def _heads_agree(titles: pa.Array, bodies: pa.Array, *, length: int) -> NDArray[np.bool_]:
    """Whether the first ``length`` letters are the same but for their case."""
    import pyarrow.compute as pc

    alike = pc.equal(
        pc.utf8_lower(pc.utf8_slice_codeunits(titles, 0, length)),
        pc.utf8_lower(pc.utf8_slice_codeunits(bodies, 0, length)),
    )
    found: NDArray[np.bool_] = alike.to_numpy(zero_copy_only=False)
    return found


def _first_letters_agree(titles: pa.Array, bodies: pa.Array) -> NDArray[np.bool_]:
    """Whether the first letters may be the same but for their case; false where one lacks."""
    letters = _first_letters()
    (title, titled), (body, written) = _first_bytes(titles), _first_bytes(bodies)
    title, body = letters[title], letters[body]
    agree: NDArray[np.bool_] = (title == body) | (title == _ANYTHING) | (body == _ANYTHING)
    return agree & titled & written


def _first_bytes(texts: pa.Array) -> tuple[NDArray[np.uint16], NDArray[np.bool_]]:
    """The first two bytes of each text as a number, and whether there is a text."""
    import numpy as np

    offsets, buffer = texts.buffers()[1:]
    ends = np.frombuffer(offsets, np.int32, len(texts) + 1, offset=4 * texts.offset)
    filled = ends[1:] > ends[:-1]
    if buffer is None or not filled.any():
        return np.zeros(len(texts), np.uint16), np.zeros(len(texts), bool)
    values = np.frombuffer(buffer, np.uint8)
    first = np.minimum(ends[:-1], len(values) - 1)
    second = np.minimum(ends[:-1] + 1, len(values) - 1)
    pairs = values[first].astype(np.uint16) << np.uint16(8) | values[second]
    if texts.null_count:
        filled = filled & texts.is_valid().to_numpy(zero_copy_only=False)
    return pairs, filled


@cache
def _first_letters() -> NDArray[np.uint16]:
    """What two first bytes say about the first letter in folded case; not told is _ANYTHING."""
    import numpy as np

    letters = np.arange(1 << 16, dtype=np.uint16)
    for byte in range(128):
        letters[byte << 8 : (byte + 1) << 8] = ord(chr(byte).lower()) << 8
    for code in range(128, _LAST_WITH_CASE):
        char = chr(code)
        folded = char.casefold()
        if folded != char:
            before, after = char.encode(), folded.encode()
            told = after[0] << 8 | (after[1] if after[0] >= 128 else 0)
            letters[before[0] << 8 | before[1]] = told if len(before) == 2 else _ANYTHING
    return letters
