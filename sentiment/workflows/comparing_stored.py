"""Two models on the same stored reviews: what the other changes, and where they differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentiment.evaluation.paired import (
    PairedDifference,
    paired_difference,
    paired_differences_of,
)
from sentiment.records import SENTIMENTS, TRUTHS, Filters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentiment.storage.confusion_cells import JudgedReview
    from sentiment.storage.database import Database


@dataclass(frozen=True)
class StoredComparison:
    """How ``other`` differs from ``first``, in all and by language, the largest first.

    The p-values of the languages are corrected over them (Holm).
    """

    first: str
    other: str
    overall: PairedDifference
    languages: tuple[PairedDifference, ...]


@dataclass(frozen=True)
class DifferingReview:
    """A review as the active model scored it, and how sure the other is of what it says."""

    judged: JudgedReview
    other: str
    other_sureness: float


def stored_models(database: Database) -> tuple[str, ...]:
    """The models whose answers are stored, the active one first."""
    from sentiment.storage.paired_answers import scoring_models

    return scoring_models(database)


def compare_stored(
    database: Database,
    *,
    first: str,
    other: str,
    filters: Filters | None = None,
    truths: Sequence[str] = TRUTHS,
) -> StoredComparison:
    """Compare two models on the reviews with truth that all models have scored.

    Raises :class:`sentiment.errors.UsageError` for a model without stored answers.
    """
    from sentiment.storage.paired_answers import paired_tables

    tables = paired_tables(
        database, first=first, other=other, filters=filters or Filters(), truths=truths
    )
    nobody = np.zeros((len(SENTIMENTS),) * 3, np.int64)
    ordered = sorted(tables.items(), key=lambda item: (-int(item[1].sum()), item[0]))
    return StoredComparison(
        first=first,
        other=other,
        overall=paired_difference(sum(tables.values(), nobody)),
        languages=paired_differences_of(dict(ordered)),
    )


def differing_reviews(
    database: Database,
    *,
    first: str,
    other: str,
    filters: Filters | None = None,
    truths: Sequence[str] = TRUTHS,
    limit: int = 10,
) -> list[DifferingReview]:
    """The reviews that the two do not call the same, the surest disagreement first."""
    from sentiment.storage.judging import judged_reviews_of
    from sentiment.storage.paired_answers import find_differing

    found = find_differing(
        database,
        first=first,
        other=other,
        filters=filters or Filters(),
        truths=truths,
        limit=limit,
    )
    reviews = judged_reviews_of(
        database, {one.review_no: (one.truth, one.truth_from) for one in found}
    )
    return [
        DifferingReview(judged, one.other, one.other_sureness)
        for judged, one in zip(reviews, found, strict=True)
    ]
