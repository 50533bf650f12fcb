"""Machine translations that stand beside the original in one field.

Google writes ``(Translated by Google) … (Original) …`` where its reader's
language differs from the review's, and ``… (Translated by Google) …`` with the
original first where it is the reader's own. The original is what is scored.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sentiment.reading.cells import may_hold, replace_where

if TYPE_CHECKING:
    import pyarrow as pa

_TRANSLATED = (
    "Translated by Google|Traducido por Google|Traduit par Google|Übersetzt von Google"
    "|Traduzione di Google|Traduzido pelo Google|Tradução do Google|Vertaald door Google"
    "|Переведено Google|Google による翻訳|由 Google 翻譯|由 Google 提供翻译|Google 번역 제공"
)
_ORIGINAL = "Original|Originale|Origineel|Оригинал|原文|원문|Originaltext|Texto original"
_TRANSLATION_FIRST = re.compile(
    rf"^\s*[(（](?:{_TRANSLATED})[)）]\s*(?P<translation>.*?)\s*[(（](?:{_ORIGINAL})[)）]\s*"
    r"(?P<original>.*?)\s*$",
    re.S | re.I,
)
_ORIGINAL_FIRST = re.compile(
    rf"^\s*(?:[(（](?:{_ORIGINAL})[)）]\s*)?(?P<original>.*?)\s*[(（](?:{_TRANSLATED})[)）]\s*"
    r"(?P<translation>.*?)\s*$",
    re.S | re.I,
)
_ANY = rf"(?i)[(（](?:{_TRANSLATED})[)）]"


def split_translation(text: str) -> tuple[str, str | None]:
    """The original and its translation; the text itself and None where there is no marker.

    A text with the marker and no original left (a cut field) is its own original.

    >>> split_translation("(Translated by Google) Good.\\n\\n(Original)\\nBien.")
    ('Bien.', 'Good.')
    >>> split_translation("Bien.\\n\\n(Translated by Google)\\nGood.")
    ('Bien.', 'Good.')
    """
    match = _TRANSLATION_FIRST.match(text) or _ORIGINAL_FIRST.match(text)
    if match is None:
        return text, None
    original, translation = match["original"], match["translation"]
    if not original:
        return translation or text, None
    return original, translation or None


def split_translations(texts: pa.Array) -> tuple[pa.Array, pa.Array]:
    """:func:`split_translation` over an array: originals, translations (null where none)."""
    import pyarrow as pa
    import pyarrow.compute as pc

    absent = pa.nulls(len(texts), type=pa.string())
    if not may_hold(texts, b"oogle"):
        return texts, absent
    marked = pc.fill_null(pc.match_substring_regex(texts, _ANY), False)
    originals = replace_where(texts, marked, lambda text: split_translation(text)[0])
    whole = pc.if_else(marked, texts, absent)
    return originals, replace_where(whole, marked, lambda text: split_translation(text)[1])
