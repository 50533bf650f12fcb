"""How far reviews are on their way: languages of an import, texts that wait for a score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sentiment.storage.database import Database

_LANGUAGES: Final = """
SELECT coalesce(language, '') AS language, count(*) AS n FROM reviews
WHERE import_id = $import_id AND text IS NOT NULL
GROUP BY ALL ORDER BY n DESC, language
"""
_WAITING: Final = """
SELECT count(*) FROM reviews WHERE is_current AND text IS NOT NULL AND sentiment IS NULL
"""


def count_languages(database: Database, *, import_id: int) -> dict[str, int]:
    """Language → number of an import's reviews with text, most first; "" not identified yet."""
    with database.cursor() as cursor:
        rows = cursor.execute(_LANGUAGES, {"import_id": import_id}).fetchall()
    return {language: int(count) for language, count in rows}


def count_waiting(database: Database) -> int:
    """How many current reviews have a text and no score under the active model."""
    with database.cursor() as cursor:
        return int(cursor.execute(_WAITING).fetchall()[0][0])
