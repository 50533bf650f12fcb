"""One code for each language: ISO 639-1, or 639-3 where there is none.

Detectors and exports write languages in many ways ("nb", "iw", "zh-TW",
"por", "pt_BR", "Deutsch"); here they become the codes that Polytone keeps.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

# Old codes, and varieties that reviews do not keep apart in writing.
_MERGED = {
    "nb": "no",
    "nn": "no",
    "iw": "he",
    "in": "id",
    "jw": "jv",
    "ji": "yi",
    "mo": "ro",
    "fil": "tl",
    "cmn": "zh",
    "wuu": "zh",
    "hbs": "sr",
    "sh": "sr",
    "cnr": "sr",
    "arb": "ar",
    "ary": "ar",
    "arz": "ar",
    "arq": "ar",
    "apc": "ar",
    "ajp": "ar",
    "acm": "ar",
    "aeb": "ar",
    "afb": "ar",
    "prs": "fa",
    "tgl": "tl",
    "zsm": "ms",
    "zlm": "ms",
    "uzs": "uz",
    "ckb": "ku",
    "kmr": "ku",
    "sdh": "ku",
    "srl": "sr",
    "twi": "tw",
    "ak": "tw",
    "aka": "tw",
    "ekk": "et",
    "lvs": "lv",
    "als": "sq",
    "hye": "hy",
    "khk": "mn",
    "npi": "ne",
    "ory": "or",
    "pbt": "ps",
    "plt": "mg",
    "swh": "sw",
    "ydd": "yi",
}
# Stand in the place of a language and name none.
_NO_LANGUAGE = frozenset(
    {"und", "un", "unknown", "zxx", "mul", "mis", "xx", "null", "none", "nan", "other", "n/a", "-"}
)
_CODE = re.compile(r"[a-z]{2,3}")
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z0-9]+))*(?:[.@].*)?")


@lru_cache(maxsize=4096)
def canonical_code(code: str) -> str | None:
    """The code that Polytone keeps for a language code or locale; None if it is not one.

    >>> [canonical_code(code) for code in ("pt-BR", "nb", "zh-Hant", "eng")]
    ['pt', 'no', 'zh', 'en']
    """
    match = _TAG.fullmatch(code.strip())
    if match is None:
        return None
    tag = match.group(0).lower().replace("_", "-")
    language = tag.partition("-")[0].partition(".")[0].partition("@")[0]
    if language in _NO_LANGUAGE:
        return None
    if tag.startswith(("zh-yue", "zh-hk")):
        return "yue" if tag.startswith("zh-yue") else "zh"
    if language in _MERGED:
        return _MERGED[language]
    if len(language) == 3:
        from babel.core import get_global

        language = str(get_global("language_aliases").get(language, language)).partition("_")[0]
    return _MERGED.get(language, language)


@lru_cache(maxsize=4096)
def declared_code(declared: str | None) -> str | None:
    """The language that an export declares, however it is written; None if it names none.

    Understands codes of two and three letters, locales, and the names of
    languages in English, in the language itself and in the larger languages.

    >>> [declared_code(name) for name in ("pt_BR", "German", "日本語", "français", "")]
    ['pt', 'de', 'ja', 'fr', None]
    """
    if declared is None:
        return None
    stripped = declared.strip()
    folded = stripped.casefold()
    if not folded or folded in _NO_LANGUAGE:
        return None
    code = canonical_code(stripped)
    if code is not None and code in _known_codes():
        return code
    named = _codes_by_name().get(folded)
    if named is not None:
        return named
    # "Portuguese (Brazil)", "English - United States", "zh-CN / Chinese"
    first = re.split(r"[(/,;|（]|\s[-–—]\s", folded, maxsplit=1)[0].strip()
    return declared_code(first) if first and first != folded else None


@cache
def _known_codes() -> frozenset[str]:
    from babel import Locale

    names = map(str, Locale("en").languages)
    return frozenset(
        filter(None, (canonical_code(code) for code in names if _CODE.fullmatch(code)))
    ) | {"nij", "yue"}


_NAMED_IN = ("en", "de", "fr", "es", "pt", "it", "nl", "ru", "ja", "zh", "ko", "tr", "pl", "ar")


@cache
def _codes_by_name() -> dict[str, str]:
    """Names of languages, folded: their own and those in the larger languages (CLDR)."""
    from babel import Locale
    from babel.localedata import locale_identifiers

    known = _known_codes()
    names: dict[str, str] = {}
    for code in sorted(locale_identifiers()):
        if _CODE.fullmatch(code) and (canonical := canonical_code(code)) in known:
            own = Locale(code).languages.get(code)
            if own and canonical:
                names.setdefault(own.casefold(), canonical)
    for speaker in _NAMED_IN:
        for code, name in Locale(speaker).languages.items():
            if _CODE.fullmatch(code) and (len(name) > 3 or not name.isascii()):
                canonical = canonical_code(code)
                if canonical in known and canonical:
                    names.setdefault(name.casefold(), canonical)
    return names
