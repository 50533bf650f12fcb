"""Find and read single reviews."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sentiment.records import Filters

if TYPE_CHECKING:
    from sentiment.records import Choices, StoredReview
    from sentiment.storage.database import Database

Order = Literal["newest", "oldest", "most negative", "most positive", "least sure"]


@dataclass(frozen=True)
class ReviewPage:
    """One page of the reviews found, and how many were found in all."""

    reviews: list[StoredReview]
    total: int


def find(
    database: Database,
    *,
    filters: Filters | None = None,
    order: Order = "newest",
    limit: int = 25,
    offset: int = 0,
) -> ReviewPage:
    """The current reviews that pass ``filters``, from ``offset`` on."""
    from sentiment.storage.search import count_reviews, find_reviews

    filters = filters or Filters()
    reviews = find_reviews(database, filters=filters, order=order, limit=limit, offset=offset)
    return ReviewPage(reviews, count_reviews(database, filters=filters))


def choices(database: Database) -> Choices:
    """What the filters can be set to, with counts."""
    from sentiment.storage.summaries import read_choices

    return read_choices(database)


def versions(database: Database, *, review_id: int) -> list[StoredReview]:
    """All versions of one review, the newest first."""
    from sentiment.storage.search import read_review

    return read_review(database, review_id=review_id)
