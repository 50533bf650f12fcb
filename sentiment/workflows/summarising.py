"""Sentiment by group, with intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentiment.records import Filters, Interval

if TYPE_CHECKING:
    from sentiment.records import SentimentCounts
    from sentiment.storage.database import Database


@dataclass(frozen=True)
class GroupSummary:
    """One group: its counts, and the shares among its scored reviews.

    ``negative_share``, ``positive_share`` and ``net`` (positive share minus
    negative share) are None where nothing is scored, ``mean_stars`` where
    nothing has stars.
    """

    group: str
    counts: SentimentCounts
    negative_share: Interval | None
    positive_share: Interval | None
    net: Interval | None
    mean_stars: float | None


def summarise(database: Database, *, by: str, filters: Filters | None = None) -> list[GroupSummary]:
    """Summaries of the groups of ``by``, largest first; months in their order.

    ``by`` is one of :data:`sentiment.records.GROUPINGS` or "column:NAME" for a kept column.
    Raises UsageError for another grouping, and for a column that no review has.
    """
    from sentiment.storage.summaries import count_by

    counts = count_by(database, by=by, filters=filters or Filters())
    key = (lambda c: (c.group,)) if by == "month" else (lambda c: (-c.reviews, c.group))
    return [summarise_counts(group) for group in sorted(counts, key=key)]


def check_grouping(by: str) -> None:
    """Raise UsageError where ``by`` is no grouping, whatever the database holds."""
    from sentiment.storage.summaries import checked_counting

    checked_counting(by)


def summarise_counts(counts: SentimentCounts) -> GroupSummary:
    """Shares and intervals of one group's counts."""
    from sentiment.evaluation.intervals import net_sentiment, wilson

    scored = counts.scored
    return GroupSummary(
        group=counts.group,
        counts=counts,
        negative_share=wilson(counts.negative, scored) if scored else None,
        positive_share=wilson(counts.positive, scored) if scored else None,
        net=net_sentiment(counts.negative, counts.neutral, counts.positive) if scored else None,
        mean_stars=counts.stars_sum / counts.starred if counts.starred else None,
    )
