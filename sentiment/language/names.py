"""What languages are called, and in which direction they are written (from CLDR)."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from sentiment.records import UNDETERMINED

_OWN_NAMES = {
    "nij": "Ngaju",
    "tl": "Filipino",
    UNDETERMINED: "Not determined",
    "": "Not known",
}
# CLDR knows the direction of languages it has a locale for; these it has none for.
_RIGHT_TO_LEFT = frozenset({"dv", "syr", "nqo", "sd", "ku", "ckb"})


@lru_cache(maxsize=1024)
def language_name(code: str) -> str:
    """The English name of a language; the code itself where there is no name.

    >>> language_name("pt"), language_name("yue"), language_name("und")
    ('Portuguese', 'Cantonese', 'Not determined')
    """
    if code in _OWN_NAMES:
        return _OWN_NAMES[code]
    from babel import Locale

    return str(Locale("en").languages.get(code, code))


@lru_cache(maxsize=1024)
def writing_direction(code: str) -> Literal["rtl", "ltr"]:
    """The direction in which a language is usually written.

    >>> writing_direction("fa"), writing_direction("ja")
    ('rtl', 'ltr')
    """
    if code in _RIGHT_TO_LEFT:
        return "rtl"
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return "ltr"
    return "rtl" if locale.character_order == "right-to-left" else "ltr"
