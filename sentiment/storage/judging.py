"""Reviews of which the truth was decided before, as they are shown to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.records import SENTIMENTS
from sentiment.storage.annotations import annotations_of
from sentiment.storage.confusion_cells import JudgedReview
from sentiment.storage.search import show_reviews

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentiment.storage.database import Database


def judged_reviews_of(
    database: Database, truths: Mapping[int, tuple[int, str]]
) -> list[JudgedReview]:
    """The reviews with these ``review_no`` in their order, with people's answers about them.

    ``truths`` is review_no → (class 0, 1, 2; where it is from), as ``truth_arrays`` gives them.
    """
    numbers = list(truths)
    if not numbers:
        return []
    with database.cursor() as cursor:
        reviews = show_reviews(cursor, numbers)
        answers = annotations_of(cursor, numbers)
    return [
        JudgedReview(
            review=review,
            truth=SENTIMENTS[code],
            truth_from=kind,
            annotations=tuple(one for one in answers if one.review_id == review.review_id),
        )
        for review, (code, kind) in zip(reviews, truths.values(), strict=True)
    ]
