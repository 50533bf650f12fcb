from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from sentiment.errors import UsageError
from sentiment.evaluation.class_adjustment import ClassAdjustment, adjust_probabilities
from sentiment.storage import adjustments, imports, languages, predictions
from sentiment.storage.database import Database
from tests.storage.adjusted_rows import ADJUSTMENT, BASE, BROKEN, ROWS, TILT, UNEQUAL, VERSION
from tests.storage.conftest import make_export

Ask = Callable[..., list[tuple[Any, ...]]]
SHOWN = "SELECT text, p_negative, p_neutral, p_positive FROM reviews WHERE sentiment IS NOT NULL"
STORED = """
SELECT r.text, p.p_negative, p.p_neutral, p.p_positive
FROM predictions AS p JOIN reviews AS r USING (text_key) WHERE p.model_id = $model_id
"""


@pytest.fixture
def applied(database: Database, fill: Callable[..., None]) -> Database:
    """Four scored texts, one that waits, and the version in use."""
    fill(ROWS)
    adjustments.store_adjustment(database, ADJUSTMENT)
    return database


@pytest.fixture
def whole(query: Ask) -> Callable[[], bool]:
    """Whether all holds that must hold at the end of each transaction."""
    values = {"base": BASE, "version": VERSION}
    return lambda: query(BROKEN) == [] and query(UNEQUAL, values) == []


def by_text(rows: list[tuple[Any, ...]]) -> dict[str, tuple[float, ...]]:
    return {text: tuple(chances) for text, *chances in rows}


def score(database: Database, answers: dict[str, tuple[float, float, float]]) -> None:
    waiting = predictions.unscored_texts(database, model_id=BASE, limit=100).to_pylist()
    rows = [
        {"text_key": row["text_key"]}
        | dict(zip(("p_negative", "p_neutral", "p_positive"), answers[row["text"]], strict=True))
        for row in waiting
        if row["text"] in answers
    ]
    predictions.store_predictions(database, model_id=BASE, predictions=pa.Table.from_pylist(rows))


def identify(database: Database, **found: str) -> None:
    rows = [
        {"review_no": row["review_no"], "language": found[row["text"]], "confidence": 0.9,
         "uncertain": False}
        for row in languages.reviews_without_language(database, limit=1000).to_pylist()
        if row["text"] in found
    ]  # fmt: skip
    languages.store_languages(database, pa.Table.from_pylist(rows))


def test_the_database_adjusts_as_the_formula_says(
    applied: Database, query: Ask, whole: Callable[[], bool]
) -> None:
    assert predictions.active_model(applied) == VERSION
    shown = by_text(query(SHOWN))
    assert set(shown) == {"eins", "zwei", "un", "nichts"}
    for row in ROWS[:4]:
        spoken = row.get("language", [""])[0]
        expected = adjust_probabilities([row["scores"]], [spoken], [TILT])[0]
        assert shown[row["text"]] == pytest.approx(expected.tolist(), abs=2e-7)
    assert shown["un"] == pytest.approx((0.5, 0.2, 0.3)) and shown["nichts"] == (0, 1, 0)
    assert whole()
    assert query("SELECT sentiment FROM reviews WHERE text = 'eins'") == [(2,)]


def test_any_probabilities_are_adjusted_as_by_numpy(
    database: Database, query: Ask, export: Callable[..., Any]
) -> None:
    random = np.random.default_rng(1)
    chances = random.dirichlet((0.2, 0.2, 0.2), 300).astype(np.float32)
    chances[:3] = np.eye(3)
    imports.store_export(database, export([{"text": str(number)} for number in range(300)]))
    identify(database, **{str(number): "th" for number in range(300)})
    predictions.set_active_model(database, BASE)
    score_all = {str(number): tuple(map(float, chances[number])) for number in range(300)}
    waiting = predictions.unscored_texts(database, model_id=BASE, limit=300)
    table = pa.table(
        {"text_key": waiting["text_key"]}
        | {
            name: [score_all[text][place] for text in waiting["text"].to_pylist()]
            for place, name in enumerate(("p_negative", "p_neutral", "p_positive"))
        }
    )
    predictions.store_predictions(database, model_id=BASE, predictions=table)
    for number, one in enumerate(
        [
            ClassAdjustment("th", (4.0, 0.0, 0.0), 0.2),
            ClassAdjustment("th", (-4.0, 0.0, 0.0), 5.0),
            ClassAdjustment("th", (0.0, 1.2, 0.0), 1.0),
        ]
    ):
        version = replace(ADJUSTMENT, model_id=f"v{number}", name=f"v{number}", values=(one,))
        adjustments.store_adjustment(database, version)
        predictions.set_active_model(database, BASE)
        stored = by_text(query(STORED, {"model_id": f"v{number}"}))
        expected = adjust_probabilities(chances, ["th"] * 300, [one])
        found = np.array([stored[str(row)] for row in range(300)])
        assert found == pytest.approx(expected, abs=1e-6)
        assert found.sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_undo_shows_the_model_as_it_is_and_the_version_can_come_back(
    applied: Database, query: Ask, whole: Callable[[], bool]
) -> None:
    adjusted = by_text(query(SHOWN))
    predictions.set_active_model(applied, BASE)
    assert by_text(query(SHOWN))["eins"] == pytest.approx((0.5, 0.2, 0.3))
    assert whole()
    predictions.set_active_model(applied, VERSION)
    assert by_text(query(SHOWN)) == adjusted and whole()


