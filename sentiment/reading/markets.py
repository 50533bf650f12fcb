"""Markets: ISO 3166-1 alpha-2 codes out of codes, locales, country names and sentences.

Country names in 40 languages come from CLDR (through Babel); CLDR's aliases
give alpha-3 codes. ``country_names.toml`` holds only what CLDR lacks: everyday short names
and the inflected names in Amazon's "Reviewed in …" sentences.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from sentiment.errors import UsageError
from sentiment.reading.cells import read_cells

if TYPE_CHECKING:
    import pyarrow as pa

LANGUAGES = (
    *("en", "es", "fr", "de", "it", "pt", "nl", "pl", "tr", "ru", "ar", "ja", "ko", "zh", "id"),
    *("sv", "uk", "da", "nb", "fi", "cs", "ro", "hu", "el", "vi", "hi", "th", "he", "fa", "ms"),
    *("sk", "bg", "hr", "sr", "ca", "bn", "ta", "te", "ur", "zh_Hant"),
)
_KOSOVO = {"XKX", "XKS"}  # ISO has no code; Apple writes XKS, others XKX
_LOCALE = re.compile(r"^[a-z]{2,3}(?:[-_][A-Za-z]{4})?[-_]([A-Za-z]{2}|\d{3})(?:[.@].*)?$")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_FLAG_TO_LETTER = 0x1F1E6 - ord("A")
_SHOP = re.compile(r"^(?:https?://)?(?:www\.)?amazon\.(?:com?\.)?([a-z]{2,3})\b")


def market_of(text: str) -> str | None:
    """The market that a cell names: a code, a locale, a country name, or "City, Country".

    >>> [market_of(t) for t in ("BRA", "pt-BR", "Deutschland", "uk", "Paris, France", "日本")]
    ['BR', 'BR', 'DE', 'GB', 'FR', 'JP']
    """
    plain = text.strip()
    if code := market_code(plain):
        return code
    if code := market_of_locale(plain):
        return code
    if shop := _SHOP.match(plain.casefold()):
        return "US" if shop[1] == "com" else market_code(shop[1])
    if flag := _FLAG.fullmatch(plain):
        return market_code("".join(chr(ord(c) - _FLAG_TO_LETTER) for c in flag[0]))
    if code := _named(_key(plain)):
        return code
    last = re.split(r"[,،、;|(]", plain)[-1].strip(" )")
    if last and last != plain:
        return market_code(last.upper()) if len(last) == 3 else _named(_key(last))
    return None


def market_code(text: str) -> str | None:
    """Alpha-2 for an alpha-2 or alpha-3 code in either case; None for anything else."""
    code = text.upper()
    if not (code.isascii() and code.isalpha() and len(code) in {2, 3}):
        return None
    if code in _countries():
        return code
    if code in _KOSOVO:
        return "XK"
    aliases = _aliases().get(code, ())
    return aliases[0] if len(aliases) == 1 and aliases[0] in _countries() else None


def market_of_locale(text: str) -> str | None:
    """The region of a locale: ``pt-BR``, ``zh_Hant_TW``; None where it has none."""
    match = _LOCALE.match(text.strip())
    return market_code(match[1]) if match else None


@lru_cache(maxsize=65536)
def market_in_sentence(text: str) -> str | None:
    """The country named inside a sentence such as "Reviewed in Canada on May 3, 2025".

    The longest name found wins, so that "South Korea" is not "Korea".
    """
    key = f" {_key(text)} "
    for name, code in _sentence_names():
        if name in key:
            return code
    return None


def named_market(text: str) -> str:
    """The market that a person named. Raises UsageError where there is no such country."""
    code = market_of(text)
    if code is None:
        raise UsageError(
            f"'{text}' is not a market.",
            hint="Give an ISO 3166 code such as DE, BR or USA, or a country's name.",
        )
    return code


def read_markets(column: pa.Array) -> tuple[pa.Array, int]:
    """A column of cells as alpha-2 codes, and how many cells name no country."""
    import pyarrow as pa

    return read_cells(column, market_of, type=pa.string())


def read_locale_markets(column: pa.Array) -> pa.Array:
    """The regions of a column of locales; null where a locale has none."""
    import pyarrow as pa

    return read_cells(column, market_of_locale, type=pa.string())[0]


def read_sentence_markets(column: pa.Array) -> pa.Array:
    """The countries named in a column of sentences; null where there is none."""
    import pyarrow as pa

    def market_in(sentence: str) -> str | None:
        # Many days, few countries: without the numbers each place is looked up once.
        return market_in_sentence(re.sub(r"[\d٠-٩]+", " ", sentence))

    return read_cells(column, market_in, type=pa.string())[0]


def date_pattern(market: str) -> str | None:
    """CLDR's short date pattern in the main language of a market, e.g. ``M/d/yy``."""
    from babel import Locale, UnknownLocaleError

    try:
        pattern = Locale.parse(f"und_{market}").date_formats["short"].pattern
    except (UnknownLocaleError, ValueError, KeyError):
        return None
    return str(pattern)


def _named(key: str) -> str | None:
    if not key:
        return None
    if code := _short_names().get(key):
        return code
    for language in LANGUAGES:
        if code := _names(language).get(key):
            return code
    return None


def _key(text: str) -> str:
    """Letters and digits only, without case and accents, words parted by one space."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("’", " ").replace("'", " "))
    kept = (
        c if c.isalnum() or unicodedata.category(c) == "Mc" else " "
        for c in decomposed
        if unicodedata.category(c) != "Mn"
    )
    return unicodedata.normalize("NFC", " ".join("".join(kept).split()))


@cache
def _countries() -> frozenset[str]:
    from babel.core import get_global

    # The list of territories without their names, which take long to load.
    no_country = {"ZZ", "EU", "EZ", "UN", "QO", "XA", "XB"}
    return frozenset(
        code
        for code in map(str, get_global("territory_languages"))
        if len(code) == 2 and code not in no_country
    )


@cache
def _aliases() -> dict[str, list[str]]:
    from babel.core import get_global

    return dict(get_global("territory_aliases"))


@cache
def _short_names() -> dict[str, str]:
    return _own_names("short")


def _own_names(kind: str) -> dict[str, str]:
    text = (files(__package__) / "country_names.toml").read_text(encoding="utf-8")
    return {_key(name): code for code, names in tomllib.loads(text)[kind].items() for name in names}


@cache
def _names(language: str) -> dict[str, str]:
    """CLDR's country names in one language, by key."""
    from babel import Locale

    names: dict[str, str] = {}
    for code, name in Locale.parse(language).territories.items():
        if code in _countries():
            names.setdefault(_key(name), code)
            names.setdefault(_key(re.sub(r"\(.*?\)|（.*?）", "", name)), code)
    return names


@cache
def _sentence_names() -> list[tuple[str, str]]:
    """Names to look for in a sentence, the longest first; as whole words where words are spaced."""
    found: dict[str, str] = {}
    for table in (
        _own_names("inflected"),
        _short_names(),
        *(_names(language) for language in LANGUAGES),
    ):
        for name, code in table.items():
            if _is_unspaced(name) and len(name) >= 2:
                found.setdefault(name, code)
            elif len(name) >= 3 or name == "uk":
                found.setdefault(f" {name} ", code)
    return sorted(found.items(), key=lambda entry: -len(entry[0].strip()))


def _is_unspaced(name: str) -> bool:
    """Whether the name is in Thai, Japanese, Chinese or Korean, where particles touch names."""
    return any("\u0e00" <= c <= "\u0e7f" or "\u3040" <= c <= "\ud7a3" for c in name)
