"""Other people's words inside labels and messages that Streamlit reads as Markdown."""

from __future__ import annotations

import re

# Every ASCII punctuation mark can be escaped in CommonMark; that also disarms
# Streamlit's own `:icon:`, `:red[…]` and `$formula$`.
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
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
