"""What all sessions share: the open database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.settings import database_path
from sentiment.workflows.opening import open_store

if TYPE_CHECKING:
    from sentiment.storage.database import Database


def database() -> Database:
    """The database that the settings name; opened once a process.

    It is not kept in Streamlit's cache: the store itself hands out one
    connection a process and path, and so a database that moved, or that was
    locked a moment ago, is tried again on the next run of the page.
    """
    return open_store(database_path().resolve())
