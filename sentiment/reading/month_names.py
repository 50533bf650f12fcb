"""Names of months in the larger languages, from CLDR through Babel."""

from __future__ import annotations

import unicodedata
from functools import cache

# Croatian is left out: its listopad, lipanj and srpanj are other months in Polish and Czech.
_LANGUAGES = (
    *("en", "es", "fr", "de", "it", "pt", "nl", "pl", "tr", "ru", "uk", "ar", "ar_LB", "ar_MA"),
    *("id", "ms", "sv", "da", "nb", "fi", "cs", "sk", "sl", "ro", "hu", "el", "vi", "hi", "th"),
    *("he", "fa", "bg", "sr", "sr_Latn", "ca", "lt", "lv", "et", "bn", "ta", "te", "ur", "sw"),
)
_MORE = {"sept": 9, "setembre": 9, "marz": 3, "maerz": 3, "mrz": 3, "janner": 1, "feber": 2}


def month_key(name: str) -> str:
    """Letters without case and accents; vowel signs that part months in Indic scripts stay.

    >>> month_key("März"), month_key("févr.")
    ('marz', 'fevr')
    """
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in decomposed if c.isalnum() or unicodedata.category(c) == "Mc")


@cache
def month_names() -> dict[str, int]:
    """Key of a month's name (wide and abbreviated) → 1 to 12; names of two months are left out."""
    from babel import Locale

    found: dict[str, int] = {}
    unclear: set[str] = set()
    for language in _LANGUAGES:
        months = Locale.parse(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    key = month_key(name)
                    if len(key) < 2 or any(c.isdigit() for c in key):
                        continue
                    if found.setdefault(key, number) != number:
                        unclear.add(key)
    return {**_MORE, **{key: number for key, number in found.items() if key not in unclear}}
