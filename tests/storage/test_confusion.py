from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest

from sentiment.errors import UsageError
from sentiment.records import SENTIMENTS, Filters, SurenessThresholds
from sentiment.storage import predictions
from sentiment.storage.annotations import annotate
from sentiment.storage.confusion import BandCounts, confusion_tables, count_bands
from sentiment.storage.confusion_cells import Cell, count_cell, find_cell
from sentiment.storage.confusion_groups import GROUPINGS
from sentiment.storage.truth import count_truths
from sentiment.storage.truth_arrays import truth_arrays

if TYPE_CHECKING:
    from collections.abc import Callable

    from sentiment.storage.database import Database

NEGATIVE, NEUTRAL, POSITIVE = (0.7, 0.2, 0.1), (0.2, 0.6, 0.2), (0.1, 0.1, 0.8)
ROWS: list[dict[str, Any]] = [
    {"text": "a", "stars": 1.0, "market": "DE", "product": "Lamp", "scores": NEGATIVE,
     "language": ("de", 0.9, False), "declared_language": "de", "written_at": datetime(2025, 1, 5)},
    {"text": "b", "stars": 1.0, "market": "DE", "scores": POSITIVE,
     "language": ("de", 0.5, True), "declared_language": "de", "written_at": datetime(2025, 2, 5)},
    {"text": "c", "stars": 1.0, "market": "DE", "scores": (0.05, 0.05, 0.9),
     "language": ("nl", 0.9, False), "declared_language": "de", "written_at": datetime(2025, 2, 7)},
    {"text": "d", "stars": 3.0, "market": "FR", "scores": NEUTRAL,
     "language": ("fr", 0.9, False)},
    {"text": "e", "stars": 5.0, "market": "FR", "scores": NEGATIVE, "label": 2},
    {"text": "f", "stars": 5.0, "scores": POSITIVE, "language": ("fr", 0.9, False)},
    {"text": "g", "stars": 5.0, "market": "FR"},
    {"text": "h", "market": "FR", "scores": POSITIVE},
]  # fmt: skip


def cells(tables: dict[str, Any]) -> dict[str, dict[tuple[int, int], int]]:
    """Group → the cells that are not empty."""
    return {
        group: {(int(i), int(j)): int(table[i, j]) for i, j in zip(*np.nonzero(table), strict=True)}
        for group, table in tables.items()
    }


def test_tables_by_every_group(database: Database, fill: Callable[..., None]) -> None:
    fill(ROWS, profile="booking")
    annotate(database, review_id=1, answer="neutral", annotator="Ana")

    def found(by: str | None) -> dict[str, dict[tuple[int, int], int]]:
        return cells(confusion_tables(database, by=by, domains={"booking": "travel"}))

    every = {(1, 0): 1, (0, 2): 2, (1, 1): 1, (2, 0): 1, (2, 2): 1}
    assert found(None) == {"": every}
    assert found("source") == {"booking": every}
    assert found("domain") == {"travel": every}
    assert found("model") == {"model-1": every}
    assert found("market") == {
        "": {(2, 2): 1},
        "DE": {(1, 0): 1, (0, 2): 2},
        "FR": {(1, 1): 1, (2, 0): 1},
    }
    assert found("language") == {
        "": {(2, 0): 1},
        "de": {(1, 0): 1, (0, 2): 1},
        "fr": {(1, 1): 1, (2, 2): 1},
        "nl": {(0, 2): 1},
    }
    assert found("product") == {
        "": {(0, 2): 2, (1, 1): 1, (2, 0): 1, (2, 2): 1},
        "Lamp": {(1, 0): 1},
    }
    assert found("month") == {
        "": {(1, 1): 1, (2, 0): 1, (2, 2): 1},
        "2025-01": {(1, 0): 1},
        "2025-02": {(0, 2): 2},
    }
    assert found("truth") == {
        "annotation": {(1, 0): 1},
        "label": {(2, 0): 1},
        "stars": {(0, 2): 2, (1, 1): 1, (2, 2): 1},
    }
    assert found("language check") == {
        "": {(2, 0): 1},
        "agrees": {(1, 0): 1},
        "differs": {(0, 2): 1},
        "uncertain": {(0, 2): 1},
        "undeclared": {(1, 1): 1, (2, 2): 1},
    }


