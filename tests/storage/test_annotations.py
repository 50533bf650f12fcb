from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sentiment.errors import UsageError
from sentiment.records import ANSWERS, Filters
from sentiment.storage import annotations, imports, migrations, predictions
from sentiment.storage.database import open_database

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sentiment.storage.database import Database


def test_answer_belongs_to_the_text_it_was_given_for(
    database: Database, export: Callable[..., Any]
) -> None:
    for text in ("bad", "good now"):
        imports.store_export(database, export([{"external_id": "a-long-id", "text": text}]))
        for annotator, answer in (("Ana", "neutral"), ("Bo", "negative"), ("Ana", "positive")):
            annotations.annotate(
                database, review_id=1, answer=answer, annotator=annotator, note="why"
            )
    listed = annotations.list_annotations(database)
    assert [(one.version, one.text, one.annotator, one.answer) for one in listed] == [
        (2, "good now", "Ana", "positive"),
        (2, "good now", "Bo", "negative"),
        (1, "bad", "Ana", "positive"),
        (1, "bad", "Bo", "negative"),
    ]
    assert {one.note for one in listed} == {"why"}
    assert len({one.annotation_id for one in listed}) == 4
    current = annotations.list_annotations(database, filters=Filters())
    assert {one.version for one in current} == {2}
    assert [one.annotator for one in annotations.list_annotations(database, limit=1)] == ["Ana"]


def test_wrong_answers_are_refused(database: Database, export: Callable[..., Any]) -> None:
    imports.store_export(database, export([{"stars": 1.0}]))
    with pytest.raises(UsageError, match=r"'angry'.*negative, neutral, positive, mixed, cannot"):
        annotations.annotate(database, review_id=1, answer="angry", annotator="Ana")
    for review_id in (1, 2):
        with pytest.raises(UsageError, match=f"no review {review_id} with a text"):
            annotations.annotate(database, review_id=review_id, answer="neutral", annotator="A")
        with pytest.raises(UsageError, match=f"no review {review_id} with a text"):
            annotations.withdraw_annotation(database, review_id=review_id, annotator="A")


@pytest.mark.parametrize("answer", ANSWERS)
def test_every_answer_comes_back(
    database: Database, fill: Callable[..., None], answer: str
) -> None:
    fill([{"text": "so so"}])
    annotations.annotate(database, review_id=1, answer=answer, annotator="Ana")
    assert [one.answer for one in annotations.list_annotations(database)] == [answer]


def test_what_the_model_said_then_is_kept(database: Database, fill: Callable[..., None]) -> None:
    fill([{"text": "great", "scores": (0.7, 0.2, 0.1)}, {"text": "not scored"}])
    annotations.annotate(database, review_id=1, answer="positive", annotator="Ana")
    annotations.annotate(database, review_id=2, answer="positive", annotator="Ana")
    predictions.set_active_model(database, "model-2")
    unscored, scored = annotations.list_annotations(database)
    assert (scored.model_id, scored.predicted) == ("model-1", "negative")
    assert (unscored.model_id, unscored.predicted) == (None, None)


def test_only_ones_own_answer_is_withdrawn(database: Database, fill: Callable[..., None]) -> None:
    fill([{"text": "fine"}])
    for annotator in ("Ana", "Bo"):
        annotations.annotate(database, review_id=1, answer="mixed", annotator=annotator)
    versions = {annotations.annotations_version(database)}
    assert annotations.withdraw_annotation(database, review_id=1, annotator="Ana")
    assert not annotations.withdraw_annotation(database, review_id=1, annotator="Ana")
    assert [one.annotator for one in annotations.list_annotations(database)] == ["Bo"]
    versions.add(annotations.annotations_version(database))
    annotations.annotate(database, review_id=1, answer="neutral", annotator="Bo")
    versions.add(annotations.annotations_version(database))
    assert len(versions) == 3  # also where the number of answers is the same


def test_answers_are_counted(database: Database, fill: Callable[..., None]) -> None:
    fill([{"text": "one", "market": "DE"}, {"text": "two", "market": "FR"}])
    for review_id, annotator, answer in (
        (1, "Ana", "positive"),
        (1, "Bo", "mixed"),
        (2, "Ana", "mixed"),
        (2, "Bo", "mixed"),
        (2, "Cem", "mixed"),
    ):
        annotations.annotate(database, review_id=review_id, answer=answer, annotator=annotator)
    counts = annotations.annotation_counts(database)
    assert (counts.total, counts.reviews, counts.disagreed) == (5, 2, 1)
    assert list(counts.answers) == list(ANSWERS)
    assert (counts.answers["mixed"], counts.answers["negative"]) == (4, 0)
    assert list(counts.annotators.items()) == [("Ana", 2), ("Bo", 2), ("Cem", 1)]
    german = annotations.annotation_counts(database, filters=Filters(markets=("DE",)))
    assert (german.total, german.disagreed) == (2, 1)


def test_answers_of_an_older_database_are_kept(
    tmp_path: Path, export: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "reviews.duckdb"
    every = migrations.MIGRATIONS
    monkeypatch.setattr(migrations, "MIGRATIONS", every[:4])
    with open_database(path) as database, database.transaction() as cursor:
        cursor.execute(
            "INSERT INTO reviews BY NAME SELECT 1 AS review_no, 1 AS review_id, 1 AS version, "
            "TRUE AS is_current, 1 AS import_id, 'shop' AS source, 2 AS line, 'old' AS text"
        )
        for code in range(3):
            cursor.execute(
                "INSERT INTO annotations VALUES ($n, 1, 1, $code, $who, 'why', '2025-03-01 10:00')",
                {"n": code + 1, "code": code, "who": f"person {code}"},
            )
    monkeypatch.setattr(migrations, "MIGRATIONS", every)
    with open_database(path) as database:
        listed = annotations.list_annotations(database)
        assert [(one.annotator, one.answer, one.predicted) for one in listed] == [
            ("person 2", "positive", None),
            ("person 1", "neutral", None),
            ("person 0", "negative", None),
        ]
        assert f"{listed[0].annotated_at:%Y-%m-%d %H:%M}" == "2025-03-01 10:00"
        annotations.annotate(database, review_id=1, answer="cannot tell", annotator="Ana")
        assert annotations.list_annotations(database)[0].answer == "cannot tell"
