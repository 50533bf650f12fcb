"""Explanations are kept for a text, a model, a target and a method."""

import pytest

from sentiment.errors import UsageError
from sentiment.models.occlusion import AttributedSpan, Attribution
from sentiment.storage import explanations
from sentiment.storage.explanations import (
    read_explainable,
    read_explanation,
    store_explanation,
)

TEXT = "不好吃 😡"
FOUND = Attribution(
    text=TEXT,
    language="zh",
    target="negative",
    model_id="model-1",
    probabilities=(0.75, 0.125, 0.125),
    spans=(AttributedSpan(0, 1, 2.5), AttributedSpan(1, 3, -0.5), AttributedSpan(4, 5, 0.0)),
)


def read(database, **other):
    key = {"text": TEXT, "model_id": "model-1", "target": "negative"} | other
    return read_explanation(database, **key)


def test_what_is_stored_is_read_as_it_was(database):
    assert read(database) is None
    store_explanation(database, FOUND)
    assert read(database) == FOUND


@pytest.mark.parametrize("other", [{"text": "好吃"}, {"model_id": "m"}, {"target": "positive"}])
def test_another_text_model_or_target_has_its_own(database, other):
    store_explanation(database, FOUND)
    assert read(database, **other) is None


def test_an_explanation_by_a_former_method_is_not_found_and_is_replaced(
    database, query, monkeypatch
):
    monkeypatch.setattr(explanations, "METHOD", "occlusion-0")
    store_explanation(database, FOUND)
    monkeypatch.undo()
    assert read(database) is None
    store_explanation(database, FOUND)
    assert read(database) == FOUND
    assert query("SELECT count(*) FROM explanations") == [(1,)]


def test_a_text_without_spans_can_be_stored(database):
    bare = Attribution(TEXT, "zh", "neutral", "model-1", (0.0, 1.0, 0.0), ())
    store_explanation(database, bare)
    assert read(database, target="neutral") == bare


def test_what_an_explanation_of_a_review_begins_with(database, fill, query):
    row = {"text": TEXT, "language": ("zh", 0.99, False), "scores": (0.75, 0.125, 0.125)}
    fill([row, {"text": "ok"}])
    numbers = dict(query("SELECT text, review_id FROM reviews"))
    scored = read_explainable(database, review_id=numbers[TEXT])
    assert (scored.text, scored.language, scored.model_id) == (TEXT, "zh", "model-1")
    assert scored.probabilities == (0.75, 0.125, 0.125)
    unscored = read_explainable(database, review_id=numbers["ok"])
    assert unscored.probabilities is None
    with pytest.raises(UsageError, match="no review 99"):
        read_explainable(database, review_id=99)
