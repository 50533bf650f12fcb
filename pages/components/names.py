"""What groups are called in front of people: markets, languages, sentiments."""

from __future__ import annotations

from babel import Locale

from pages.components.plain_text import isolated
from sentiment.language.names import language_name
from sentiment.records import UNDETERMINED

NOT_KNOWN = "not known"
# A shape beside the word, so that colour is never all there is.
SENTIMENT_MARKS = {"negative": "▼", "neutral": "●", "positive": "▲"}


def market_label(code: str) -> str:
    """The name of a market with its code, e.g. ``Germany (DE)``; "" is not known.

    >>> market_label("DE"), market_label("")
    ('Germany (DE)', 'not known')
    """
    if not code:
        return NOT_KNOWN
    name = Locale("en").territories.get(code)
    return f"{name} ({code})" if name else code


def market_heading(code: str) -> str:
    """The name of a market where nothing around it says that it is one.

    >>> market_heading("DE"), market_heading("")
    ('Germany (DE)', 'Market not known')
    """
    return market_label(code) if code else f"Market {NOT_KNOWN}"


def language_label(code: str) -> str:
    """The name of a language with its code; "" has not been identified yet."""
    if not code:
        return "not identified yet"
    if code == UNDETERMINED:
        return "no language (und)"
    return f"{language_name(code)} ({code})"


def group_label(group: str, *, by: str) -> str:
    """The name of a group of one of the groupings."""
    if by == "market":
        return market_label(group)
    if by == "language":
        return language_label(group)
    return isolated(group) or NOT_KNOWN


def sentiment_label(sentiment: str) -> str:
    """A sentiment with its shape, e.g. ``▼ negative``."""
    return f"{SENTIMENT_MARKS[sentiment]} {sentiment}"
