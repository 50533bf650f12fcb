"""The language of a review, by rules in order of how far each can be trusted.

Letters first, then the script, then two fast detectors whose agreement
decides, then what the export says, then langdetect as arbiter among the
plausible languages. Every guess names the rule that decided.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

from sentiment.language.close_languages import (
    close_to,
    is_romanised_hindi,
    larger_sisters,
    tell_by_markers,
)
from sentiment.language.codes import declared_code
from sentiment.language.detectors import (
    LONGEST,
    detect_with_cld2,
    detect_with_langdetect,
    detect_with_langid,
    known_to_langdetect,
    known_to_langid,
)
from sentiment.language.scripts import fold_letter_forms, profile_script
from sentiment.language.writing_systems import (
    LANGUAGES_BY_SCRIPT,
    ONE_LANGUAGE,
    is_written_in,
)
from sentiment.records import UNDETERMINED, LanguageGuess

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Addresses, handles and mark-up are letters that are no language.
_NOT_LANGUAGE = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+\.\S+|@\w+|&#?\w+;|</?[A-Za-z][^>]{0,200}>"
)
_MAY_HOLD_NOISE = re.compile(r"[@&<]|http|www\.")
_WORD = re.compile(r"[^\W\d_]+")

# Written Cantonese: characters and turns that written Chinese does not use.
_CANTONESE = re.compile(
    "[嘅咗喺冇嗰哋啲佢嚟嘢唔咁啱揾搵畀瞓諗攰㗎噉乜咩嘥俾]|好食|抵食|難食|真係|都係|係好|仲[有係要]|呢[間度個]"
)
_ASSAMESE = re.compile("[\u09f0\u09f1]")
_YIDDISH = re.compile("[\u05f0-\u05f2\ufb1d\ufb1f\ufb2e\ufb2f]|\u05d0[\u05b7\u05b8]")
_TIGRINYA = re.compile(r"[ቐ-ቝዀ-ዅ]|\b(?:ናይ|እዩ|እዚ|ድማ|ካብ|እቲ|ንሱ|ከምዚ)\b")
# Letters that Urdu, Pashto, Sindhi, Kurdish or Uyghur add to those of Arabic and Persian.
_BEYOND_PERSIAN = re.compile("[ٹڈڑںےہھۂۃټډړښځڅڼېۍێۆڕڵەۇۈۋٻڄڦڳڻڙ]")

SHORT = 12
"""Texts with at most so many letters, or of one word, are too short for detectors."""

_LETTERS_UP_TO = (12, 25, 60)
# Measured accuracy of each rule for texts of at most 12, 25, 60 and more letters:
# benchmarks/language_identification.py, seed 7, text alone, 18 largest languages.
# The rows for short texts and "expected" rest on simulated exports, and are kept
# below what was measured because real columns are wrong more often. "English
# beside another script" could not be measured: those rows carry the file's label.
_CONFIDENCE = {
    "script": (0.99, 0.99, 0.99, 0.99),
    "detectors agree": (0.86, 0.98, 0.99, 0.99),
    "small words": (0.95, 0.95, 0.95, 0.93),
    "romanised Hindi": (0.95, 0.95, 0.95, 0.95),
    "expected by one detector": (0.95, 0.95, 0.95, 0.95),
    "English beside another script": (0.6, 0.6, 0.6, 0.6),
    "declared, short text": (0.95, 0.95, 0.95, 0.95),
    "majority, short text": (0.95, 0.95, 0.95, 0.95),
    "arbiter": (0.33, 0.64, 0.73, 0.73),
    "one detector": (0.3, 0.37, 0.45, 0.48),
    "no letters": (0.0, 0.0, 0.0, 0.0),
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


def _guess(language: str, rule: str, *, letters: int = 0, uncertain: bool = False) -> LanguageGuess:
    confidence = _CONFIDENCE[rule][bisect_left(_LETTERS_UP_TO, letters)]
    return LanguageGuess(language, confidence, uncertain, rule)


def _decide(text: str, declared: str | None, majority: str | None) -> LanguageGuess:
    text = text[: 2 * LONGEST]
    if _MAY_HOLD_NOISE.search(text):
        text = _NOT_LANGUAGE.sub(" ", text)
    text = text[:LONGEST]
    profile = profile_script(text)
    if profile.script is None:
        return _guess(UNDETERMINED, "no letters")
    script, letters = profile.script, profile.letters
    expected = tuple(
        language
        for language in (declared, majority)
        if language and is_written_in(language, script)
    )
    settled = _settle_by_script(text, script)
    # Han characters without kana are Chinese, unless they are but a few and Japanese is expected.
    doubtful = settled == "zh" and letters <= SHORT and expected[:1] not in ((), ("zh",))
    if settled is not None and not doubtful:
        return _guess(settled, "script", letters=letters)
    short = letters <= SHORT or len(_WORD.findall(text, 0, 60)) < 2
    if expected and short:
        rule = "declared, short text" if expected[0] == declared else "majority, short text"
        return _guess(expected[0], rule, letters=letters, uncertain=True)
    # Latin words in a market of another script are English more than anything else.
    foreign = not expected and script == "latin" and (declared or majority) is not None
    language, rule = _tell_apart(
        text, script, expected=("en",) if foreign else expected, short=short
    )
    if foreign and rule == "expected by one detector":
        rule = "English beside another script"
    uncertain = short or rule != "detectors agree"
    return _guess(language, rule, letters=letters, uncertain=uncertain)


def _settle_by_script(text: str, script: str) -> str | None:
    """The language that the letters alone settle; None where detectors have to tell."""
    if script in ONE_LANGUAGE:
        return ONE_LANGUAGE[script]
    if script == "han":
        return "yue" if _CANTONESE.search(text) else "zh"
    if script == "hebrew":
        return "yi" if _YIDDISH.search(text) else "he"
    if script == "bengali":
        return "as" if _ASSAMESE.search(text) else "bn"
    if script == "ethiopic":
        tigrinya = _TIGRINYA.search(text) or text.count("ኣ") > text.count("አ")
        return "ti" if tigrinya else "am"
    return None


def _tell_apart(
    text: str, script: str, *, expected: tuple[str, ...], short: bool
) -> tuple[str, str]:
    """Language and deciding rule, by two detectors and what helps where they differ."""
    if not text.isascii():
        text = fold_letter_forms(text)
    if script == "arabic" and not _BEYOND_PERSIAN.search(text):
        script = "plain arabic"
    first = detect_with_langid(text, script=script)
    second = detect_with_cld2(text)
    if second not in LANGUAGES_BY_SCRIPT[script]:
        second = None
    if first == second != "en":
        return _check_agreement(text, first)
    if script == "latin" and is_romanised_hindi(text):
        return "hi", "romanised Hindi"
    if first == second:
        return first, "detectors agree"
    return _settle_difference(text, first, second, expected=expected, short=short)


def _check_agreement(text: str, language: str) -> tuple[str, str]:
    """Detectors that agree can both mistake a language for its sister."""
    relatives = close_to(language)
    by_markers = tell_by_markers(text, relatives, margin=2) if relatives else None
    if by_markers and by_markers != language:
        return by_markers, "small words"
    return language, "detectors agree"


def _settle_difference(
    text: str, first: str, second: str | None, *, expected: tuple[str, ...], short: bool
) -> tuple[str, str]:
    relatives = close_to(first)
    if second in relatives:
        by_markers = tell_by_markers(text, relatives)
        if by_markers:
            return by_markers, "small words"
    named = {first, second} if second else {first}
    for language in expected:
        if language in named:
            return language, "expected by one detector"
    if second and not short:
        # Who does not know a language cannot name it, and langdetect cannot judge it.
        if second not in known_to_langid() or second in larger_sisters(first):
            return second, "one detector"
        if first not in known_to_langdetect() or first in larger_sisters(second):
            return first, "one detector"
    chosen = detect_with_langdetect(text, among=named.union(expected))
    if chosen is not None:
        return chosen, "arbiter"
    return (expected or (first,))[0], "one detector"
