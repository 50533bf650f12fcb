"""Reviews with stars and scores by group: counted, as arrays, and with what people say of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sentiment.records import SENTIMENTS
from sentiment.storage.confusion_groups import SCORED, checked_grouping, group_expression
from sentiment.storage.filtering import ALL_REVIEWS, condition
from sentiment.storage.truth import judged_reviews

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa
    from numpy.typing import NDArray

    from sentiment.records import Filters
    from sentiment.storage.database import Database

MOST_REVIEWS = 100_000

_RATED: Final = SCORED + " AND stars IS NOT NULL"
_COUNT: Final = """
SELECT {group} AS name, count(*), count(stars), count(sentiment),
    count(*) FILTER (stars IS NOT NULL AND sentiment IS NOT NULL)
FROM reviews WHERE {condition} GROUP BY name ORDER BY name
"""
# A multiplication scatters the numbers, as for search.sample_texts.
_ARRAYS: Final = """
SELECT {group} AS name, product, stars, p_negative, p_neutral, p_positive
FROM reviews WHERE {condition}
QUALIFY row_number() OVER (
    PARTITION BY name ORDER BY (review_no * 2654435761) % 4294967296, review_no
) <= $most
ORDER BY review_no
"""
# A label that a file states may have been made from its stars, which would put the way of
# rating into the truth; people's answers about what they picked themselves are not even.
_READING_TRUTHS: Final = ("annotation",)
_READINGS: Final = """
SELECT name, truth, sentiment, count(*) FROM ({judged})
WHERE truth IS NOT NULL GROUP BY ALL ORDER BY ALL
"""


@dataclass(frozen=True)
class RatedCounts:
    """Of the reviews of one group, how many have stars, a score of the text, and both.

    ``group`` is "" where it is not known.
    """

    group: str
    reviews: int
    starred: int
    scored: int
    rated: int


def count_rated(
    database: Database, *, by: str, filters: Filters = ALL_REVIEWS
) -> list[RatedCounts]:
    """The counts of each group of ``by``, in order; raises UsageError for no grouping."""
    checked_grouping(by, database=database)
    group, chosen = group_expression(by), condition(filters)
    query = _COUNT.format(group=group.sql, condition=chosen.sql)
    with database.cursor() as cursor:
        rows = cursor.execute(query, group.parameters | chosen.parameters).fetchall()
    return [RatedCounts(*row) for row in rows]


def rating_arrays(
    database: Database,
    *,
    by: str,
    filters: Filters = ALL_REVIEWS,
    most_a_group: int = MOST_REVIEWS,
) -> pa.Table:
    """The reviews with stars and a score, at most so many a group, spread evenly, always the same.

    Columns name (the group, "" where it is not known), product (or null), stars (1 to 5),
    p_negative, p_neutral and p_positive. Raises UsageError for no grouping.
    """
    checked_grouping(by, database=database)
    group, chosen = group_expression(by), condition(filters)
    query = _ARRAYS.format(group=group.sql, condition=chosen.sql + _RATED)
    parameters = group.parameters | chosen.parameters | {"most": most_a_group}
    with database.cursor() as cursor:
        return cursor.sql(query, params=parameters).to_arrow_table()


def reading_tables(
    database: Database, *, by: str, filters: Filters = ALL_REVIEWS
) -> dict[str, NDArray[np.float64]]:
    """Group → counts (3, 3) of what people answered, in rows, and what the model called it.

    Only answers about reviews that were drawn at random are counted.
    """
    checked_grouping(by, database=database)
    group, chosen = group_expression(by), condition(filters)
    judged = judged_reviews(
        chosen.sql + SCORED,
        columns=f"{group.sql} AS name, sentiment",
        truths=_READING_TRUTHS,
        drawn_only=True,
    )
    query = _READINGS.format(judged=judged)
    with database.cursor() as cursor:
        rows = cursor.execute(query, group.parameters | chosen.parameters).fetchall()
    tables: dict[str, NDArray[np.float64]] = {}
    for name, truth, called, count in rows:
        tables.setdefault(name, np.zeros((len(SENTIMENTS),) * 2))[truth, called] = count
    return tables


def even_limit(sizes: Iterable[int], *, most: int = MOST_REVIEWS) -> int:
    """The largest number a group that keeps the groups together at ``most`` reviews.

    Small groups stay whole, and only the largest are sampled.

    >>> even_limit([10, 20, 500, 600], most=330), even_limit([5, 5], most=100)
    (150, 5)
    """
    left = sorted(sizes)
    room = most
    while left and left[0] * len(left) <= room:
        room -= (smallest := left.pop(0))
        if not left:
            return smallest
    return room // len(left) if left else 0
