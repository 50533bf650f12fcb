"""The language that an export itself states: codes, locales and language names.

Codes become ISO 639-1 (639-3 where there is none) by CLDR's aliases through
Babel; names are CLDR's in 40 languages and each language's own.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from sentiment.reading.cells import parse_distinct, trimmed
from sentiment.reading.markets import LANGUAGES

if TYPE_CHECKING:
    import pyarrow as pa

_TAG = re.compile(r"^([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*(?:[.@].*)?$")
_OWN_NAMES = {"chinese": "zh", "mandarin": "zh", "farsi": "fa", "brazilian": "pt", "castellano": "es"}
_KEPT = {"no": "no", "tl": "tl", "nb": "no", "nn": "no", "sh": "sr"}  # as the detectors call them
_UNDETERMINED = {"und", "mul", "mis", "zxx", "xx"}


def language_of(text: str) -> str | None:
    """The language that a cell states.

    >>> [language_of(t) for t in ("pt_BR", "eng", "iw", "Deutsch", "日本語", "zh-Hans")]
    ['pt', 'en', 'he', 'de', 'ja', 'zh']
    """
    plain = text.strip()
    tag = _TAG.match(plain)
    if tag and (code := _code(tag[1].lower())):
        return code
    key = _key(plain)
    if key in _OWN_NAMES:
        return _OWN_NAMES[key]
    for language in LANGUAGES:
        if code := _names(language).get(key):
            return code
    shorter = re.sub(r"\(.*?\)|（.*?）", "", plain).strip()
    return language_of(shorter) if shorter and shorter != plain else None


def read_languages(column: pa.Array) -> tuple[pa.Array, int]:
    """A column of cells as language codes, and how many cells name no language."""
    import pyarrow as pa

    cells = trimmed(column)
    languages = parse_distinct(cells, language_of, type=pa.string())
    return languages, languages.null_count - cells.null_count


def _code(code: str) -> str | None:
    if code in _KEPT:
        return _KEPT[code]
    if code in _UNDETERMINED:
        return None
    code = _aliases().get(code, code)
    return _KEPT.get(code, code) if code in _codes() else None


def _key(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if c.isalnum() or unicodedata.category(c) == "Mc")


@cache
def _codes() -> frozenset[str]:
    from babel import Locale

    return frozenset(code for code in Locale("en").languages if len(code) in {2, 3})


@cache
def _aliases() -> dict[str, str]:
    from babel.core import get_global

    aliases = get_global("language_aliases")
    return {old: new.split("_")[0] for old, new in aliases.items() if "_" not in old}


@cache
def _names(language: str) -> dict[str, str]:
    from babel import Locale

    names: dict[str, str] = {}
    for code, name in Locale.parse(language).languages.items():
        plain = code.split("_")[0]
        if plain in _codes() and plain not in _UNDETERMINED:
            names.setdefault(_key(name), _KEPT.get(plain, plain))
    return names
