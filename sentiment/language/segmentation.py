"""The words of a text, in whatever way its language marks them.

Chinese, Japanese and Thai write no spaces: jieba, fugashi with UniDic and
PyThaiNLP cut them (extra ``words``). Everything else is cut at what is
neither letter, digit nor combining mark.
"""

from __future__ import annotations

import logging
import re
import threading
import unicodedata
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from sentiment.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

EXTRA = "words"
_LOADING = threading.RLock()
# fugashi's tagger must not be used by two threads at once.
_CUTTING = threading.Lock()


@cache
def _word_pattern() -> re.Pattern[str]:
    """Letters and digits with their marks; an apostrophe or a joiner may stand inside.

    Python's ``\\w`` leaves out combining marks, which would cut the words of
    Indian and other scripts at every vowel sign.
    """
    marks = "".join(
        char
        for char in map(chr, range(0x300, 0xFE30))
        if unicodedata.category(char) in ("Mn", "Mc")
    )
    letter = rf"(?:[^\W_]|[{re.escape(marks)}])"
    return re.compile(rf"{letter}+(?:['’ʻʼ\u200c\u200d·]{letter}+)*")


def _cut_at_boundaries(text: str) -> list[str]:
    # A mark that stands alone, without a letter to carry it, is no word.
    return [token for token in _word_pattern().findall(text) if _has_word_character(token)]


def _has_word_character(token: str) -> bool:
    return any(map(str.isalnum, token))


@cache
def _jieba() -> Any:
    with _LOADING:
        import jieba

        jieba.setLogLevel(logging.WARNING)
        tokenizer = jieba.Tokenizer()
        tokenizer.initialize()
        return tokenizer


def _cut_chinese(text: str) -> list[str]:
    return [token for token in _jieba().lcut(text) if _has_word_character(token)]


@cache
def _fugashi() -> Any:
    with _LOADING:
        import fugashi

        return fugashi.Tagger()


def _cut_japanese(text: str) -> list[str]:
    tagger = _fugashi()
    with _CUTTING:
        tokens = [token.surface for token in tagger(text)]
    return [token for token in tokens if _has_word_character(token)]


def _cut_thai(text: str) -> list[str]:
    with _LOADING:
        from pythainlp.tokenize import word_tokenize

    tokens = word_tokenize(text, engine="newmm", keep_whitespace=False)
    return [token for token in tokens if _has_word_character(token)]


_PACKAGES: Mapping[str, tuple[str, ...]] = {
    "zh": ("jieba",),
    "yue": ("jieba",),
    "ja": ("fugashi", "unidic_lite"),
    "th": ("pythainlp",),
}
_CUTTERS: Mapping[str, Callable[[str], list[str]]] = {
    "zh": _cut_chinese,
    "yue": _cut_chinese,
    "ja": _cut_japanese,
    "th": _cut_thai,
}
UNSPACED = frozenset({*_CUTTERS, "lo", "km", "my", "bo"})
"""Languages that write no spaces between words."""


@cache
def _missing_package(language: str) -> str | None:
    for package in _PACKAGES.get(language, ()):
        if find_spec(package) is None:
            return package
    return None


def can_segment(language: str) -> bool:
    """Whether :func:`words` works for a language with what is installed.

    >>> can_segment("de")
    True
    """
    return _missing_package(language) is None


def words(text: str, *, language: str) -> list[str]:
    """The words of ``text`` in their order and writing; punctuation and emoji are left out.

    >>> words("L'hôtel n'était pas bon – 3/10 😡", language="fr")
    ["L'hôtel", "n'était", 'pas', 'bon', '3', '10']
    >>> words("फोन अच्छा है", language="hi")
    ['फोन', 'अच्छा', 'है']

    Raises:
        MissingExtraError: for zh, yue, ja and th where the extra ``words`` is not installed.
    """
    missing = _missing_package(language)
    if missing is not None:
        raise MissingExtraError(missing, extra=EXTRA)
    return _CUTTERS.get(language, _cut_at_boundaries)(text)


def character_pairs(text: str) -> list[str]:
    """Overlapping pairs of letters, the stand-in for words where they cannot be cut.

    Runs of Latin letters and digits stay whole.

    >>> character_pairs("手机 iPhone 很好用")
    ['手机', 'iPhone', '很好', '好用']
    """
    pairs: list[str] = []
    for run in re.findall(r"[A-Za-z0-9]+|[^\W_A-Za-z0-9]+", text):
        if run.isascii() or len(run) == 1:
            pairs.append(run)
        else:
            pairs.extend(run[start : start + 2] for start in range(len(run) - 1))
    return pairs
