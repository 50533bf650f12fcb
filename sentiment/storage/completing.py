"""Reviews given again with a date or a market that they lacked, or without one they had.

A file is often ingested twice: once as it is, and once with the order of its dates or
its market named. A review without an id of its own, or with a mere running number, is
known by its date (and without an id by its market), so that it would stand twice. Here
the incomplete one takes the identity of its completed twin, which becomes its next
version. Read once more without what was named, a row tells less than what is stored and
is a duplicate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sentiment.storage.database import Cursor

_SAME: Final = """
    fresh.review_no >= $first_no AND known.review_no < $first_no AND known.source = $source
    AND known.external_id IS NOT DISTINCT FROM fresh.external_id
    AND known.text IS NOT DISTINCT FROM fresh.text
    AND known.rating IS NOT DISTINCT FROM fresh.rating
    AND known.title IS NOT DISTINCT FROM fresh.title
    AND known.translation IS NOT DISTINCT FROM fresh.translation
    AND known.product IS NOT DISTINCT FROM fresh.product
    AND known.author IS NOT DISTINCT FROM fresh.author
    AND (known.written_at, known.market) IS DISTINCT FROM (fresh.written_at, fresh.market)
"""
# A market is missing only where the file had none for any row.
_MARKETLESS_IMPORTS: Final = "SELECT import_id FROM imports WHERE market_from IS NULL"
_ANY_INCOMPLETE: Final = f"""
SELECT EXISTS (
    SELECT 1 FROM reviews
    WHERE review_no < $first_no AND source = $source
        AND (external_id IS NULL OR strlen(external_id) <= 8)
        AND (written_at IS NULL OR market IS NULL AND import_id IN ({_MARKETLESS_IMPORTS}))
)
"""
_TAKE_IDENTITY: Final = f"""
UPDATE reviews SET identity_key = twin.completed
FROM (
    SELECT known.identity_key AS incomplete,
        arg_min(fresh.identity_key, fresh.review_no) AS completed
    FROM reviews AS known JOIN reviews AS fresh ON {_SAME}
    WHERE known.is_current
        AND (known.written_at IS NULL OR known.written_at = fresh.written_at)
        AND (
            known.market IS NOT DISTINCT FROM fresh.market
            OR known.market IS NULL AND known.import_id IN ({_MARKETLESS_IMPORTS})
        )
    GROUP BY known.identity_key
) AS twin
WHERE reviews.review_no < $first_no AND reviews.identity_key = twin.incomplete
"""
_ANY_COMPLETE: Final = """
SELECT EXISTS (
    SELECT 1 FROM reviews
    WHERE review_no < $first_no AND source = $source
        AND ($undated AND written_at IS NOT NULL OR $marketless AND market IS NOT NULL)
)
"""
_POORER: Final = f"""
    FROM reviews AS known JOIN reviews AS fresh ON {_SAME}
    WHERE (known.written_at IS NOT DISTINCT FROM fresh.written_at
            OR $undated AND fresh.written_at IS NULL)
        AND (known.market IS NOT DISTINCT FROM fresh.market
            OR $marketless AND fresh.market IS NULL)
"""
_KEEP_LABELS: Final = f"""
UPDATE reviews SET label = given.label
FROM (
    SELECT known.review_no, arg_max(fresh.label, fresh.review_no) AS label
    {_POORER} AND fresh.label IS NOT NULL GROUP BY known.review_no
) AS given
WHERE reviews.review_no = given.review_no
"""
_KEEP_COLUMNS: Final = f"""
UPDATE reviews SET kept = map_concat(reviews.kept, given.kept)
FROM (
    SELECT known_no, reviews.kept FROM (
        SELECT known.review_no AS known_no, max(fresh.review_no) AS last_no
        {_POORER} AND fresh.kept IS NOT NULL GROUP BY known.review_no
    )
    JOIN reviews ON reviews.review_no = last_no
) AS given
WHERE reviews.review_no = given.known_no AND reviews.kept IS DISTINCT FROM given.kept
    AND reviews.kept IS DISTINCT FROM map_concat(reviews.kept, given.kept)
"""
_DROP_POORER: Final = f"""
DELETE FROM reviews WHERE review_no IN (SELECT fresh.review_no {_POORER})
"""


def adopt_incomplete_reviews(cursor: Cursor, *, first_no: int, source: str) -> None:
    """Give incomplete reviews the identity of their twins among the rows from ``first_no``."""
    numbers = {"first_no": first_no, "source": source}
    if cursor.execute(_ANY_INCOMPLETE, numbers).fetchall()[0][0]:
        cursor.execute(_TAKE_IDENTITY, numbers)


def drop_poorer_copies(
    cursor: Cursor,
    *,
    first_no: int,
    source: str,
    undated: bool,
    marketless: bool,
    is_labelled: bool,
    keeps_columns: bool,
) -> None:
    """Delete rows from ``first_no`` on that say less than a review that is known.

    ``undated``: the order of the file's dates is not settled, so that they are null;
    ``marketless``: no market was found or given for any row of the file; ``is_labelled``:
    some state a class, which stays with the review that is known, as do columns that are
    kept where the file ``keeps_columns``.
    """
    if not undated and not marketless:
        return
    values = {
        "first_no": first_no,
        "source": source,
        "undated": undated,
        "marketless": marketless,
    }
    if cursor.execute(_ANY_COMPLETE, values).fetchall()[0][0]:
        if is_labelled:
            cursor.execute(_KEEP_LABELS, values)
        if keeps_columns:
            cursor.execute(_KEEP_COLUMNS, values)
        cursor.execute(_DROP_POORER, values)
