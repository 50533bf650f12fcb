"""Whether a text mixes languages, or writes its own in the letters of another.

By letters where scripts differ; by small words where both languages are written in Latin.
A brand's name in Latin letters mixes nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sentiment.evaluation.error_cues import has_cue
from sentiment.language.close_languages import is_romanised_hindi
from sentiment.language.scripts import count_letters
from sentiment.language.stop_words import stop_words
from sentiment.language.writing_systems import is_written_in

if TYPE_CHECKING:
    from sentiment.evaluation.error_cues import Cue

_LETTERS_PER_WORD = {"han": 1.7, "kana": 3.0, "hangul": 3.0}
_LETTERS_PER_OTHER_WORD = 5.0
_OTHER_SHARE = 0.2
_FEWEST_WORDS = 2.0
_SMALL_WORDS = 3
_SMALL_SHARE = 0.15
_FEELINGS: tuple[Cue, ...] = ("praise", "blame")
_MIXED_INTO = ("en", "es", "fr", "de", "pt", "it", "id")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Arabic in Latin letters writes sounds that Latin lacks as digits: 3ayez, 7elw, ma3lesh.
_ARABIC_DIGITS = re.compile(r"\b(?:[a-z]+[23579]+[a-z]+|[37][a-z]{3,})\b")


def mixes_languages(text: str, *, language: str) -> bool:
    """Whether other words than those of ``language`` make up a good part of ``text``.

    >>> mixes_languages("Packaging अच्छी थी और delivery भी time पर हुई, very happy.", language="hi")
    True
    >>> mixes_languages("这个 iPhone 很好用，屏幕清晰", language="zh")
    False
    >>> mixes_languages("El servicio fue great and the food was very rico", language="es")
    True
    """
    counts = count_letters(text)
    if not counts:
        return False
    words: dict[str, float] = {}
    for script, letters in counts.items():
        kind = "kana" if script == "han" and "kana" in counts else script
        per_word = _LETTERS_PER_WORD.get(kind, _LETTERS_PER_OTHER_WORD)
        words[kind] = words.get(kind, 0.0) + letters / per_word
    rest = sum(words.values()) - max(words.values())
    if rest >= _FEWEST_WORDS and rest >= _OTHER_SHARE * sum(words.values()):
        return True
    if max(words, key=lambda script: words[script]) != "latin":
        return False
    return _is_romanised(text, language) or _has_foreign_words(text, language)


def _is_romanised(text: str, language: str) -> bool:
    if language not in ("", "und") and not is_written_in(language, "latin"):
        return True
    return is_romanised_hindi(text) or len(set(_ARABIC_DIGITS.findall(text))) >= _SMALL_WORDS - 1


def _has_foreign_words(text: str, language: str) -> bool:
    """By small words; of English also by words of feeling, the first that people borrow."""
    if language in ("", "und"):
        return False
    own = stop_words(language)
    tokens = [word.casefold() for word in _WORD.findall(text)]
    for other in _MIXED_INTO if own else ("en",):
        if other == language:
            continue
        small = stop_words(other) - own
        foreign = [token for token in tokens if len(token) > 1 and token in small]
        if other == "en" and foreign:
            foreign += [token for token in tokens if _is_english_feeling(token)]
        # Where the own small words are known, chance matches are out; else fewer will do.
        least = _SMALL_WORDS if own else _SMALL_WORDS - 1
        if len(set(foreign)) >= least and len(foreign) >= _SMALL_SHARE * len(tokens):
            return True
    return False


def _is_english_feeling(token: str) -> bool:
    return any(has_cue(cue, token, language="en") for cue in _FEELINGS)