@pytest.mark.parametrize("active", [BASE, VERSION])
def test_what_is_scored_later_is_scored_by_the_base_and_adjusted(
    applied: Database, query: Ask, whole: Callable[[], bool], active: str
) -> None:
    predictions.set_active_model(applied, active)
    assert predictions.count_unscored(applied, model_id=BASE) == 1
    score(applied, {"wartet": (0.5, 0.2, 0.3)})
    assert predictions.count_unscored(applied, model_id=BASE) == 0 and whole()
    base, version = (by_text(query(STORED, {"model_id": one})) for one in (BASE, VERSION))
    assert base["wartet"] == pytest.approx((0.5, 0.2, 0.3))
    assert version["wartet"] == version["eins"]
    expected = version if active == VERSION else base
    assert by_text(query(SHOWN))["wartet"] == expected["wartet"]


def test_a_known_text_that_comes_again_shows_the_adjusted_score(
    applied: Database, query: Ask, whole: Callable[[], bool]
) -> None:
    imports.store_export(applied, make_export([{"text": "eins", "author": "Bo"}]))
    shown = query("SELECT p_negative FROM reviews WHERE text = 'eins'")
    assert len(shown) == 2 and shown[0] == shown[1] and whole()


def test_the_language_of_the_first_review_of_a_text_decides(
    applied: Database, query: Ask, whole: Callable[[], bool]
) -> None:
    again = [{"text": "un", "author": "Bo"}, {"text": "ok"}, {"text": "ok", "author": "Bo"}]
    imports.store_export(applied, make_export(again))
    identify(applied, un="de")  # the second review with these words; the first is French
    assert by_text(query(SHOWN))["un"] == pytest.approx((0.5, 0.2, 0.3))
    assert adjustments.deciding_language(applied, text="un") == "fr"
    assert adjustments.deciding_language(applied, text="nowhere") is None
    score(applied, {"ok": (0.5, 0.2, 0.3)})
    assert by_text(query(SHOWN))["ok"] == pytest.approx((0.5, 0.2, 0.3))
    identify(applied, ok="de")  # found after it was scored
    assert by_text(query(SHOWN))["ok"] == by_text(query(SHOWN))["eins"]
    assert whole()


def test_a_language_found_while_the_base_is_shown_changes_the_version_alone(
    applied: Database, query: Ask, whole: Callable[[], bool]
) -> None:
    predictions.set_active_model(applied, BASE)
    identify(applied, nichts="de")
    assert by_text(query(SHOWN))["nichts"] == (0, 1, 0)
    assert by_text(query(STORED, {"model_id": VERSION}))["nichts"] != (0, 1, 0) and whole()


def test_all_versions_follow_their_base(applied: Database, query: Ask) -> None:
    predictions.set_active_model(applied, BASE)
    other = replace(ADJUSTMENT, model_id="v2", name="Other", values=(replace(TILT, language="fr"),))
    adjustments.store_adjustment(applied, other)
    score(applied, {"wartet": (0.5, 0.2, 0.3)})
    counts = query("SELECT model_id, count(*) FROM predictions GROUP BY ALL ORDER BY ALL")
    assert counts == [(BASE, 5), (VERSION, 5), ("v2", 5)]
    assert by_text(query(SHOWN))["wartet"] == pytest.approx((0.5, 0.2, 0.3))
    assert [one.model_id for one in adjustments.read_adjustments(applied)] == [VERSION, "v2"]


def test_a_version_is_read_as_it_was_stored(applied: Database) -> None:
    assert adjustments.read_adjustments(applied) == (ADJUSTMENT,)
    for named in (VERSION, "Fair"):
        assert adjustments.find_adjustment(applied, named) == ADJUSTMENT
    assert adjustments.find_adjustment(applied, "fair") is None
    assert adjustments.count_adjusted(applied, model_id=VERSION) == 4


@pytest.mark.parametrize("active", [BASE, VERSION])
def test_a_deleted_version_leaves_nothing(applied: Database, query: Ask, active: str) -> None:
    predictions.set_active_model(applied, active)
    adjustments.delete_adjustment(applied, VERSION)
    assert predictions.active_model(applied) == BASE and query(BROKEN) == []
    assert by_text(query(SHOWN))["eins"] == pytest.approx((0.5, 0.2, 0.3))
    assert query("SELECT DISTINCT model_id FROM predictions") == [(BASE,)]
    for table in ("adjustments", "adjustment_values"):
        assert query(f"SELECT count(*) FROM {table}") == [(0,)]
    with pytest.raises(UsageError, match="no adjusted version"):
        adjustments.delete_adjustment(applied, VERSION)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": "Else"}, "already"),
        ({"model_id": "else"}, "called 'Fair'"),
        ({"model_id": "x", "name": "x", "base_model": VERSION}, "adjusted version itself"),
        ({"model_id": "x", "name": "x", "base_model": "nobody"}, "scored no review"),
    ],
)
def test_what_cannot_be_made_is_refused_and_nothing_is_stored(
    applied: Database, query: Ask, whole: Callable[[], bool], change: dict[str, str], words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        adjustments.store_adjustment(applied, replace(ADJUSTMENT, **change))
    assert query("SELECT count(*) FROM adjustments") == [(1,)] and whole()


def test_a_version_that_fails_half_way_leaves_nothing(
    database: Database, fill: Callable[..., None], query: Ask
) -> None:
    fill(ROWS)

    def fail(count: int) -> None:
        assert count == 4
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        adjustments.store_adjustment(database, ADJUSTMENT, adjusted=fail)
    assert adjustments.read_adjustments(database) == ()
    assert predictions.active_model(database) == BASE and query(BROKEN) == []
    assert query("SELECT DISTINCT model_id FROM predictions") == [(BASE,)]
    adjustments.store_adjustment(database, ADJUSTMENT)
    assert predictions.active_model(database) == VERSION
