"""Reviews stored without a date because its order was not settled, given again with it.

A review without an id of its own is known by all its content, the date included.
Read once with an unsettled date (null) and once with the order named, it would
stand twice. Here the undated one takes the identity of its dated twin, so that
the twin becomes its next version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sentiment.storage.database import Cursor

_ANY_UNDATED: Final = """
SELECT EXISTS (
    SELECT 1 FROM reviews
    WHERE review_no < $first_no AND external_id IS NULL AND written_at IS NULL
        AND source = $source
)
"""
_TAKE_IDENTITY: Final = """
UPDATE reviews SET identity_key = dated.identity_key
FROM (
    SELECT DISTINCT ON (text, rating, title, translation, market, product, author)
        identity_key, text, rating, title, translation, market, product, author
    FROM reviews
    WHERE review_no >= $first_no AND external_id IS NULL AND written_at IS NOT NULL
    ORDER BY review_no
) AS dated
WHERE reviews.review_no < $first_no AND reviews.external_id IS NULL
    AND reviews.written_at IS NULL AND reviews.source = $source
    AND reviews.text IS NOT DISTINCT FROM dated.text
    AND reviews.rating IS NOT DISTINCT FROM dated.rating
    AND reviews.title IS NOT DISTINCT FROM dated.title
    AND reviews.translation IS NOT DISTINCT FROM dated.translation
    AND reviews.market IS NOT DISTINCT FROM dated.market
    AND reviews.product IS NOT DISTINCT FROM dated.product
    AND reviews.author IS NOT DISTINCT FROM dated.author
"""


def adopt_undated_reviews(cursor: Cursor, *, first_no: int, source: str) -> None:
    """Give undated reviews the identity of their dated twins among the rows from ``first_no``."""
    numbers = {"first_no": first_no, "source": source}
    if cursor.execute(_ANY_UNDATED, numbers).fetchall()[0][0]:
        cursor.execute(_TAKE_IDENTITY, numbers)
