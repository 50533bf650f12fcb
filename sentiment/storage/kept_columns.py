"""Columns of the files that were kept with their reviews: which there are, and their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sentiment.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from sentiment.storage.database import Cursor, Database
    from sentiment.storage.filtering import Condition

# What a grouping by a kept column begins with, and its heading in an export.
COLUMN: Final = "column:"

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
_NAMES: Final = """
SELECT DISTINCT unnest(map_keys(kept)) AS name FROM reviews
WHERE {condition} AND kept IS NOT NULL ORDER BY name
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


def kept_names(cursor: Cursor, chosen: Condition) -> list[str]:
    """The names of the columns kept with the reviews that fulfil the condition, in their order."""
    query = _NAMES.format(condition=chosen.sql)
    return [name for (name,) in cursor.execute(query, chosen.parameters).fetchall()]


def spread_kept(table: pa.Table, names: Sequence[str]) -> pa.Table:
    """The table with a column "column:NAME" for each of ``names`` in place of its map ``kept``."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kept = table.column("kept")
    table = table.drop_columns(["kept"])
    for name in names:
        cells = pc.map_lookup(kept, pa.scalar(name), "first") if len(kept) else _no_cells()
        table = table.append_column(f"{COLUMN}{name}", cells)
    return table


def _no_cells() -> pa.Array:
    import pyarrow as pa

    return pa.array([], pa.string())
