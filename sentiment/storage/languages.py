"""The language of each review: which are not identified yet, and what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sentiment.storage.predictions import adjust_found_languages

if TYPE_CHECKING:
    import pyarrow as pa

    from sentiment.storage.database import Database

_WITHOUT_LANGUAGE: Final = """
SELECT review_no, text, declared_language, import_id FROM reviews
WHERE language IS NULL AND text IS NOT NULL
LIMIT $limit
"""
_COUNT_WITHOUT_LANGUAGE: Final = """
SELECT count(*) FROM reviews WHERE language IS NULL AND text IS NOT NULL
"""
# Lower case is slow to find for other than ASCII letters, and every text search
# needs it: it is kept here, because a row is rewritten anyway, and only where a
# text has upper case at all.
_STORE_LANGUAGES: Final = """
UPDATE reviews
SET language = found.language, language_confidence = found.confidence,
    language_uncertain = found.uncertain,
    lowered = nullif(lower(reviews.text), reviews.text)
FROM found WHERE reviews.review_no = found.review_no
"""
_MAJORITY: Final = """
SELECT language FROM (
    SELECT language, count(*) AS n, sum(count(*)) OVER () AS total FROM reviews
    WHERE import_id = $import_id AND NOT language_uncertain AND language <> 'und'
    GROUP BY language
) WHERE 2 * n > total
"""


def reviews_without_language(database: Database, *, limit: int) -> pa.Table:
    """At most ``limit`` reviews with text whose language is not identified yet.

    Columns review_no, text, declared_language and import_id. Old versions are
    among them.
    """
    with database.cursor() as cursor:
        return cursor.sql(_WITHOUT_LANGUAGE, params={"limit": limit}).to_arrow_table()


def count_without_language(database: Database) -> int:
    """How many reviews with text have no language yet."""
    with database.cursor() as cursor:
        return int(cursor.execute(_COUNT_WITHOUT_LANGUAGE).fetchall()[0][0])


def store_languages(database: Database, table: pa.Table) -> None:
    """Store identified languages in one transaction.

    ``table`` has the columns review_no, language, confidence (0 to 1) and uncertain.
    """
    with database.transaction(found=table) as cursor:
        cursor.execute(_STORE_LANGUAGES)
        adjust_found_languages(cursor)


def import_majority(database: Database, *, import_id: int) -> str | None:
    """The language of more than half of an import's surely identified reviews, or None."""
    with database.cursor() as cursor:
        rows = cursor.execute(_MAJORITY, {"import_id": import_id}).fetchall()
    return rows[0][0] if rows else None
