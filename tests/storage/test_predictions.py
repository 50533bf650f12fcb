from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from sentiment.storage import imports, predictions, search, summaries

if TYPE_CHECKING:
    from collections.abc import Callable

    from sentiment.storage.database import Database

BROKEN = """
SELECT r.text FROM reviews AS r
LEFT JOIN (SELECT * FROM predictions
    WHERE model_id = (SELECT value FROM settings WHERE name = 'active_model')
) AS p ON r.text_key = p.text_key
WHERE (r.p_negative, r.p_neutral, r.p_positive) IS DISTINCT FROM
        (p.p_negative, p.p_neutral, p.p_positive)
    OR (r.sentiment IS NULL) <> (p.text_key IS NULL)
    OR r.confidence IS DISTINCT FROM greatest(p.p_negative, p.p_neutral, p.p_positive)
"""


def scored(keys: list[str], *scores: tuple[float, float, float]) -> pa.Table:
    columns = list(zip(*scores, strict=True))
    names = ("p_negative", "p_neutral", "p_positive")
    return pa.table({"text_key": keys, **dict(zip(names, columns, strict=True))})


def keys_by_text(database: Database, *, model_id: str) -> dict[str, str]:
    rows = predictions.unscored_texts(database, model_id=model_id, limit=100).to_pylist()
    return {row["text"]: row["text_key"] for row in rows}


def test_each_text_waits_once(database: Database, export: Callable[..., Any]) -> None:
    rows = [
        {"text": "good", "author": "Ana"},
        {"text": "good", "author": "Bo"},
        {"text": "bad", "market": "DE"},
        {"stars": 2.0},
    ]
    imports.store_export(database, export(rows))
    assert predictions.count_unscored(database, model_id="model-1") == 2
    table = predictions.unscored_texts(database, model_id="model-1", limit=100)
    assert table["text"].to_pylist() == ["good", "bad"]
    assert table["language"].to_pylist() == [None, None]
    one = predictions.unscored_texts(database, model_id="model-1", limit=1)
    assert one["text"].to_pylist() == ["good"]


def test_old_versions_do_not_wait(database: Database, export: Callable[..., Any]) -> None:
    for text in ("old", "new"):
        imports.store_export(database, export([{"external_id": "a-long-id", "text": text}]))
    assert list(keys_by_text(database, model_id="model-1")) == ["new"]


def test_scored_text_never_waits_again(
    database: Database, export: Callable[..., Any], query: Callable[..., Any]
) -> None:
    imports.store_export(database, export([{"text": "good"}, {"text": "bad"}]))
    for active in (False, True):
        model_id = f"model-{active}"
        if active:
            predictions.set_active_model(database, model_id)
        keys = keys_by_text(database, model_id=model_id)
        first = scored([keys["good"]], (0.1, 0.2, 0.7))
        predictions.store_predictions(database, model_id=model_id, predictions=first)
        assert list(keys_by_text(database, model_id=model_id)) == ["bad"]
        assert predictions.count_unscored(database, model_id=model_id) == 1
        later = scored([keys["good"], keys["bad"], keys["bad"]], *[(0.8, 0.1, 0.1)] * 3)
        predictions.store_predictions(database, model_id=model_id, predictions=later)
        assert keys_by_text(database, model_id=model_id) == {}
        stored = query(
            "SELECT round(p_negative, 1) FROM predictions WHERE model_id = $model_id ORDER BY 1",
            {"model_id": model_id},
        )
        assert [round(value, 1) for (value,) in stored] == [0.1, 0.8]
    assert query(BROKEN) == []


def test_active_model_decides_what_is_shown(
    database: Database, export: Callable[..., Any], query: Callable[..., Any]
) -> None:
    imports.store_export(database, export([{"text": "good"}, {"text": "bad"}]))
    assert predictions.active_model(database) is None
    keys = keys_by_text(database, model_id="any")
    one = scored([keys["good"], keys["bad"]], (0.1, 0.2, 0.7), (0.9, 0.1, 0.0))
    predictions.store_predictions(database, model_id="one", predictions=one)
    other = scored([keys["good"]], (0.1, 0.8, 0.1))
    predictions.store_predictions(database, model_id="other", predictions=other)
    [nothing] = summaries.count_by(database, by=None)
    assert nothing.scored == 0
    for model_id, expected in {"one": (1, 0, 1), "other": (0, 1, 0), "none": (0, 0, 0)}.items():
        predictions.set_active_model(database, model_id)
        assert predictions.active_model(database) == model_id
        [counts] = summaries.count_by(database, by=None)
        assert (counts.negative, counts.neutral, counts.positive) == expected
        assert query(BROKEN) == []


def test_known_text_is_scored_as_it_comes_in(
    database: Database, export: Callable[..., Any], query: Callable[..., Any]
) -> None:
    imports.store_export(database, export([{"text": "good"}]))
    predictions.set_active_model(database, "model-1")
    keys = keys_by_text(database, model_id="model-1")
    table = scored([keys["good"]], (0.1, 0.2, 0.7))
    predictions.store_predictions(database, model_id="model-1", predictions=table)
    imports.store_export(database, export([{"text": "good", "author": "Bo"}, {"text": "new"}]))
    shown = {row.text: row.sentiment for row in search.find_reviews(database)}
    assert shown == {"good": "positive", "new": None}
    assert predictions.count_unscored(database, model_id="model-1") == 1
    assert query(BROKEN) == []


def test_first_of_equal_probabilities_wins(database: Database, export: Callable[..., Any]) -> None:
    imports.store_export(database, export([{"text": text} for text in "abc"]))
    predictions.set_active_model(database, "model-1")
    keys = keys_by_text(database, model_id="model-1")
    table = scored(
        [keys[text] for text in "abc"], (0.4, 0.4, 0.2), (0.2, 0.4, 0.4), (0.4, 0.2, 0.4)
    )
    predictions.store_predictions(database, model_id="model-1", predictions=table)
    shown = {row.text: row.sentiment for row in search.find_reviews(database)}
    assert shown == {"a": "negative", "b": "neutral", "c": "negative"}


def test_texts_get_their_keys_with_the_first_active_model(
    database: Database, export: Callable[..., Any], query: Callable[..., Any]
) -> None:
    without_key = "SELECT text FROM reviews WHERE text IS NOT NULL AND text_key IS NULL"
    imports.store_export(database, export([{"text": "good"}, {"text": "bad"}, {"stars": 2.0}]))
    assert len(query(without_key)) == 2
    keys = keys_by_text(database, model_id="model-1")
    answers = scored([keys["good"], keys["bad"]], (0.1, 0.2, 0.7), (0.7, 0.2, 0.1))
    predictions.store_predictions(database, model_id="model-1", predictions=answers)
    predictions.set_active_model(database, "model-1")
    assert (query(without_key), query(BROKEN)) == ([], [])
    again = {"text": "good", "author": "Ana"}
    imports.store_export(database, export([again, {"text": "new"}]))
    assert (query(without_key), query(BROKEN)) == ([], [])
    assert list(keys_by_text(database, model_id="model-1")) == ["new"]


def test_a_run_completes_the_keys_before_its_first_batch(
    database: Database, export: Callable[..., Any]
) -> None:
    imports.store_export(database, export([{"text": "good"}, {"text": "bad"}, {"stars": 2.0}]))
    before = keys_by_text(database, model_id="model-1")
    predictions.complete_text_keys(database)
    with database.cursor() as cursor:
        stored = cursor.execute("SELECT text, text_key::UUID::VARCHAR FROM reviews").fetchall()
    assert dict(stored) == {**before, None: None}
