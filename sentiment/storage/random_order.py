"""Reviews handed out at random to be answered, so that the answers are a fair sample.

All reviews stand in one fixed pseudo-random order, whatever the filters are. Its first ones
that pass some filters are a simple random sample of all that pass them. A review that somebody
picked before is handed out nevertheless: leaving out what people picked, which is mostly what
the model got wrong, would make it look better than it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sentiment.records import SENTIMENTS
from sentiment.storage.annotations import annotations_of
from sentiment.storage.confusion_cells import JudgedReview
from sentiment.storage.confusion_groups import SCORED
from sentiment.storage.filtering import ALL_REVIEWS, condition
from sentiment.storage.search import show_reviews

if TYPE_CHECKING:
    from collections.abc import Collection

    from sentiment.records import Filters
    from sentiment.storage.database import Database

# Two rounds of multiplying and folding scatter the row numbers: the order is the same on every
# machine and in no relation to that in which reviews came in.
_FOLDED: Final = """
xor((review_no::UBIGINT * 2654435761) % 4294967296,
    ((review_no::UBIGINT * 2654435761) % 4294967296) >> 15)
"""
_SCATTERED: Final = f"({_FOLDED} * 2246822519) % 4294967296"
_NEXT: Final = """
SELECT review_no FROM reviews
WHERE {condition} AND text IS NOT NULL
    AND review_no NOT IN (SELECT review_no FROM annotations WHERE drawn)
    AND review_id NOT IN (SELECT unnest($skipped::BIGINT[]))
ORDER BY {scattered}, review_no LIMIT 1
"""
# "mixed" and "cannot tell" are answers, but no class.
_COUNT: Final = """
SELECT count(*), count(best), count(*) FILTER (best < $classes),
    count(DISTINCT annotator) FILTER (best IS NOT NULL)
FROM reviews LEFT JOIN (
    SELECT review_no, arg_max(answer, annotation_id) AS best, any_value(annotator) AS annotator
    FROM annotations WHERE drawn GROUP BY review_no
) AS answered USING (review_no)
WHERE {condition} AND text IS NOT NULL
"""


@dataclass(frozen=True)
class RandomAnswers:
    """Of the ``reviews`` that could be drawn, how many were: ``drawn`` have an answer.

    ``usable`` of these are called negative, neutral or positive; the rest are "mixed" or
    "cannot tell". ``people`` is how many answered.
    """

    reviews: int
    drawn: int
    usable: int
    people: int


def next_in_random_order(
    database: Database, *, filters: Filters = ALL_REVIEWS, skipped: Collection[int] = ()
) -> JudgedReview | None:
    """The first scored review that is meant and has no answer that was drawn; None at the end.

    ``skipped`` are review_ids to pass over. Its ``truth`` and ``truth_from`` are "": nobody
    has said yet. ``annotations`` holds what people answered who had picked it.
    """
    chosen = condition(filters)
    query = _NEXT.format(condition=chosen.sql + SCORED, scattered=_SCATTERED)
    with database.cursor() as cursor:
        parameters = chosen.parameters | {"skipped": list(skipped)}
        numbers = [number for (number,) in cursor.execute(query, parameters).fetchall()]
        reviews = show_reviews(cursor, numbers)
        answers = annotations_of(cursor, numbers)
    for review in reviews:
        return JudgedReview(review=review, truth="", truth_from="", annotations=tuple(answers))
    return None


def count_random_answers(database: Database, *, filters: Filters = ALL_REVIEWS) -> RandomAnswers:
    """How many of the scored reviews that are meant were drawn and answered."""
    chosen = condition(filters)
    query = _COUNT.format(condition=chosen.sql + SCORED)
    with database.cursor() as cursor:
        parameters = chosen.parameters | {"classes": len(SENTIMENTS)}
        return RandomAnswers(*cursor.execute(query, parameters).fetchall()[0])
