"""Texts brought into one form before scoring, without losing a letter or an emoji.

One function a rule, one table language → further rules; a language without an
entry gets the common rules only. Addresses become ``http`` and handles
``@user`` because the tweets that the model learnt from were written so.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Rule = Callable[[str], str]

# Forms of width: full-width ASCII and signs, half-width katakana and hangul.
_OTHER_WIDTH = re.compile("[\u3000\uff01-\uffef]+")
# Characters that show nothing and join nothing. The joiners U+200C and U+200D stay:
# Persian, the scripts of India and composed emoji are written with them.
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]+")
# Digits are never shortened: 10000 is not 1000.
_LONG_RUN = re.compile(r"([^\W\d]|[!?.,;:~*\-=+…。、！？〜])\1{3,}")
_ANY_RUN = re.compile(r"(.)\1\1\1")
_ADDRESS = re.compile(r"(?:https?://|\bwww\.)[!-~]*", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![A-Za-z0-9_.@])@[A-Za-z0-9_]+(?!\.?[A-Za-z0-9_@])")
_TATWEEL = re.compile("\u0640+")
_ARABIC_MARKS = re.compile("[\u064b-\u0652\u0670]+")
_HEBREW_POINTS = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]+")
_PERSIAN_LETTERS = str.maketrans("\u064a\u0643\u0649", "\u06cc\u06a9\u06cc")
_ROMANIAN_LETTERS = str.maketrans("şţŞŢ", "șțȘȚ")
_MOST_ROUNDS = 12
_SHOUTED = 0.7  # share of capitals among the letters that have two forms
_FEWEST_SHOUTED = 4


def remove_control_characters(text: str) -> str:
    """Control characters become spaces.

    >>> remove_control_characters("bad\\x00battery")
    'bad battery'
    """
    return text if text.isprintable() else _CONTROL.sub(" ", text)


def decode_entities(text: str) -> str:
    """HTML entities become the characters that they name.

    >>> decode_entities("Tom &amp; I &lt;3 it")
    'Tom & I <3 it'
    """
    return html.unescape(text) if "&" in text else text


def remove_invisible(text: str) -> str:
    """Zero-width spaces, soft hyphens and direction marks go; joiners stay.

    >>> remove_invisible("won\\u00adder\\u200bful")
    'wonderful'
    """
    return text if text.isprintable() else _INVISIBLE.sub("", text)


def unify_width(text: str) -> str:
    """Full-width Latin becomes plain Latin, half-width katakana plain katakana.

    >>> unify_width("Ｇｏｏｄ！ ｽｺﾞｲ")
    'Good! スゴイ'
    """
    return _OTHER_WIDTH.sub(lambda run: unicodedata.normalize("NFKC", run.group()), text)


def compose(text: str) -> str:
    """Unicode's composed form (NFC): one letter, one way to write it."""
    return unicodedata.normalize("NFC", text)


def collapse_spaces(text: str) -> str:
    """Any run of white space becomes one space, none at the ends.

    >>> collapse_spaces(" so\\n\\n good ")
    'so good'
    """
    return " ".join(text.split())


def shorten_repetition(text: str) -> str:
    """Four or more of the same letter or mark become three: the feeling stays.

    >>> shorten_repetition("soooooo good!!!!!!! 10000 ㅋㅋㅋㅋㅋㅋ")
    'sooo good!!! 10000 ㅋㅋㅋ'
    """
    # Most texts have no run at all, and looking for one of any character is much faster.
    if _ANY_RUN.search(text):
        return _LONG_RUN.sub(r"\1\1\1", text)
    return text


def lower_shouting(text: str) -> str:
    """A text in capitals becomes one in small letters; single words in capitals stay.

    Models know few words in capitals and take them apart into pieces that mean nothing.
    Where the Turkish İ shows that I is the capital of ı, it becomes that.

    >>> lower_shouting("WORST HOTEL EVER!!!"), lower_shouting("The WORST hotel")
    ('worst hotel ever!!!', 'The WORST hotel')
    >>> lower_shouting("KARGO ÇOK YAVAŞTI, İADE ETTİM")
    'kargo çok yavaştı, iade ettim'
    """
    capital = sum(char.isupper() and char.isalpha() for char in text)
    if capital < _FEWEST_SHOUTED:
        return text
    small = sum(map(str.islower, text))
    if capital < _SHOUTED * (capital + small):
        return text
    if "İ" in text:
        text = text.replace("İ", "i").replace("I", "ı")
    return text.lower()