def test_a_source_of_no_known_domain_has_none(
    database: Database, fill: Callable[..., None]
) -> None:
    fill(ROWS)
    assert list(confusion_tables(database, by="domain", domains={"booking": "travel"})) == [""]
    assert list(confusion_tables(database, by="domain")) == [""]


def test_filters_and_truths_narrow_the_tables(
    database: Database, fill: Callable[..., None]
) -> None:
    fill(ROWS)
    french = confusion_tables(database, filters=Filters(markets=("FR",)))
    assert cells(french) == {"": {(1, 1): 1, (2, 0): 1}}
    assert cells(confusion_tables(database, truths=("label",))) == {"": {(2, 0): 1}}
    assert confusion_tables(database, truths=("annotation",)) == {}


def test_every_cell_opens_what_it_counts(database: Database, fill: Callable[..., None]) -> None:
    fill(ROWS, profile="booking")
    annotate(database, review_id=1, answer="neutral", annotator="Ana")
    domains = {"booking": "travel"}
    for by in (None, *GROUPINGS):
        tables = confusion_tables(database, by=by, domains=domains)
        assert sum(table.sum() for table in tables.values()) == 6
        for group, table in tables.items():
            for row, truth in enumerate(SENTIMENTS):
                for column, predicted in enumerate(SENTIMENTS):
                    cell = Cell(truth, predicted, by, group, domains=domains)
                    found = find_cell(database, cell)
                    assert len(found) == count_cell(database, cell) == table[row, column]
                    assert {(one.truth, one.review.sentiment) for one in found} <= {
                        (truth, predicted)
                    }


def test_a_cell_is_sorted_by_the_sureness_of_the_answer(
    database: Database, fill: Callable[..., None]
) -> None:
    fill(ROWS)
    wrong = Cell("negative", "positive")

    def texts(**options: Any) -> list[str | None]:
        return [one.review.text for one in find_cell(database, wrong, **options)]

    assert texts() == ["c", "b"]
    assert texts(order="least confident") == ["b", "c"]
    assert texts(order="newest") == ["c", "b"]
    assert texts(order="oldest") == ["b", "c"]
    assert texts(limit=1) == ["c"]
    assert texts(limit=1, offset=1) == ["b"]
    assert texts(filters=Filters(languages=("de",))) == ["b"]
    with pytest.raises(UsageError, match="order 'wildest'"):
        texts(order="wildest")


def test_a_review_of_a_cell_says_what_is_known(
    database: Database, fill: Callable[..., None]
) -> None:
    fill(ROWS)
    for annotator, answer in (("Ana", "mixed"), ("Bo", "negative"), ("Cem", "negative")):
        annotate(database, review_id=2, answer=answer, annotator=annotator)
    [_, judged] = find_cell(database, Cell("negative", "positive"))
    assert (judged.truth, judged.truth_from) == ("negative", "annotation")
    assert [(one.annotator, one.answer) for one in judged.annotations] == [
        ("Cem", "negative"),
        ("Bo", "negative"),
        ("Ana", "mixed"),
    ]
    assert (judged.review.text, judged.review.stars, judged.review.language) == ("b", 1.0, "de")
    assert judged.review.p_positive == pytest.approx(0.8)


def test_models_are_compared_on_what_all_have_scored(
    database: Database, fill: Callable[..., None]
) -> None:
    fill(ROWS)
    keys = predictions.unscored_texts(database, model_id="other", limit=100).to_pylist()
    scored = [
        {"text_key": row["text_key"], "p_negative": 0.2, "p_neutral": 0.5, "p_positive": 0.3}
        for row in keys
        if row["text"] in "abdg"
    ]
    predictions.store_predictions(
        database, model_id="other", predictions=pa.Table.from_pylist(scored)
    )
    tables = cells(confusion_tables(database, by="model"))
    assert tables == {
        "model-1": {(0, 0): 1, (0, 2): 1, (1, 1): 1},
        "other": {(0, 1): 2, (1, 1): 1},
    }
    assert confusion_tables(database)[""].sum() == 6
    [first, second] = find_cell(database, Cell("negative", "neutral", "model", "other"))
    assert (first.review.text, second.review.text) == ("a", "b")
    assert first.review.p_neutral == pytest.approx(0.5)
    assert count_cell(database, Cell("negative", "positive", "model", "model-1")) == 1
    assert count_cell(database, Cell("negative", "positive", "model")) == 2
    with pytest.raises(UsageError, match=r"by the model 'third'.*model-1, other"):
        find_cell(database, Cell("negative", "neutral", "model", "third"))
    # A model that is not active and has scored everything does not change the shared reviews.
    predictions.set_active_model(database, "other")
    assert cells(confusion_tables(database, by="model")) == tables
    predictions.set_active_model(database, "not scored with yet")
    assert cells(confusion_tables(database, by="model")) == tables
    assert confusion_tables(database) == {}


