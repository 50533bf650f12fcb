from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentiment.storage import imports, search
from sentiment.storage.database import open_database

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_keys_are_renewed_where_the_hash_has_changed(
    tmp_path: Path, export: Callable[..., Any]
) -> None:
    path = tmp_path / "reviews.duckdb"
    rows = [
        {"external_id": "a-long-id", "title": "Very", "body": "good", "text": "Very\ngood"},
        {"external_id": "7", "text": "numbered", "author": "Ana"},
        {"text": "no id", "body": "other than the text", "stars": 3.0},
        {"stars": 1.0},
    ]
    with open_database(path) as database:
        imports.store_export(database, export(rows))
        with database.transaction() as cursor:
            cursor.execute("UPDATE reviews SET identity_key = review_no, content_key = 0")
            cursor.execute("UPDATE settings SET value = '1' WHERE name = 'hash_value'")
    with open_database(path) as database:
        again = imports.store_export(database, export(rows))
        assert (again.kept, again.duplicates) == (0, 4)
        edited = imports.store_export(database, export([rows[0] | {"text": "Very\nbad"}]))
        assert (edited.kept, edited.updated) == (1, 1)
        assert search.count_reviews(database) == 4
