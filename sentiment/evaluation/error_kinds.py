"""Readable kinds of errors: what texts that a model gets wrong can have in common.

Each kind is a property of a review, looked for in wrong and in right answers alike
(:mod:`sentiment.evaluation.error_kind_counts` compares them). A kind that cannot be
judged, for want of a word list or of stars, counts neither way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sentiment.evaluation.error_cues import emoji_cues, fold, has_cue, has_plain_cue
from sentiment.evaluation.language_mixing import mixes_languages
from sentiment.language.scripts import has_letters
from sentiment.language.segmentation import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Callable

SURE = 0.9
_NEGATIVE, _NEUTRAL, _POSITIVE = range(3)
_FEW_WORDS = 2
_FEW_LETTERS = {"zh": 4, "yue": 4, "ja": 6, "th": 9}  # about two words
_LONG, _LONG_UNSPACED = 1_000, 350
_SHOUTED, _FEWEST_CAPITALS = 0.7, 4
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_QUESTION = re.compile(r"[?？؟;⸮]")
_GREEK_QUESTION = "\u037e"
_QUOTED = re.compile(r"[\"“”„«»‘「『]([^\"“”„«»’」』]{2,15})[\"“”«»’」』]")
_SARCASM_MARK = re.compile(r"(?<!\S)/s\b|#sarcasm|#irony|(?<!\w)not!", re.IGNORECASE)
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{3,}")


@dataclass(frozen=True)
class JudgedText:
    """A review with its truth (0, 1, 2) and its probabilities of the three classes.

    ``truth_from`` is one of :data:`sentiment.records.TRUTHS`; ``stars`` 1 to 5 or None.
    """

    text: str
    language: str
    truth: int
    probabilities: tuple[float, float, float]
    stars: float | None = None
    truth_from: str = "label"
    language_uncertain: bool = False

    @property
    def predicted(self) -> int:
        """The most probable class, the first of several as probable."""
        return self.probabilities.index(max(self.probabilities))

    @cached_property
    def folded(self) -> str:
        """The text in the form in which words are looked for."""
        return fold(self.text)

    @cached_property
    def feelings(self) -> tuple[bool, bool] | None:
        """Whether it praises and whether it blames, in words; None without lists."""
        praise = has_plain_cue("praise", self.folded, language=self.language)
        blame = has_plain_cue("blame", self.folded, language=self.language)
        return None if praise is None or blame is None else (praise, blame)


@dataclass(frozen=True)
class ErrorKind:
    """One kind: its name, a sentence for people, and whether a review is of it.

    ``holds`` answers None where that cannot be judged.
    """

    name: str
    sentence: str
    holds: Callable[[JudgedText], bool | None]


def kinds_of(record: JudgedText) -> tuple[str, ...]:
    """The names of the kinds that a review is of, in the order of :data:`KINDS`."""
    return tuple(kind.name for kind in KINDS if kind.holds(record))


def _is_negated(record: JudgedText) -> bool | None:
    return has_cue("negation", record.folded, language=record.language)


def _has_contrast(record: JudgedText) -> bool | None:
    return has_cue("contrast", record.folded, language=record.language)


def _praises_and_blames(record: JudgedText) -> bool | None:
    return None if record.feelings is None else all(record.feelings)


def _says_no_feeling(record: JudgedText) -> bool | None:
    if record.feelings is None:
        return None
    named = any(
        has_cue(cue, record.folded, language=record.language) for cue in ("praise", "blame")
    )
    return not named and not emoji_cues(record.text)


def _is_very_short(record: JudgedText) -> bool:
    if not has_letters(record.text):
        return False
    most = _FEW_LETTERS.get(record.language)
    if most is not None:
        return sum(map(str.isalnum, record.text)) <= most
    # Of scripts with marks between the letters, blanks tell the words.
    words = _WORD.findall(record.text) if record.text.isascii() else record.text.split()
    return sum(any(map(str.isalnum, word)) for word in words) <= _FEW_WORDS


def _is_very_long(record: JudgedText) -> bool:
    most = _LONG_UNSPACED if record.language in UNSPACED - {"th"} else _LONG
    return len(record.text) > most


def _is_code_switched(record: JudgedText) -> bool:
    return mixes_languages(record.text, language=record.language)


def _is_marked_as_sarcasm(record: JudgedText) -> bool:
    signs = emoji_cues(record.text)
    if _SARCASM_MARK.search(record.text) or "mocking" in signs:
        return True
    if has_cue("sarcasm", record.folded, language=record.language):
        return True
    feelings = record.feelings or (False, False)
    if feelings[1] and "👏" in record.text:
        return True
    quoted = _QUOTED.findall(record.folded)
    return any(has_cue("praise", inside, language=record.language) for inside in quoted)


def _stars_contradict(record: JudgedText) -> bool | None:
    if record.stars is None:
        return None
    low, high = round(record.stars) <= 2, round(record.stars) >= 4
    if record.truth_from != "stars":
        return (low and record.truth == _POSITIVE) or (high and record.truth == _NEGATIVE)
    if record.feelings is None:
        return None
    praise, blame = record.feelings
    return (low and praise and not blame) or (high and blame and not praise)


def _has_three_stars(record: JudgedText) -> bool | None:
    if record.truth_from != "stars" or record.stars is None:
        return None
    return round(record.stars) == 3


def _emoji_contradict(record: JudgedText) -> bool | None:
    signs = emoji_cues(record.text)
    if signs.isdisjoint(("praise", "blame")):
        return False
    if record.feelings is None:
        return None
    praise, blame = record.feelings
    kind, but = ("praise" in signs, "blame" in signs), (praise, blame)
    return (kind, but) in (((True, False), (False, True)), ((False, True), (True, False)))


def _asks(record: JudgedText) -> bool:
    if _GREEK_QUESTION in record.text:
        return True
    question = _QUESTION.search(record.text)
    return question is not None and (question.group() != ";" or record.language == "el")


def _is_numbers_only(record: JudgedText) -> bool:
    digits = sum(map(str.isdigit, record.text))
    letters = sum(map(str.isalpha, record.text))
    return digits > 0 and letters <= min(digits, 6)


def _is_without_words(record: JudgedText) -> bool:
    return not any(map(str.isalnum, record.text))


def _shouts(record: JudgedText) -> bool:
    capitals = sum(char.isupper() for char in record.text)
    small = sum(char.islower() for char in record.text)
    return capitals >= _FEWEST_CAPITALS and capitals >= _SHOUTED * (capitals + small)


def _is_drawn_out(record: JudgedText) -> bool:
    return _DRAWN_OUT.search(record.text) is not None


def _has_doubtful_language(record: JudgedText) -> bool:
    return record.language_uncertain or record.language in ("", "und")


def _is_confident(record: JudgedText) -> bool:
    return max(record.probabilities) >= SURE


KINDS = (
    ErrorKind("negation", "Something is negated: not, never, without.", _is_negated),
    ErrorKind("contrast", "One side is set against another: but, although.", _has_contrast),
    ErrorKind("mixed feelings", "The text has words of praise and of blame.", _praises_and_blames),
    ErrorKind(
        "no feeling words",
        "The text names no feeling: it tells what happened, or in rare words.",
        _says_no_feeling,
    ),
    ErrorKind("very short", "The text has one or two words.", _is_very_short),
    ErrorKind(
        "very long", "The text is long, so that its parts may say several things.", _is_very_long
    ),
    ErrorKind(
        "code-switched",
        "The text mixes languages or scripts, or writes its language in Latin letters.",
        _is_code_switched,
    ),
    ErrorKind(
        "marks of sarcasm",
        "The text may mean the opposite: /s, 🙄, praise in quotation marks, mocking thanks.",
        _is_marked_as_sarcasm,
    ),
    ErrorKind(
        "stars against text",
        "The stars say the opposite of the words, so that one of them is not meant so.",
        _stars_contradict,
    ),
    ErrorKind(
        "three stars",
        "Three stars are taken for neutral, but the text often leans to one side.",
        _has_three_stars,
    ),
    ErrorKind("emoji against words", "Emoji and words say the opposite.", _emoji_contradict),
    ErrorKind("question", "The text asks something.", _asks),
    ErrorKind("numbers only", "The text is a date, a price, a mark or a code.", _is_numbers_only),
    ErrorKind("no words", "The text is made of emoji or punctuation alone.", _is_without_words),
    ErrorKind("all capitals", "The text is written in capitals.", _shouts),
    ErrorKind("drawn-out letters", "Letters are repeated: sooooo.", _is_drawn_out),
    ErrorKind(
        "language uncertain",
        "The language was hard to tell, so the error may be of the language.",
        _has_doubtful_language,
    ),
    ErrorKind(
        "confident mistake",
        "The model was at least 90 % sure: look at the label, too.",
        _is_confident,
    ),
)
"""Every kind, in the order in which a review's kinds are named."""
