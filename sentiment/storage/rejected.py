"""Rows that an export held and that could not be kept, each with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pyarrow as pa

    from sentiment.storage.database import Database

_REJECTED_ROWS: Final = """
SELECT i.file, r.line, r.reason, r.raw
FROM rejected_rows AS r JOIN imports AS i USING (import_id)
WHERE $import_id IS NULL OR import_id = $import_id
ORDER BY import_id, r.line, r.reason
"""


def rejected_rows(database: Database, *, import_id: int | None = None) -> pa.Table:
    """The refused rows of one import, or of all: columns file, line, reason and raw."""
    with database.cursor() as cursor:
        return cursor.sql(_REJECTED_ROWS, params={"import_id": import_id}).to_arrow_table()
