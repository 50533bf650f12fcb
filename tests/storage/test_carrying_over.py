from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from sentiment.storage import annotations, imports, migrations, search
from sentiment.storage.database import open_database
from sentiment.storage.truth import count_truths

if TYPE_CHECKING:
    from pathlib import Path

    from sentiment.records import ReadExport
    from sentiment.storage.database import Database

Query = Callable[..., list[tuple[Any, ...]]]


def labels(query: Query) -> list[tuple[str, int | None, bool]]:
    return query("SELECT text, label, is_current FROM reviews ORDER BY review_no")


@pytest.mark.parametrize("row", [{"text": "fine"}, {"external_id": "a-long-id", "text": "fine"}])
def test_the_last_label_given_stays(
    database: Database, export: Callable[..., ReadExport], query: Query, row: dict[str, Any]
) -> None:
    kept = []
    for label in (None, 1, None, 2, 2):
        report = imports.store_export(database, export([row | {"label": label}]))
        kept.append((report.kept, report.updated, report.duplicates, labels(query)[0][1]))
    assert kept == [(1, 0, 0, None), (0, 0, 1, 1), (0, 0, 1, 1), (0, 0, 1, 2), (0, 0, 1, 2)]
    assert len(labels(query)) == 1


def test_the_last_label_within_a_file_stays(
    database: Database, export: Callable[..., ReadExport], query: Query
) -> None:
    rows = [{"text": "fine", "label": label} for label in (0, 2, None)]
    report = imports.store_export(database, export(rows))
    assert (report.kept, report.duplicates) == (1, 2)
    assert labels(query) == [("fine", 2, True)]


def test_an_edited_text_has_its_own_label(
    database: Database, export: Callable[..., ReadExport], query: Query
) -> None:
    review = {"external_id": "a-long-id"}
    imports.store_export(database, export([review | {"text": "bad", "label": 0}]))
    imports.store_export(database, export([review | {"text": "good now"}]))
    assert labels(query) == [("bad", 0, False), ("good now", None, True)]
    imports.store_export(database, export([review | {"text": "good now", "label": 2}]))
    imports.store_export(database, export([review | {"text": "bad", "label": 1}]))
    assert labels(query) == [("bad", 1, False), ("good now", 2, True)]


def test_label_and_answers_go_on_where_the_text_is_the_same(
    database: Database, export: Callable[..., ReadExport], query: Query
) -> None:
    first = {"external_id": "a-long-id", "text": "fine", "stars": 1.0}
    imports.store_export(database, export([first | {"label": 0}]))
    annotations.annotate(database, review_id=1, answer="mixed", annotator="Ana")
    report = imports.store_export(database, export([first | {"stars": 5.0}]))
    assert report.updated == 1
    assert labels(query) == [("fine", 0, False), ("fine", 0, True)]
    [answer] = annotations.list_annotations(database)
    assert (answer.version, answer.answer) == (2, "mixed")
    assert count_truths(database).undecided == 1
    imports.store_export(database, export([first | {"text": "finer", "label": None}]))
    counts = count_truths(database)
    assert (counts.reviews, counts.stars) == (1, 1)


def test_a_later_date_keeps_answers(database: Database, export: Callable[..., ReadExport]) -> None:
    imports.store_export(database, export([{"text": "came late", "stars": 2.0}]))
    annotations.annotate(database, review_id=1, answer="neutral", annotator="Ana")
    dated = {"text": "came late", "stars": 2.0, "written_at": datetime(2025, 3, 5)}
    assert imports.store_export(database, export([dated])).updated == 1
    assert count_truths(database).annotation == 1


def test_a_poorer_copy_leaves_its_label(
    database: Database, export: Callable[..., ReadExport], query: Query
) -> None:
    review = {"text": "came late", "stars": 2.0, "market": "DE"}
    imports.store_export(database, export([review]))
    poorer = export([review | {"market": None, "label": 0}])
    recognition = dataclasses.replace(poorer.recognition, market_from=None)
    report = imports.store_export(database, dataclasses.replace(poorer, recognition=recognition))
    assert report.duplicates == 1
    assert labels(query) == [("came late", 0, True)]


def test_an_older_database_gets_the_column(
    tmp_path: Path, export: Callable[..., ReadExport], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "reviews.duckdb"
    every = migrations.MIGRATIONS
    before = [step for step in every if step.name < "0006"]
    monkeypatch.setattr(migrations, "MIGRATIONS", before)
    with open_database(path) as database, database.transaction() as cursor:
        cursor.execute(
            "INSERT INTO reviews BY NAME SELECT 1 AS review_no, 1 AS review_id, 1 AS version, "
            "TRUE AS is_current, 1 AS import_id, 'shop' AS source, 2 AS line, 'old' AS text"
        )
        cursor.execute("DELETE FROM settings")  # so that the keys are made on opening
    monkeypatch.setattr(migrations, "MIGRATIONS", every)
    with open_database(path) as database:
        assert count_truths(database).without == 1
        report = imports.store_export(database, export([{"text": "old", "label": 2}]))
        assert report.duplicates == 1
        assert count_truths(database).label == 1


def test_the_label_is_exported(database: Database, export: Callable[..., ReadExport]) -> None:
    imports.store_export(database, export([{"text": "a", "label": 1}, {"text": "b"}]))
    table = search.export_table(database).read_all()
    assert table["file_label"].to_pylist() == ["neutral", None]
