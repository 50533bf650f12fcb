"""Other people's words inside labels and messages that Streamlit reads as Markdown."""

from __future__ import annotations

import re
from unicodedata import bidirectional

# Every ASCII punctuation mark can be escaped in CommonMark; that also disarms
# Streamlit's own `:icon:`, `:red[…]` and `$formula$`.
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_FROM_THE_RIGHT = frozenset(("R", "AL", "RLE", "RLO"))
_SPACES = re.compile(r"\s+")


def literal(text: str) -> str:
    r"""The text with everything escaped that Markdown or Streamlit would interpret.

    >>> print(literal("**1** <b> :smile:"))
    \*\*1\*\* \<b\> \:smile\:
    """
    return _PUNCTUATION.sub(r"\\\1", _SPACES.sub(" ", text))


def shortened(text: str, *, to: int = 60) -> str:
    """The text on one line, cut with an ellipsis where it is longer than ``to`` characters.

    >>> shortened("one two three", to=8)
    'one two…'
    """
    line = _SPACES.sub(" ", text).strip()
    return line if len(line) <= to else line[: to - 1].rstrip() + "…"


def isolated(text: str) -> str:
    """Words that run from the right, made to stand in our sentences, which run from the left.

    Without the isolating marks (Unicode Standard Annex 9, section 2.4) what follows
    them, a number or a bracket, would be drawn into their run.

    >>> isolated("Lamp"), isolated("\u05d0 1")
    ('Lamp', '\u2068\u05d0 1\u2069')
    """
    if any(bidirectional(letter) in _FROM_THE_RIGHT for letter in text):
        return f"\u2068{text}\u2069"
    return text
