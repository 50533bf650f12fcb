from types import SimpleNamespace

import numpy as np
import pytest
import torch

from sentiment.errors import ModelError, UsageError
from sentiment.models.classifier import ScoringCancelled
from sentiment.models.embedded import load_embedded, load_tokenizer
from sentiment.models.packed_weights import read_packed
from tests.models.reference import transformers_model

TEXTS = ["the food was good", "bad", "👍👍", "zzz", "好", "the bad food"]


def expected(packed, texts):
    opened = read_packed(packed.folder / "model.safetensors")
    model, tokenizer = transformers_model(packed.folder), load_tokenizer(opened, packed.folder)
    with torch.inference_mode():
        rows = [model(torch.tensor([tokenizer.encode(text).ids])).logits for text in texts]
    return torch.cat(rows).softmax(-1).numpy()


def test_predictions_are_those_of_transformers_in_the_order_given(packed):
    model = load_embedded(packed.folder, precision="float32")
    chances = model.predict(TEXTS)
    assert chances.dtype == np.float32
    assert len(np.unique(chances.round(4), axis=0)) == len(TEXTS)
    np.testing.assert_allclose(chances, expected(packed, TEXTS), atol=1e-5)


def test_int8_is_refused_where_torch_has_no_products_for_it(packed, monkeypatch):
    backend = SimpleNamespace(supported_engines=["qnnpack", "none"])
    monkeypatch.setattr("torch.backends.quantized", backend)
    with pytest.raises(UsageError, match=r"cannot score in 'int8' on this CPU.*float32"):
        load_embedded(packed.folder, precision="int8")


def test_a_text_does_not_depend_on_its_neighbours(packed):
    model = load_embedded(packed.folder, precision="float32")
    alone = np.concatenate([model.predict([text]) for text in TEXTS])
    np.testing.assert_allclose(model.predict(TEXTS), alone, atol=1e-5)


def test_the_end_of_a_long_text_counts(packed):
    model = load_embedded(packed.folder, precision="float32")
    start = "the food was good " * 30
    chances = model.predict([start + "bad " * 30, start + "good " * 30, start])
    assert np.abs(chances[0] - chances[1]).max() > 1e-3
    np.testing.assert_allclose(chances.sum(axis=1), 1, atol=1e-5)


def test_a_text_without_words_is_neutral_and_emoji_are_words(packed):
    chances = load_embedded(packed.folder, precision="float32").predict(["", "  ", "😡"])
    assert chances[:2].tolist() == [[0, 1, 0], [0, 1, 0]]
    assert 0 < chances[2, 1] < 1


def test_the_default_precision_agrees(packed):
    exact = load_embedded(packed.folder, precision="float32").predict(TEXTS)
    assert np.abs(load_embedded(packed.folder).predict(TEXTS) - exact).max() < 0.1


def test_progress_ends_at_the_end_and_cancelling_is_heard(packed):
    model = load_embedded(packed.folder)
    reports = []
    model.predict(TEXTS * 100, progress=reports.append)
    assert [report.done for report in reports] == sorted(report.done for report in reports)
    assert (reports[-1].done, reports[-1].total) == (600, 600)
    assert reports[-1].per_second > 0
    with pytest.raises(ScoringCancelled):
        model.predict(TEXTS, cancelled=lambda: True)


def test_more_texts_than_a_slice(packed, monkeypatch):
    monkeypatch.setattr("sentiment.models.text_classifier.SLICE", 4)
    model = load_embedded(packed.folder, precision="float32")
    reports = []
    chances = model.predict(TEXTS * 3, progress=reports.append)
    np.testing.assert_allclose(chances, np.tile(expected(packed, TEXTS), (3, 1)), atol=1e-5)
    assert reports[-1].done == 18


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "model.safetensors"])
def test_an_incomplete_folder_names_the_file(packed, name):
    (packed.folder / name).unlink()
    with pytest.raises(ModelError, match=name):
        load_embedded(packed.folder)
