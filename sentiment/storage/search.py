"""Reviews one by one: found by filters, shown, sampled and exported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from sentiment.errors import UsageError
from sentiment.records import Filters, StoredReview
from sentiment.storage.filtering import (
    ALL_REVIEWS,
    BELOW_THRESHOLD,
    condition,
    threshold_values,
)
from sentiment.storage.identity import BODY
from sentiment.storage.kept_columns import kept_names, spread_kept

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from sentiment.records import SurenessThresholds
    from sentiment.storage.database import Cursor, Database

Order = Literal["newest", "oldest", "most negative", "most positive", "least sure"]

_ORDERS: Final = {
    "newest": "written_at DESC NULLS LAST, review_no DESC",
    "oldest": "written_at NULLS LAST, review_no",
    "most negative": "p_negative DESC NULLS LAST, review_no DESC",
    "most positive": "p_positive DESC NULLS LAST, review_no DESC",
    "least sure": "confidence NULLS LAST, review_no DESC",
}
_SENTIMENT: Final = "['negative', 'neutral', 'positive'][sentiment + 1] AS sentiment"
_SHOWN: Final = f"""
review_id, version, source, title, {BODY} AS body, text, translation, stars, written_at,
language, language_confidence, language_uncertain, declared_language, market, product,
{_SENTIMENT}, p_negative, p_neutral, p_positive, kept
"""

# Two steps: the wide columns are read for the few chosen rows only.
_CHOOSE: Final = """
SELECT review_no FROM reviews WHERE {condition} ORDER BY {order} LIMIT $limit OFFSET $offset
"""
_SHOW: Final = f"""
SELECT {_SHOWN} FROM reviews JOIN (
    SELECT unnest($numbers::BIGINT[]) AS review_no,
        generate_subscripts($numbers::BIGINT[], 1) AS rank
) AS chosen USING (review_no)
WHERE review_no BETWEEN $lowest AND $highest ORDER BY rank
"""
_COUNT: Final = "SELECT count(*) FROM reviews WHERE {condition}"
_VERSIONS: Final = f"""
SELECT {_SHOWN} FROM reviews WHERE review_id = $review_id ORDER BY version DESC
"""

# A multiplication that scatters the row numbers: the same sample each time, in
# no relation to the order in which reviews came in.
_SAMPLE: Final = """
SELECT text, language FROM reviews WHERE review_no IN (
    SELECT review_no FROM reviews WHERE {condition} AND text IS NOT NULL
    ORDER BY (review_no * 2654435761) % 4294967296, review_no LIMIT $limit
)
ORDER BY review_no
"""

_LAST_NUMBER: Final = "SELECT coalesce(max(review_no), 0) FROM reviews"
_EXPORT: Final = """
SELECT source, i.file AS file, line, review_id, version, external_id, written_at,
    language, language_confidence, language_uncertain, declared_language, market, product, author,
    rating, stars, title, {body} AS body, liked, disliked, text, translation,
    ['negative', 'neutral', 'positive'][label + 1] AS file_label,
    {sentiment},
    p_negative, p_neutral, p_positive,
    CASE WHEN sentiment IS NOT NULL
        THEN (SELECT value FROM settings WHERE name = 'active_model') END AS model,
    {below_threshold} AS below_abstain_threshold, kept
