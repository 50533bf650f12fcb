"""Open the database that a page or a command works on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.errors import StorageError
from sentiment.settings import database_path

if TYPE_CHECKING:
    from pathlib import Path

    from sentiment.storage.database import Database


def open_store(path: Path | None = None, *, must_exist: bool = False) -> Database:
    """Open, or make, the database at ``path``; by default the one that the settings name.

    Raises :class:`sentiment.errors.StorageError` where it is locked by another
    process, damaged, or not a Polytone database; with ``must_exist`` also where there is
    none, for work that has nothing to do in an empty one.
    """
    from sentiment.storage.database import open_database

    named = database_path(path)
    if must_exist and not named.exists():
        raise StorageError(
            f"There is no database '{named}'.",
            hint="Name another one with --db or POLYTONE_DB, or make it: polytone ingest FILE",
        )
    return open_database(named)
