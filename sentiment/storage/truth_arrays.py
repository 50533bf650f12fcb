"""Reviews with truth and probabilities as arrays: for what is computed and not counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sentiment.records import TRUTHS
from sentiment.storage.confusion_groups import SCORED
from sentiment.storage.filtering import ALL_REVIEWS, condition
from sentiment.storage.truth import TRUTH_NAME, judged_reviews

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from sentiment.records import Filters
    from sentiment.storage.database import Database

_COLUMNS: Final = """
review_no, review_id, {text}language, market, source, product, stars,
truth, truth_from, p_negative, p_neutral, p_positive,
language_confidence, language_uncertain, declared_language
"""
# A multiplication scatters the numbers, as for search.sample_texts.
_ARRAYS: Final = """
SELECT {columns} FROM reviews JOIN (
    SELECT review_no, truth, {kind} AS truth_from FROM ({judged}) WHERE truth IS NOT NULL
    ORDER BY (review_no * 2654435761) % 4294967296, review_no LIMIT $limit
) AS chosen USING (review_no)
ORDER BY review_no
"""


def truth_arrays(
    database: Database,
    *,
    filters: Filters = ALL_REVIEWS,
    truths: Sequence[str] = TRUTHS,
    limit: int = 200_000,
    texts: bool = True,
) -> pa.Table:
    """The scored reviews with a class of truth, at most ``limit``, spread evenly, always the same.

    Columns review_no, review_id, text (unless ``texts`` is False), language, market, source,
    product, stars, truth (0, 1, 2), truth_from, p_negative, p_neutral, p_positive,
    language_confidence, language_uncertain and declared_language.
    """
    chosen = condition(filters)
    judged = judged_reviews(chosen.sql + SCORED, columns="review_no", truths=truths)
    columns = _COLUMNS.format(text="text, " if texts else "")
    query = _ARRAYS.format(columns=columns, judged=judged, kind=TRUTH_NAME)
    with database.cursor() as cursor:
        return cursor.sql(query, params=chosen.parameters | {"limit": limit}).to_arrow_table()