def test_unknown_groups_are_refused(database: Database) -> None:
    with pytest.raises(UsageError, match=r"grouped by 'colour'.*market, language"):
        confusion_tables(database, by="colour")
    with pytest.raises(UsageError, match="grouped by 'colour'"):
        find_cell(database, Cell("negative", "positive", "colour", "red"))
    with pytest.raises(UsageError, match="grouped by 'model'"):
        count_bands(database, thresholds=SurenessThresholds(0.5), by="model")
    with pytest.raises(UsageError, match="no sentiment 'angry'"):
        count_cell(database, Cell("angry", "positive"))


def test_arrays_hold_what_the_tables_count(database: Database, fill: Callable[..., None]) -> None:
    fill(ROWS)
    annotate(database, review_id=4, answer="cannot tell", annotator="Ana")
    arrays = truth_arrays(database)
    assert arrays["text"].to_pylist() == ["a", "b", "c", "e", "f"]
    assert arrays["truth"].to_pylist() == [0, 0, 0, 2, 2]
    assert arrays["truth_from"].to_pylist() == ["stars"] * 3 + ["label", "stars"]
    assert arrays["declared_language"].to_pylist() == ["de"] * 3 + [None] * 2
    assert arrays["p_positive"].to_pylist() == pytest.approx([0.1, 0.8, 0.9, 0.1, 0.8])
    assert arrays.num_rows == count_truths(database).scored
    assert "text" not in truth_arrays(database, texts=False).column_names
    assert truth_arrays(database, truths=("annotation",)).num_rows == 0


def test_a_sample_of_arrays_is_even_and_always_the_same(
    database: Database, fill: Callable[..., None]
) -> None:
    fill([{"text": f"t{n}", "stars": 1.0 + n % 5, "scores": POSITIVE} for n in range(500)])
    sample = truth_arrays(database, limit=100)
    assert sample.num_rows == 100
    assert sample.equals(truth_arrays(database, limit=100))
    halves = np.array(sample["review_no"].to_pylist()) > 250
    assert 35 <= halves.sum() <= 65


def test_bands_count_both_sides_of_each_languages_threshold(
    database: Database, fill: Callable[..., None]
) -> None:
    fill(ROWS)
    thresholds = SurenessThresholds(0.75, (("de", 0.85), ("fr", 0.5)))
    assert count_bands(database, thresholds=thresholds, by="language") == [
        BandCounts("", below=1, below_right=0, above=0, above_right=0),
        BandCounts("de", below=2, below_right=1, above=0, above_right=0),
        BandCounts("fr", below=0, below_right=0, above=2, above_right=2),
        BandCounts("nl", below=0, below_right=0, above=1, above_right=0),
    ]
    assert count_bands(database, thresholds=thresholds) == [BandCounts("", 3, 1, 3, 2)]
    by_truth = count_bands(database, thresholds=thresholds, by="truth")
    assert [band.group for band in by_truth] == ["label", "stars"]


def test_nothing_is_no_error(database: Database, fill: Callable[..., None]) -> None:
    for _ in range(2):
        for by in (None, *GROUPINGS):
            assert confusion_tables(database, by=by) == {}
        assert find_cell(database, Cell("negative", "positive")) == []
        assert count_cell(database, Cell("negative", "positive")) == 0
        assert truth_arrays(database).num_rows == 0
        assert count_bands(database, thresholds=SurenessThresholds(0.5)) == []
        fill([{"text": "not scored", "stars": 1.0}])