FROM reviews JOIN (SELECT import_id, file FROM imports) AS i USING (import_id)
WHERE review_no BETWEEN $lowest AND $highest AND {condition}
ORDER BY review_no
"""
_ROWS_AT_ONCE: Final = 50_000
_BEGIN: Final = "BEGIN TRANSACTION"


def find_reviews(
    database: Database,
    *,
    filters: Filters = ALL_REVIEWS,
    order: Order = "newest",
    limit: int = 25,
    offset: int = 0,
) -> list[StoredReview]:
    """The current reviews that are meant, ``limit`` of them after the first ``offset``.

    What the order goes by and a review lacks puts it last. Raises UsageError
    for another order.
    """
    if order not in _ORDERS:
        raise UsageError(
            f"Reviews cannot be put in the order '{order}'.",
            hint=f"Choose from: {', '.join(_ORDERS)}.",
        )
    chosen = condition(filters)
    query = _CHOOSE.format(condition=chosen.sql, order=_ORDERS[order])
    with database.cursor() as cursor:
        parameters = chosen.parameters | {"limit": limit, "offset": offset}
        numbers = [number for (number,) in cursor.execute(query, parameters).fetchall()]
        return show_reviews(cursor, numbers)


def show_reviews(cursor: Cursor, numbers: Sequence[int]) -> list[StoredReview]:
    """The reviews of these ``review_no``, in their order."""
    if not numbers:
        return []
    shown = {"numbers": list(numbers), "lowest": min(numbers), "highest": max(numbers)}
    return [StoredReview(*row) for row in cursor.execute(_SHOW, shown).fetchall()]


def count_reviews(database: Database, *, filters: Filters = ALL_REVIEWS) -> int:
    """How many current reviews are meant."""
    chosen = condition(filters)
    with database.cursor() as cursor:
        query = _COUNT.format(condition=chosen.sql)
        return int(cursor.execute(query, chosen.parameters).fetchall()[0][0])


def read_review(database: Database, *, review_id: int) -> list[StoredReview]:
    """All versions of one review, newest first; empty where there is none."""
    with database.cursor() as cursor:
        rows = cursor.execute(_VERSIONS, {"review_id": review_id}).fetchall()
    return [StoredReview(*row) for row in rows]


def sample_texts(database: Database, *, filters: Filters = ALL_REVIEWS, limit: int) -> pa.Table:
    """At most ``limit`` texts of current reviews, spread evenly and always the same.

    Columns text and language.
    """
    chosen = condition(filters)
    query = _SAMPLE.format(condition=chosen.sql)
    with database.cursor() as cursor:
        return cursor.sql(query, params=chosen.parameters | {"limit": limit}).to_arrow_table()


def export_table(
    database: Database,
    *,
    filters: Filters = ALL_REVIEWS,
    thresholds: SurenessThresholds | None = None,
) -> pa.RecordBatchReader:
    """The current reviews that are meant with all that is known of them, in batches.

    The column below_abstain_threshold is null for what is not scored, and everywhere
    without ``thresholds``. Columns that were kept with the reviews come last, headed
    "column:NAME".

    The rows are those at the time of the call's first batch, in the order in
    which they came in; a part of the table at a time is in memory.
    """
    import pyarrow as pa

    batches = _export_batches(database, filters, thresholds)
    first = next(batches)

    def all_batches() -> Iterator[pa.RecordBatch]:
        yield first
        yield from batches

    return pa.RecordBatchReader.from_batches(first.schema, all_batches())


def _export_batches(
    database: Database, filters: Filters, thresholds: SurenessThresholds | None
) -> Iterator[pa.RecordBatch]:
    """Batches of one snapshot; the first may be empty and tells the schema."""
    chosen = condition(filters)
    query = _EXPORT.format(
        body=BODY,
        sentiment=_SENTIMENT,
        below_threshold=BELOW_THRESHOLD,
        condition=chosen.sql,
    )
    parameters = chosen.parameters | threshold_values(thresholds)
    with database.cursor() as cursor:
        cursor.execute(_BEGIN)
        last = cursor.execute(_LAST_NUMBER).fetchall()[0][0]
        names = kept_names(cursor, chosen)
        for lowest in range(0, last + 1, _ROWS_AT_ONCE):
            window = {"lowest": lowest, "highest": lowest + _ROWS_AT_ONCE - 1}
            table = cursor.sql(query, params=parameters | window).to_arrow_table()
            table = spread_kept(table, names)
            if lowest == 0 and not table.num_rows:
                import pyarrow as pa

                yield pa.RecordBatch.from_pylist([], schema=table.schema)
            yield from table.to_batches()
