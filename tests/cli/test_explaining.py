"""``polytone explain``, as people and scripts call it."""

import io
import json
import sys
from functools import partial

import numpy as np
import pytest

from sentiment.records import SENTIMENTS


class WordClassifier:
    model_id = "words-1"

    def predict(self, texts, **_):
        rows = [(0.9, 0.05, 0.05) if "bad" in t or "سيئة" in t else (0.1, 0.8, 0.1) for t in texts]
        return np.array(rows, dtype=np.float32)


@pytest.fixture
def run(polytone, monkeypatch):
    monkeypatch.setattr("sentiment.models.catalogue.load_classifier", lambda name: WordClassifier())
    return partial(polytone, "explain")


def test_json_names_every_word_with_its_place_and_weight(run):
    code, out, err = run("The food was bad 😡", "--json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert answer["text"] == "The food was bad 😡"
    assert (answer["language"], answer["model"]) == ("en", "words-1")
    assert (answer["sentiment"], answer["target"]) == ("negative", "negative")
    assert [answer[f"p_{name}"] for name in SENTIMENTS] == [0.9, 0.05, 0.05]
    first, *others = answer["words"]
    assert first["word"] == "bad"
    assert answer["text"][first["start"] : first["end"]] == "bad"
    assert first["weight"] == pytest.approx(np.log(9) + np.log(9), abs=1e-3)
    assert first["share"] == 1.0
    assert {word["word"] for word in others} == {"The", "food", "was", "😡"}


def test_people_see_the_words_marked_in_the_text(run):
    code, out, _ = run("The food was bad!")
    assert code == 0
    assert "Sentiment: negative (words-1)" in out
    assert "Probabilities: negative 0.90, neutral 0.05, positive 0.05" in out
    assert "Language: en" in out
    assert out.splitlines()[-1] == "The food was **bad**(+1.0)!"


def test_numbers_stay_beside_words_that_run_to_the_left(run):
    _, out, _ = run("الخدمة سيئة جدا")
    assert out.splitlines()[-1] == "الخدمة **سيئة**\u2066(+1.0)\u2069 جدا"


def test_standard_input_is_read(run, monkeypatch):
    stdin = io.TextIOWrapper(io.BytesIO("très bad\n".encode()), encoding="ascii")
    monkeypatch.setattr(sys, "stdin", stdin)
    code, out, _ = run("-", "--json")
    assert code == 0
    assert json.loads(out)["text"] == "très bad"


def test_nothing_is_refused(run):
    code, out, err = run(" ")
    assert (code, out) == (2, "")
    assert "no text to explain" in err
