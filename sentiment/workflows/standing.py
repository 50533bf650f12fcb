"""How far reviews are on their way to a score."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sentiment.storage.database import Database


def languages_of_import(database: Database, *, import_id: int) -> dict[str, int]:
    """Language → number of an import's reviews with text, most first; "" not identified yet."""
    from sentiment.storage.standing import count_languages

    return count_languages(database, import_id=import_id)


def waiting_for_score(database: Database) -> int:
    """How many current reviews have a text and are not scored by the active model."""
    from sentiment.storage.standing import count_waiting

    return count_waiting(database)
