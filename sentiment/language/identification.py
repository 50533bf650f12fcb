"""The language of a review, by rules in order of how far each can be trusted.

Letters first, then the script, then two fast detectors whose agreement
decides, then what the export says, then langdetect as arbiter among the
plausible languages. Every guess names the rule that decided.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from sentiment.language.codes import declared_code
from sentiment.language.detectors import (
    LONGEST,
    detect_with_cld2,
    detect_with_langdetect,
    detect_with_langid,
)
from sentiment.language.scripts import ScriptProfile, fold_letter_forms, profile_script
from sentiment.language.writing_systems import (
    LANGUAGES_BY_SCRIPT,
    ONE_LANGUAGE,
    is_written_in,
)
from sentiment.records import UNDETERMINED, LanguageGuess

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Addresses, handles and mark-up are letters that are no language.
_NOT_LANGUAGE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+|@\w+|&#?\w+;|</?\w[^>]{0,200}>")
_MAY_HOLD_NOISE = re.compile(r"[@&<]|http|www\.")
_WORD = re.compile(r"[^\W\d_]+")

# Characters of written Cantonese that written Chinese does not use.
_CANTONESE = re.compile("[嘅咗喺冇嗰哋啲佢嚟嘢唔咁啱揾搵畀瞓諗攰㗎噉乜咩]")
_ASSAMESE = re.compile("[\u09f0\u09f1]")
_YIDDISH = re.compile("[\u05f0-\u05f2\ufb1d\ufb1f\ufb2e\ufb2f]|\u05d0[\u05b7\u05b8]")
_TIGRINYA = re.compile("ኣይ|ናይ|እዩ|ኣብ|እዚ|ከም|ድማ|ካብ|እቲ|ንኣ|[ቐ-ቝዀ-ዅ]")

SHORT = 12
"""Texts with at most so many letters, or of one word, are too short for detectors."""

_CONFIDENCE = {
    "script": 0.99,
    "detectors agree": 0.98,
    "declared and one detector": 0.95,
    "majority and one detector": 0.9,
    "declared, short text": 0.9,
    "majority, short text": 0.85,
    "arbiter": 0.6,
    "one detector": 0.5,
    "no letters": 0.0,
}


def identify(
    text: str, *, declared: str | None = None, majority: str | None = None
) -> LanguageGuess:
    """The language of one text.

    ``declared`` is what the export says (code, locale or name), ``majority``
    the commonest language of the file. Both only help where the text itself
    does not settle it, and only if the text's script can write them.

    >>> identify("¡El producto llegó roto y nadie contesta!").language
    'es'
    >>> identify("Ok!", declared="pt-BR").decided_by
    'declared, short text'
    >>> identify("👍👍 10/10").language
    'und'
    """
    return _decide(text, declared_code(declared), declared_code(majority))


def identify_many(
    texts: Sequence[str],
    *,
    declared: Sequence[str | None] | None = None,
    majority: str | None = None,
) -> list[LanguageGuess]:
    """The language of each text, in order; see :func:`identify`.

    A text that comes again is not looked at again.
    """
    most = declared_code(majority)
    languages: Iterable[str | None] = (
        [None] * len(texts) if declared is None else map(declared_code, declared)
    )
    seen: dict[tuple[str, str | None], LanguageGuess] = {}
    guesses = []
    for key in zip(texts, languages, strict=True):
        guess = seen.get(key)
        if guess is None:
            guess = seen[key] = _decide(key[0], key[1], most)
        guesses.append(guess)
    return guesses


def majority_language(guesses: Iterable[LanguageGuess]) -> str | None:
    """The commonest language among the guesses that are certain; None without any.

    >>> majority_language([LanguageGuess("sv", 0.98, False, "detectors agree")])
    'sv'
    """
    counts = Counter(
        guess.language
        for guess in guesses
        if not guess.uncertain and guess.language != UNDETERMINED
    )
    return counts.most_common(1)[0][0] if counts else None


def _guess(language: str, rule: str, *, uncertain: bool = False) -> LanguageGuess:
    return LanguageGuess(language, _CONFIDENCE[rule], uncertain, rule)


def _decide(text: str, declared: str | None, majority: str | None) -> LanguageGuess:
    text = text[: 2 * LONGEST]
    if _MAY_HOLD_NOISE.search(text):
        text = _NOT_LANGUAGE.sub(" ", text)
    profile = profile_script(text[:LONGEST])
    if profile.script is None:
        return _guess(UNDETERMINED, "no letters")
    settled = _settle_by_script(text, profile)
    if settled is not None:
        return _guess(settled, "script")
    return _tell_apart(text[:LONGEST], profile, declared, majority)


def _settle_by_script(text: str, profile: ScriptProfile) -> str | None:
    script = profile.script or ""
    if script in ONE_LANGUAGE:
        return ONE_LANGUAGE[script]
    if script == "han":
        return "yue" if _CANTONESE.search(text) else "zh"
    if script == "hebrew":
        return "yi" if _YIDDISH.search(text) else "he"
    if script == "bengali":
        return "as" if _ASSAMESE.search(text) else "bn"
    if script == "ethiopic":
        return "ti" if _TIGRINYA.search(text) else "am"
    return None


def _tell_apart(
    text: str, profile: ScriptProfile, declared: str | None, majority: str | None
) -> LanguageGuess:
    script = profile.script or ""
    if declared is not None and not is_written_in(declared, script):
        declared = None
    if majority is not None and not is_written_in(majority, script):
        majority = None
    if (declared or majority) and _is_short(text, profile):
        if declared:
            return _guess(declared, "declared, short text", uncertain=True)
        return _guess(majority or "", "majority, short text", uncertain=True)
    if not text.isascii():
        text = fold_letter_forms(text)
    first = detect_with_langid(text, script=script)
    second = detect_with_cld2(text)
    if second is not None and not is_written_in(second, script):
        second = None
    if first == second:
        return _guess(first, "detectors agree", uncertain=_is_short(text, profile))
    named = {first, second} if second else {first}
    if declared in named and declared:
        return _guess(declared, "declared and one detector", uncertain=True)
    if majority in named and majority:
        return _guess(majority, "majority and one detector", uncertain=True)
    plausible = named | {language for language in (declared, majority) if language}
    chosen = detect_with_langdetect(text, among=plausible & LANGUAGES_BY_SCRIPT[script])
    if chosen is not None:
        return _guess(chosen, "arbiter", uncertain=True)
    return _guess(declared or majority or first, "one detector", uncertain=True)


def _is_short(text: str, profile: ScriptProfile) -> bool:
    return profile.letters <= SHORT or len(_WORD.findall(text, 0, 60)) < 2
