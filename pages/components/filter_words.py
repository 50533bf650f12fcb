"""Filters in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.components.names import NOT_KNOWN, language_label, market_label
from pages.components.plain_text import isolated, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pages.components.formats import ReaderFormat
    from sentiment.records import Filters

_MOST_NAMED = 4


def describe_filters(filters: Filters, style: ReaderFormat) -> str:
    """What the filters leave, e.g. ``market Germany (DE) · 1 or 2 stars · negative``.

    "all reviews" where nothing is set. The text is plain, not Markdown.
    """
    parts: list[str] = []
    if filters.text:
        parts.append(f"with “{isolated(shortened(filters.text))}”")
    if filters.markets:
        parts.append(f"market {_either(market_label(code) for code in filters.markets)}")
    if filters.languages:
        parts.append(f"language {_either(language_label(code) for code in filters.languages)}")
    if filters.products:
        parts.append(f"product {_either(name or NOT_KNOWN for name in filters.products)}")
    if filters.sources:
        parts.append(f"source {_either(name or NOT_KNOWN for name in filters.sources)}")
    for column in dict.fromkeys(name for name, _ in filters.kept):
        values = [value or NOT_KNOWN for name, value in filters.kept if name == column]
        parts.append(f"{isolated(shortened(column, to=40))} {_either(values)}")
    if filters.stars:
        plural = "" if filters.stars == (1,) else "s"
        parts.append(f"{_either(map(str, filters.stars))} star{plural}")
    if filters.sentiments:
        parts.append(_either(filters.sentiments))
    if filters.confidence:
        low, high = (style.percent(edge) for edge in filters.confidence)
        parts.append(f"scored with {low} to {high}")
    if filters.uncertain_language is not None:
        parts.append(f"language {'uncertain' if filters.uncertain_language else 'certain'}")
    if filters.disagree:
        parts.append("stars and text disagree")
    if filters.unsure:
        parts.append("reviews the model is unsure of")
    if filters.since:
        parts.append(f"from {style.day(filters.since)}")
    if filters.until:
        parts.append(f"to {style.day(filters.until)}")
    return " · ".join(parts) or "all reviews"


def _either(names: Iterable[str]) -> str:
    """The names with "or" between them; many are counted rather than listed."""
    listed = [isolated(shortened(name, to=40)) for name in names]
    if len(listed) > _MOST_NAMED:
        listed = [*listed[: _MOST_NAMED - 1], f"{len(listed) - _MOST_NAMED + 1} others"]
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} or {listed[-1]}"