def replace_addresses(text: str) -> str:
    """Web addresses become ``http``.

    >>> replace_addresses("see https://example.org/a?b=1 now")
    'see http now'
    """
    if "://" in text or "ww." in text or "WW." in text:
        return _ADDRESS.sub("http", text)
    return text


def replace_handles(text: str) -> str:
    """User handles become ``@user``; mail addresses stay.

    >>> replace_handles("@anna_92 thanks, ask help@example.org")
    '@user thanks, ask help@example.org'
    """
    return _HANDLE.sub("@user", text) if "@" in text else text


def remove_tatweel(text: str) -> str:
    """The Arabic stretching stroke goes.

    >>> remove_tatweel("جميـــــل")
    'جميل'
    """
    return _TATWEEL.sub("", text)


def remove_arabic_marks(text: str) -> str:
    """Arabic vowel marks, which most writers leave out, go.

    >>> remove_arabic_marks("مُمْتَاز")
    'ممتاز'
    """
    return _ARABIC_MARKS.sub("", text)


def use_persian_letters(text: str) -> str:
    """Arabic yeh and kaf become the Persian ones, as Persian keyboards write them.

    >>> use_persian_letters("كيفيت") == "کیفیت"
    True
    """
    return text.translate(_PERSIAN_LETTERS)


def remove_hebrew_points(text: str) -> str:
    """Hebrew vowel points and accents go.

    >>> remove_hebrew_points("שָׁלוֹם")
    'שלום'
    """
    return _HEBREW_POINTS.sub("", text)


def use_romanian_letters(text: str) -> str:
    """Cedilla letters of old keyboards become the Romanian letters with a comma.

    >>> use_romanian_letters("maşină") == "mașină"
    True
    """
    return text.translate(_ROMANIAN_LETTERS)


def join_sara_am(text: str) -> str:
    """Thai nikhahit and sara aa, typed one by one, become sara am.

    >>> join_sara_am("น\\u0e4d\\u0e32") == "น\\u0e33"
    True
    """
    return text.replace("\u0e4d\u0e32", "\u0e33")


_ASCII_RULES: tuple[Rule, ...] = (
    remove_control_characters,
    decode_entities,
    collapse_spaces,
    shorten_repetition,
    replace_addresses,
    replace_handles,
    lower_shouting,
)
COMMON_RULES: tuple[Rule, ...] = (
    remove_control_characters,
    decode_entities,
    remove_invisible,
    unify_width,
    compose,
    collapse_spaces,
    shorten_repetition,
    replace_addresses,
    replace_handles,
    lower_shouting,
)
"""What every text goes through, in this order."""

RULES: Mapping[str, tuple[Rule, ...]] = {
    "ar": (remove_tatweel, remove_arabic_marks),
    "fa": (remove_tatweel, remove_arabic_marks, use_persian_letters),
    "ur": (remove_tatweel, remove_arabic_marks),
    "ps": (remove_tatweel, remove_arabic_marks),
    "ku": (remove_tatweel,),
    "ug": (remove_tatweel,),
    "he": (remove_hebrew_points,),
    "ro": (use_romanian_letters,),
    "th": (join_sara_am,),
}
"""What a language adds before the common rules; others add nothing."""


def normalise(text: str, *, language: str = "und") -> str:
    """``text`` in the form in which it is scored and counted.

    Applying it twice changes nothing more: a rule can make work for another
    (a decoded entity can be a full-width letter), so all run until none acts.

    >>> normalise("Sooooo   goooood &amp; cheap 😍😍😍😍😍")
    'Sooo goood & cheap 😍😍😍😍😍'
    """
    further = RULES.get(language, ())
    for _ in range(_MOST_ROUNDS):
        before = text
        if text.isascii():
            rules = _ASCII_RULES
        else:
            rules = COMMON_RULES
            for rule in further:
                text = rule(text)
        for rule in rules:
            text = rule(text)
        if text == before:
            break
    return text
