"""The script of a text: which writing system its letters belong to.

Names follow ISO 15924's English names. Only letters and the marks that
complete them count; digits, punctuation and emoji belong to no script.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# Letters by Unicode block. "latin" is first because it is the most frequent.
_RANGES: Mapping[str, str] = {
    "latin": "A-Za-zªºÀ-ÖØ-öø-ʯ\u1d00-\u1d25"
    "\u1d2c-\u1d5c\u1d62-\u1d65\u1d6b-\u1d77\u1d79-\u1dbeḀ-ỿ\u2c60-\u2c7f\ua722-\ua7ff"
    "\uab30-\uab64\uab66-\uab6f\ufb00-\ufb06Ａ-Ｚａ-ｚ\U0001d400-\U0001d6a3",
    "han": "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff",
    "kana": "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fd-\u30ff\u31f0-\u31ff\uff66-\uff9d",
    "hangul": "\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7ff\uffa0-\uffdc",
    "cyrillic": "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f",
    "arabic": "\u0620-\u064a\u066e-\u06d5\u06e5-\u06ef\u06fa-\u06ff\u0750-\u077f"
    "\u0870-\u0887\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
    "devanagari": "\u0900-\u0963\u0971-\u097f\ua8e0-\ua8ff",
    "thai": "\u0e01-\u0e3a\u0e40-\u0e4e",
    "hebrew": "\u0591-\u05bd\u05bf\u05c1-\u05c7\u05d0-\u05ea\u05ef-\u05f2\ufb1d-\ufb4f",
    "greek": "\u0370-\u0373\u0376-\u037d\u037f\u0386-\u03ff\u1f00-\u1fff",
    "bengali": "\u0980-\u09e3\u09f0\u09f1\u09fc",
    "tamil": "\u0b80-\u0bd7",
    "telugu": "\u0c00-\u0c63",
    "kannada": "\u0c80-\u0ce3\u0cf1-\u0cf3",
    "malayalam": "\u0d00-\u0d63\u0d7a-\u0d7f",
    "sinhala": "\u0d80-\u0ddf\u0df2\u0df3",
    "gujarati": "\u0a80-\u0ae3\u0af9-\u0aff",
    "gurmukhi": "\u0a00-\u0a5e\u0a70-\u0a75",
    "odia": "\u0b00-\u0b63\u0b71",
    "ethiopic": "\u1200-\u135f\u1380-\u138f\u2d80-\u2dde\uab00-\uab2f",
    "armenian": "\u0531-\u0556\u0560-\u0588\ufb13-\ufb17",
    "georgian": "\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2d",
    "khmer": "\u1780-\u17d3\u17dc\u17dd",
    "lao": "\u0e81-\u0ecd\u0edc-\u0edf",
    "myanmar": "\u1000-\u103f\u1050-\u108f\ua9e0-\ua9ef\uaa60-\uaa7f",
    "tibetan": "\u0f00\u0f40-\u0fbc",
    "thaana": "\u0780-\u07b1",
    "syriac": "\u0710-\u074f",
    "mongolian": "\u1820-\u18aa",
    "cherokee": "\u13a0-\u13fd\uab70-\uabbf",
    "tifinagh": "\u2d30-\u2d7f",
    "nko": "\u07ca-\u07f5",
}
_LETTER = re.compile("|".join(f"(?P<{name}>[{ranges}])" for name, ranges in _RANGES.items()))
_ASCII_LETTERS = re.compile("[A-Za-z]+")

# One ideograph or syllable says as much as several Latin letters, and foreign
# names (brands, models) are written in Latin all over the world.
_WEIGHTS: Mapping[str, float] = {"han": 8.0, "kana": 8.0, "hangul": 8.0, "latin": 1.0}
_OTHER_WEIGHT = 4.0


@dataclass(frozen=True)
class ScriptProfile:
    """The leading script of a text and how many letters of each script it has.

    ``script`` is "japanese" where kana stand among Han characters, and None
    where the text has no letter of a known script.
    """

    script: str | None
    letters: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)


NO_LETTERS = ScriptProfile(None)


def has_letters(text: str) -> bool:
    """Whether any character is a letter in Unicode's sense.

    >>> has_letters("👍 10/10 !!!"), has_letters("最高")
    (False, True)
    """
    return any(map(str.isalpha, text))


@cache
def script_of(char: str) -> str | None:
    """The script of one letter; None for everything that is no letter of a known script.

    >>> script_of("ñ"), script_of("한"), script_of("7")
    ('latin', 'hangul', None)
    """
    match = _LETTER.match(char)
    return match.lastgroup if match else None


def count_letters(text: str) -> dict[str, int]:
    """Letters by script, in the order in which the scripts first appear.

    >>> count_letters("iPhone 최고")
    {'latin': 6, 'hangul': 2}
    """
    counts: dict[str, int] = {}
    if text.isascii():
        letters = sum(map(len, _ASCII_LETTERS.findall(text)))
        return {"latin": letters} if letters else counts
    for char, times in Counter(text).items():
        name = script_of(char)
        if name is not None:
            counts[name] = counts.get(name, 0) + times
    return counts


def profile_script(text: str) -> ScriptProfile:
    """The leading script of ``text``: letters are weighed by what they say.

    >>> profile_script("この iPhone は最高です").script
    'japanese'
    >>> profile_script("5/5 🎉").script is None
    True
    """
    counts = count_letters(text)
    if not counts:
        return NO_LETTERS
    letters = sum(counts.values())
    if len(counts) == 1:
        (script,) = counts
    else:
        script = max(counts, key=lambda name: counts[name] * _WEIGHTS.get(name, _OTHER_WEIGHT))
        han, kana = counts.get("han", 0), counts.get("kana", 0)
        # Chinese texts borrow the odd kana as ornament; Japanese cannot do without.
        if script in ("han", "kana") and kana:
            script = "japanese" if kana * 12 >= han else "han"
    return ScriptProfile("japanese" if script == "kana" else script, letters, counts)


def fold_letter_forms(text: str) -> str:
    """Mathematical and full-width letters as plain ones, for detectors only.

    >>> fold_letter_forms("𝓛𝓸𝓿𝓮 Ｇｏｏｄ")
    'Love Good'
    """
    return unicodedata.normalize("NFKC", text)
