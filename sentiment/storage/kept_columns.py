"""Columns of the files that were kept with their reviews: which there are, and their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sentiment.errors import UsageError

if TYPE_CHECKING:
    from sentiment.storage.database import Database

_IS_KEPT: Final = """
SELECT EXISTS (SELECT 1 FROM reviews WHERE is_current AND kept[$name] IS NOT NULL)
"""
_COUNT_VALUES: Final = """
SELECT entry.key AS name, count(DISTINCT entry.value) FROM (
    SELECT unnest(map_entries(kept)) AS entry FROM reviews
    WHERE is_current AND kept IS NOT NULL
)
GROUP BY name ORDER BY name
"""


def count_values(database: Database) -> dict[str, int]:
    """Name of each column kept with a current review → number of its different values."""
    with database.cursor() as cursor:
        return dict(cursor.execute(_COUNT_VALUES).fetchall())


def check_kept_column(database: Database, name: str) -> None:
    """Raise UsageError, naming the columns there are, where no current review has this one."""
    with database.cursor() as cursor:
        if cursor.execute(_IS_KEPT, {"name": name}).fetchall()[0][0]:
            return
    known = ", ".join(count_values(database))
    raise UsageError(
        f"No review has a kept column '{name}'.",
        hint=f"Kept columns: {known}."
        if known
        else "No columns are kept yet. Read the file again with: polytone ingest FILE --keep NAME",
    )
