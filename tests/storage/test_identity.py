from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sentiment.storage import imports, migrations, search
from sentiment.storage.database import open_database

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

# As the first three migrations had them, with the keys of their time.
OLDER_REVIEWS = """
INSERT INTO reviews BY NAME
SELECT review_no, review_id, version, is_current, 1 AS import_id, 'shop' AS source,
    review_no + 1 AS line, external_id, title, body_length, text, stars, author,
    md5_number(text) AS text_key, 1000 - review_id AS identity_key, review_no AS content_key,
    sentiment
FROM (VALUES
    (1, 1, 1, FALSE, 'a-long-id', 'Very', 4, E'Very\ngood', NULL, NULL, 2),
    (2, 2, 1, TRUE, '7', NULL, NULL, 'numbered', NULL, 'Ana', NULL),
    (3, 3, 1, TRUE, NULL, NULL, NULL, 'without an id', 2.0, NULL, NULL),
    (4, 1, 2, TRUE, 'a-long-id', 'Very', 3, E'Very\nbad', NULL, NULL, 0)
) AS older (review_no, review_id, version, is_current, external_id, title, body_length, text,
    stars, author, sentiment)
"""
OLDER_IMPORT = """
INSERT INTO imports BY NAME SELECT 1 AS import_id, TIMESTAMP '2026-01-01' AS imported_at,
    'old.csv' AS file, 'shop' AS profile, 4 AS "read", 4 AS kept, 0 AS rejected,
    0 AS duplicates, 1 AS updated, 0 AS without_text, '{}' AS reasons, [] AS notes
"""


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
            cursor.execute("UPDATE reviews SET identity_key = review_no")
            cursor.execute("UPDATE settings SET value = '1' WHERE name = 'hash_value'")
    with open_database(path) as database:
        again = imports.store_export(database, export(rows))
        assert (again.kept, again.duplicates) == (0, 4)
        edited = imports.store_export(database, export([rows[0] | {"text": "Very\nbad"}]))
        assert (edited.kept, edited.updated) == (1, 1)
        assert search.count_reviews(database) == 4


def test_an_undated_version_keeps_the_identity_of_its_dated_twin(
    tmp_path: Path, export: Callable[..., Any]
) -> None:
    path = tmp_path / "reviews.duckdb"
    undated = {"text": "came late", "stars": 2.0}
    dated = undated | {"written_at": datetime(2025, 3, 5)}
    with open_database(path) as database:
        imports.store_export(database, export([undated]))
        assert imports.store_export(database, export([dated])).updated == 1
        with database.transaction() as cursor:
            cursor.execute("UPDATE settings SET value = '1' WHERE name = 'hash_value'")
    with open_database(path) as database:
        assert imports.store_export(database, export([dated])).duplicates == 1
        assert search.count_reviews(database) == 1
        with database.cursor() as cursor:
            keys = cursor.execute("SELECT DISTINCT identity_key FROM reviews").fetchall()
        assert len(keys) == 1


def test_reviews_of_an_older_database_are_known_again(
    tmp_path: Path, export: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "reviews.duckdb"
    every = migrations.MIGRATIONS
    monkeypatch.setattr(migrations, "MIGRATIONS", every[:3])
    with open_database(path) as database, database.transaction() as cursor:
        cursor.execute(OLDER_REVIEWS)
        cursor.execute(OLDER_IMPORT)
    monkeypatch.setattr(migrations, "MIGRATIONS", every)
    with open_database(path) as database:
        rows = [
            {"external_id": "a-long-id", "title": "Very", "body": "bad", "text": "Very\nbad"},
            {"external_id": "7", "text": "numbered", "author": "Ana"},
            {"text": "without an id", "stars": 2.0},
        ]
        again = imports.store_export(database, export(rows))
        assert (again.kept, again.duplicates) == (0, 3)
        assert search.count_reviews(database) == 3
        versions = search.read_review(database, review_id=1)
        assert [(review.version, review.body) for review in versions] == [(2, "bad"), (1, "good")]
        assert versions[0].sentiment == "negative"
        edited = imports.store_export(database, export([rows[1] | {"text": "numbered, edited"}]))
        assert (edited.kept, edited.updated) == (1, 1)
