"""Texts as words, and words as numbers of hashed pieces: a vocabulary that needs no list.

A word is itself and its pieces of three and four characters, each hashed into one of a
fixed number of places (Bojanowski et al. 2017, Enriching Word Vectors with Subword
Information): an unknown word is near the words that it shares its pieces with. Scripts
that write no spaces are taken two characters at a time; signs and emoji stand alone.
"""

from __future__ import annotations

import re
from functools import lru_cache
from zlib import crc32

_PIECES = (3, 4)
_LONGEST_WORD = 24
# Thai and Lao, Myanmar, Khmer, kana, Han.
_NO_SPACES = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_SIGNS = (
    r"!-&(-/:-@\[-`{-~\u00a1-\u00bf\u060c\u061b\u061f\u06d4\u0964\u0965"
    r"\u2010-\u2027\u2030-\u205e\u2190-\u2bff\u3000-\u303f\U0001f000-\U0001faff"
)
_WORD = re.compile(
    f"[{_NO_SPACES}]{{1,2}}|[{_SIGNS}]|[^\\s{_SIGNS}{_NO_SPACES}]{{1,{_LONGEST_WORD}}}"
)


def split_words(text: str) -> list[str]:
    """The words of ``text`` in small letters, signs and emoji apart.

    >>> split_words("Don't go!! 最高です😍")
    ["don't", 'go', '!', '!', '最高', 'です', '😍']
    """
    return _WORD.findall(text.lower())


@lru_cache(maxsize=1 << 16)
def hash_word(word: str, places: int) -> tuple[int, ...]:
    """The places, 0 to ``places`` - 1, of ``word`` and of its pieces."""
    marked = f"<{word}>"
    pieces = {
        marked[first : first + length]
        for length in _PIECES
        for first in range(len(marked) - length + 1)
    }
    pieces.discard(marked)
    return tuple(crc32(piece.encode()) % places for piece in [marked, *sorted(pieces)])
