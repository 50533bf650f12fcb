"""Review texts out of cells: entities and tags undone, title and body joined."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from sentiment.reading.cells import MISSING_TEXTS, may_hold, replace_where, trimmed

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

_BREAK = re.compile(r"(?i)<br\s*/?>|</(?:p|div|li|h[1-6])\s*>")
_TAG = re.compile(
    r"(?i)</?(?:p|div|span|b|i|u|em|strong|a|ul|ol|li|h[1-6]|font|small|blockquote|img|hr)"
    r"(?:\s+[a-z-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?)*\s*/?>"
)
_HEAD = 3  # characters that have to agree before title and body are compared in full


def plain_text(text: str) -> str | None:
    """The text that a reader saw: entities undone, line breaks kept, HTML tags taken out.

    >>> plain_text("Fast &amp; cheap<br/>I &lt;3 it")
    'Fast & cheap\\nI <3 it'
    """
    text = _TAG.sub("", _BREAK.sub("\n", text))
    if "&" in text:
        text = html.unescape(text)
    return text.strip() or None


def read_texts(column: pa.ChunkedArray, *, empty: Sequence[str] = ()) -> pa.Array:
    """A column of cells as plain texts; missing ones and those in ``empty`` are null."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = trimmed(column, missing=MISSING_TEXTS)
    if empty:
        gone = pc.is_in(texts, value_set=pa.array(empty, type=pa.string()))
        texts = pc.if_else(gone, pa.scalar(None, pa.string()), texts)
    if not may_hold(texts, b"&", b"<"):
        return texts
    marked = pc.match_substring_regex(texts, r"&#?\w+;|</?\w")
    return replace_where(texts, marked, plain_text)


def join_texts(parts: Sequence[pa.Array]) -> pa.Array:
    """Title, body, liked and disliked joined by line breaks; null where all are missing.

    A part that the next one begins with (a title cut out of the body) is not repeated.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    joined = parts[0]
    for part in parts[1:]:
        if part.null_count == len(part):
            continue
        if joined.null_count < len(joined):
            joined = _without_repetition(joined, part)
        # null_handling="skip" loses rows in which all parts are null (PyArrow 25).
        both = pc.binary_join_element_wise(joined, part, pa.scalar("\n", pa.string()))
        joined = pc.coalesce(both, joined, part)
    return joined


def _without_repetition(titles: pa.Array, bodies: pa.Array) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    alike = pc.equal(
        pc.utf8_lower(pc.utf8_slice_codeunits(titles, 0, _HEAD)),
        pc.utf8_lower(pc.utf8_slice_codeunits(bodies, 0, _HEAD)),
    )
    alike = pc.fill_null(alike, False)
    if not pc.any(alike).as_py():
        return titles
    near = titles.filter(alike).to_pylist()
    starts = [title.rstrip("….").rstrip().casefold() for title in near]
    # A character becomes one or more when its case is folded, so that this much is enough.
    longest = max(len(start) for start in starts)
    begins = pc.utf8_slice_codeunits(bodies.filter(alike), 0, longest).to_pylist()
    repeated = [
        begin[: len(start)].casefold().startswith(start)
        for begin, start in zip(begins, starts, strict=True)
    ]
    if not any(repeated):
        return titles
    kept = [None if gone else title for title, gone in zip(near, repeated, strict=True)]
    return pc.replace_with_mask(titles, alike, pa.array(kept, type=pa.string()))
