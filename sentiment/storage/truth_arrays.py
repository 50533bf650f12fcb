"""Reviews with truth and probabilities as arrays: for what is computed and not counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sentiment.records import TRUTHS
from sentiment.storage.confusion_groups import SCORED, checked_grouping, group_expression
from sentiment.storage.filtering import ALL_REVIEWS, condition
from sentiment.storage.truth import TRUTH_NAME, judged_reviews

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    groups: Sequence[str] = (),
    domains: Mapping[str, str] | None = None,
    drawn_only: bool = False,
) -> pa.Table:
    """The scored reviews with a class of truth, at most ``limit``, spread evenly, always the same.

    Columns review_no, review_id, text (unless ``texts`` is False), language, market, source,
    product, stars, truth (0, 1, 2), truth_from, p_negative, p_neutral, p_positive,
    language_confidence, language_uncertain and declared_language; then ``group_1``,
    ``group_2``, …: for each of ``groups`` the name of the review's group, "" where it is not
    known (confusion_groups.py, also "column:NAME"). ``domains`` is source → domain. With
    ``drawn_only`` answers about reviews that people picked are no truth. Raises UsageError
    for a grouping that there is not.
    """
    for by in groups:
        checked_grouping(by, database=database)
    expressions = [
        group_expression(by, domains=domains, named=f"group_{place}")
        for place, by in enumerate(groups, start=1)
    ]
    chosen = condition(filters)
    judged = judged_reviews(
        chosen.sql + SCORED, columns="review_no", truths=truths, drawn_only=drawn_only
    )
    columns = _COLUMNS.format(text="text, " if texts else "")
    for place, expression in enumerate(expressions, start=1):
        columns += f", {expression.sql} AS group_{place}"
    values = chosen.parameters | {"limit": limit}
    for expression in expressions:
        values |= expression.parameters
    query = _ARRAYS.format(columns=columns, judged=judged, kind=TRUTH_NAME)
    with database.cursor() as cursor:
        return cursor.sql(query, params=values).to_arrow_table()
