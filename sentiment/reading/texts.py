"""Review texts out of cells: entities and tags undone, title and body joined."""

from __future__ import annotations

import html
import re
from functools import partial
from typing import TYPE_CHECKING

from sentiment.reading.cells import MISSING_TEXTS, may_hold, replace_where, trimmed
from sentiment.reading.repeated_titles import without_repetition

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

_BREAK = re.compile(r"(?i)<br\s*/?>|</(?:p|div|li|h[1-6])\s*>")
_TAG = re.compile(
    r"(?i)<(?P<closing>/?)"
    r"(?P<name>p|div|span|b|i|u|em|strong|a|ul|ol|li|h[1-6]|font|small|blockquote|img|hr)"
    r"(?P<rest>(?:\s+[a-z-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?)*\s*/?)>"
)
# These have an end tag or attributes; <p> and other blocks may stand alone as markup too.
_INLINE = {"span", "b", "i", "u", "em", "strong", "a", "font", "small", "img"}
_BEFORE_A_WORD = "\"'“”„«‘([{「"
_AFTER_A_WORD = "\"'“”»’)]}」,.;:!?…"


def plain_text(text: str) -> str | None:
    """The text that a reader saw: entities undone, line breaks kept, HTML tags taken out.

    A tag that is talked about stays: it stands like a word, without attributes and
    without its counterpart.

    >>> plain_text("Fast &amp; cheap<br/>I &lt;3 it")
    'Fast & cheap\\nI <3 it'
    >>> plain_text("The <b> tag does not <b>work</b>"), plain_text("The <b> tag does not work")
    ('The  tag does not work', 'The <b> tag does not work')
    """
    text = _TAG.sub(partial(_mention_or_nothing, paired={}), _BREAK.sub("\n", text))
    if "&" in text:
        text = html.unescape(text)
    return text.strip() or None


def _mention_or_nothing(tag: re.Match[str], *, paired: dict[str, bool]) -> str:
    """The tag itself where it is talked about; ``paired`` remembers what the text has."""
    name = tag["name"].lower()
    if tag["rest"] or name not in _INLINE:
        return ""
    text = tag.string
    before, after = text[max(tag.start() - 1, 0) : tag.start()], text[tag.end() : tag.end() + 1]
    if before.strip(_BEFORE_A_WORD).strip() or after.strip(_AFTER_A_WORD).strip():
        return ""
    counterpart = rf"(?i)<{name}\b" if tag["closing"] else rf"(?i)</{name}\s*>"
    if counterpart not in paired:
        paired[counterpart] = re.search(counterpart, text) is not None
    return "" if paired[counterpart] else tag[0]


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
            joined = without_repetition(joined, part)
        # null_handling="skip" loses rows in which all parts are null (PyArrow 25).
        if part.null_count:
            both = pc.binary_join_element_wise(joined, part, pa.scalar("\n", pa.string()))
            joined = pc.coalesce(both, joined, part)
        else:  # without a second copy of the long texts
            nothing = pa.scalar("", pa.string())
            before = pc.binary_join_element_wise(joined, "\n", nothing)
            joined = pc.binary_join_element_wise(pc.fill_null(before, nothing), part, nothing)
    return joined
