from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentiment.storage import imports, rejected

if TYPE_CHECKING:
    from collections.abc import Callable

    from sentiment.storage.database import Database


def test_rejected_rows_of_one_import_or_of_all(
    database: Database, export: Callable[..., Any]
) -> None:
    late = {"line": 9, "reason": "no date", "raw": '=1+1,é,"x"'}
    early = {"line": 3, "reason": "ragged", "raw": None}
    imports.store_export(database, export([], file="one.csv", rejected=[late, early]))
    imports.store_export(database, export([], file="two.csv", rejected=[early]))
    table = rejected.rejected_rows(database)
    assert table.column_names == ["file", "line", "reason", "raw"]
    assert table.to_pylist() == [
        {"file": "one.csv", **early},
        {"file": "one.csv", **late},
        {"file": "two.csv", **early},
    ]
    assert rejected.rejected_rows(database, import_id=2).to_pylist() == [
        {"file": "two.csv", **early}
    ]
    assert rejected.rejected_rows(database, import_id=3).num_rows == 0
