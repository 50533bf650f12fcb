"""Counts of groups put together and taken apart, and the filters that name groups."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from sentiment.errors import UsageError
from sentiment.records import SentimentCounts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sentiment.records import Filters

_COUNTED = ("reviews", "negative", "neutral", "positive", "starred", "stars_sum")


def add_up(group: str, parts: Iterable[SentimentCounts]) -> SentimentCounts:
    """The counts of several groups together, under the name ``group``.

    >>> part = SentimentCounts("DE", reviews=3, negative=1, neutral=0, positive=2)
    >>> add_up("all", [part, part]).reviews
    6
    """
    listed = list(parts)
    sums = {name: sum(getattr(part, name) for part in listed) for name in _COUNTED}
    return SentimentCounts(group=group, **sums)


def add_up_by_start(group: str, parts: Iterable[SentimentCounts]) -> dict[date, SentimentCounts]:
    """The counts together for each start of a day, week or month, in their order.

    Reviews without a date have no place in it.
    """
    by_start: defaultdict[date, list[SentimentCounts]] = defaultdict(list)
    for part in parts:
        if part.period is not None:
            by_start[part.period].append(part)
    return {
        start: replace(add_up(group, by_start[start]), period=start) for start in sorted(by_start)
    }


def subtract(whole: SentimentCounts, part: SentimentCounts) -> SentimentCounts:
    """What is left of ``whole`` without ``part``, which is inside it; never less than nothing.

    The two may come from queries between which reviews were added.
    """
    left = {name: max(0, getattr(whole, name) - getattr(part, name)) for name in _COUNTED}
    return replace(whole, **left)


def only_groups(filters: Filters, *, by: str, groups: tuple[str, ...]) -> Filters:
    """``filters`` restricted to ``groups`` of market, language, product or source."""
    if by == "market":
        return replace(filters, markets=groups)
    if by == "language":
        return replace(filters, languages=groups)
    if by == "product":
        return replace(filters, products=groups)
    if by == "source":
        return replace(filters, sources=groups)
    raise UsageError(
        f"Reviews cannot be filtered by '{by}'.",
        hint="Choose one of: market, language, product, source.",
    )
