"""The language that an export itself states: codes, locales and language names."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from sentiment.language.codes import canonical_code, declared_code
from sentiment.reading.cells import read_cells

if TYPE_CHECKING:
    import pyarrow as pa

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*(?:[.@].*)?")


def language_of(text: str) -> str | None:
    """The language that a cell states, as the code that Polytone keeps.

    Codes and locales, which are what most exports hold, are settled without
    loading the names of all languages, which takes two seconds.

    >>> [language_of(t) for t in ("pt_BR", "eng", "iw", "zh-Hans", "en@latin")]
    ['pt', 'en', 'he', 'zh', 'en']
    """
    plain = text.strip()
    if _TAG.fullmatch(plain) and (code := canonical_code(plain)) and _is_code(code):
        return code
    return declared_code(plain)


def is_language_tag(text: str) -> bool:
    """Whether a cell is a language code or locale as usually written: ``en``, ``pt-BR``.

    >>> is_language_tag("pt-BR"), is_language_tag("DE"), is_language_tag("Spanish")
    (True, False, False)
    """
    tag = _TAG.fullmatch(text)
    first = text.replace("_", "-").partition("-")[0]
    code = canonical_code(text) if tag and first.islower() else None
    return code is not None and _is_code(code)


def read_languages(column: pa.Array) -> tuple[pa.Array, int]:
    """A column of cells as language codes, and how many cells name no language."""
    import pyarrow as pa

    return read_cells(column, language_of, type=pa.string())


def _is_code(code: str) -> bool:
    return code in _short_codes() or code in _codes()


@cache
def _short_codes() -> frozenset[str]:
    """Codes of two letters, found without loading the names of languages."""
    from babel.core import get_global

    codes = (code for code in map(str, get_global("likely_subtags")) if len(code) == 2)
    return frozenset(code for code in codes if canonical_code(code) == code)


@cache
def _codes() -> frozenset[str]:
    from babel import Locale

    codes = (code for code in map(str, Locale("en").languages) if len(code) in {2, 3})
    return frozenset({canonical_code(code) or code for code in codes})
