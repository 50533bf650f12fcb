"""Open the database that a page or a command works on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.settings import database_path

if TYPE_CHECKING:
    from pathlib import Path

    from sentiment.storage.database import Database


def open_store(path: Path | None = None) -> Database:
    """Open, or make, the database at ``path``; by default the one that the settings name.

    Raises :class:`sentiment.errors.StorageError` where it is locked by another
    process, damaged, or not a Polytone database.
    """
    from sentiment.storage.database import open_database

    return open_database(database_path(path))
