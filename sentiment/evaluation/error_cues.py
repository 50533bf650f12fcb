"""Words that hint at why a model errs, found in a text by its language.

The lists are in ``error_kinds.toml``, which says how to read them. A language without a
list is not judged by it: the answer is None, not False.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from sentiment.language.segmentation import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Mapping

    import regex

Cue = Literal["negation", "contrast", "praise", "blame", "sarcasm"]
EmojiCue = Literal["praise", "blame", "mocking"]

CUES_FILE = "error_kinds.toml"
_NEAR = 15  # characters in which a negation reaches a word of praise or blame
_NEGATED_AFTER = frozenset({"ja", "ko", "tr", "hi"})
# Small words that are written together with the word that follows.
_JOINED_BEFORE = {"ar": "(?:و|ف|ب|ل)?(?:ال)?", "he": "[והבלמש]{0,2}"}
_SPACES = re.compile(r"\s+")


@cache
def _lists() -> Mapping[str, Mapping[str, str]]:
    content = (files(__package__) / CUES_FILE).read_text(encoding="utf-8")
    return tomllib.loads(content)


@cache
def _pattern(cue: Cue, language: str) -> regex.Pattern[str] | None:
    import regex

    entries = _lists()[cue].get(language, "").split()
    if not entries:
        return None
    letter = r"[\p{L}\p{M}\p{N}]"
    longest_first = sorted(map(fold, entries), key=len, reverse=True)
    words = [regex.escape(entry.strip("*").replace("_", " ")) for entry in longest_first]
    if language in UNSPACED:
        return regex.compile("|".join(words))
    alternatives = "|".join(
        f"{letter}*" * entry.startswith("*") + word + f"{letter}*" * entry.endswith("*")
        for entry, word in zip(longest_first, words, strict=True)
    )
    before = _JOINED_BEFORE.get(language, "")
    return regex.compile(rf"(?<!{letter}){before}(?:{alternatives})(?!{letter})")


def cue_languages(cue: Cue) -> frozenset[str]:
    """The languages that have a list of this cue."""
    return frozenset(_lists()[cue])


def fold(text: str) -> str:
    """The form in which cues are looked for: small letters, one apostrophe, single blanks.

    >>> fold("DON’T\\n like")
    "don't like"
    """
    text = unicodedata.normalize("NFC", text).replace("’", "'").replace("İ", "i")
    return _SPACES.sub(" ", text.casefold())


def has_cue(cue: Cue, folded: str, *, language: str) -> bool | None:
    """Whether a text, folded by :func:`fold`, holds a cue; None where there is no list.

    >>> has_cue("negation", "i wouldn't buy it", language="en")
    True
    >>> has_cue("negation", "a knot", language="en"), has_cue("negation", "x", language="xx")
    (False, None)
    """
    pattern = _pattern(cue, language)
    return None if pattern is None else pattern.search(folded) is not None


def has_plain_cue(cue: Literal["praise", "blame"], folded: str, *, language: str) -> bool | None:
    """Whether a text holds praise (or blame) that no negation beside it turns about.

    >>> has_plain_cue("praise", "the food was not good", language="en")
    False
    """
    pattern, negation = _pattern(cue, language), _pattern("negation", language)
    if pattern is None:
        return None
    # A longer word of the other side counts as that: ไม่ดี (bad) holds ดี (good).
    other = _pattern("blame", language) if cue == "praise" else None
    taken = [match.span() for match in other.finditer(folded)] if other else []
    for match in pattern.finditer(folded):
        start, end = match.span()
        if any(first <= start and end <= last for first, last in taken):
            continue
        beside = folded[end : end + _NEAR]
        if language not in _NEGATED_AFTER:
            beside = _same_clause(folded[max(0, start - _NEAR) : start])
        if negation is None or not negation.search(beside):
            return True
    return False


def emoji_cues(text: str) -> frozenset[EmojiCue]:
    """Which kinds of emoji a text holds.

    >>> sorted(emoji_cues("Great ❤️🙄"))
    ['mocking', 'praise']
    """
    return frozenset(cue for cue, signs in _emoji().items() if not signs.isdisjoint(text))


@cache
def _emoji() -> Mapping[EmojiCue, frozenset[str]]:
    lists = _lists()["emoji"]
    return {
        "praise": frozenset(lists["praise"].split()),
        "blame": frozenset(lists["blame"].split()),
        "mocking": frozenset(lists["mocking"].split()),
    }


def _same_clause(before: str) -> str:
    """What follows the last comma or stop: a negation does not reach over it."""
    return re.split(r"[,.;:!?،。，、！]", before)[-1]
