import logging

import numpy as np
import pytest
import torch
import transformers as hf

from sentiment.errors import ModelError
from sentiment.models import hub

STARS = [f"{n} star{'s' if n > 1 else ''}" for n in range(1, 6)]
TEXTS = ["the food was good", "bad", "👍", "the good food " * 40]


def test_bert_with_five_stars(save_model):
    folder = save_model(hf.BertConfig, hf.BertForSequenceClassification, STARS, name="stars")
    model = hub.load_from_directory(folder)
    chances = model.predict(TEXTS)
    assert chances.shape == (4, 3)
    np.testing.assert_allclose(chances.sum(axis=1), 1, atol=1e-5)
    assert model.model_id.startswith("stars-")
    with torch.inference_mode():
        plain = hf.AutoModelForSequenceClassification.from_pretrained(folder).eval()
        ids = hf.AutoTokenizer.from_pretrained(folder)(TEXTS[0], return_tensors="pt")
        five = plain(input_ids=ids["input_ids"]).logits.softmax(-1)[0].numpy()
    expected = [five[:2].sum(), five[2], five[3:].sum()]
    np.testing.assert_allclose(chances[0], expected, atol=1e-5)


def test_xlm_roberta_with_three_classes_leaves_room_for_its_padding_position(save_model):
    labels = ["negative", "neutral", "positive"]
    folder = save_model(hf.XLMRobertaConfig, hf.XLMRobertaForSequenceClassification, labels)
    chances = hub.load_from_directory(folder).predict(TEXTS)
    np.testing.assert_allclose(chances.sum(axis=1), 1, atol=1e-5)


def test_distilbert_with_five_degrees(save_model):
    labels = ["Very Negative", "Negative", "Neutral", "Positive", "Very Positive"]
    folder = save_model(
        hf.DistilBertConfig,
        hf.DistilBertForSequenceClassification,
        labels,
        dim=32,
        n_layers=1,
        n_heads=2,
        hidden_dim=64,
        max_position_embeddings=24,
    )
    assert hub.load_from_directory(folder).predict(TEXTS).shape == (4, 3)


def test_unknown_labels_are_refused(save_model):
    folder = save_model(hf.BertConfig, hf.BertForSequenceClassification, ["joy", "anger"])
    with pytest.raises(ModelError, match="'joy', 'anger'"):
        hub.load_from_directory(folder)


def test_pickled_weights_are_refused(save_model):
    folder = save_model(hf.BertConfig, hf.BertForSequenceClassification, STARS)
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    with pytest.raises(ModelError, match=r"only pytorch_model\.bin, which is not opened"):
        hub.load_from_directory(folder)


def test_a_directory_without_a_model(tmp_path):
    with pytest.raises(ModelError, match=r"has no config\.json"):
        hub.load_from_directory(tmp_path)


def test_other_weights_are_another_model(save_model):
    classes = (hf.BertConfig, hf.BertForSequenceClassification, STARS)
    first = hub.load_from_directory(save_model(*classes)).model_id
    folder = save_model(*classes)
    path = folder / "model.safetensors"
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    path.write_bytes(bytes(data))
    assert hub.load_from_directory(folder).model_id != first


def test_without_network_the_hub_id_and_the_way_out_are_named(monkeypatch):
    tried = []

    def unreachable(source, *, offline, **_):
        tried.append(offline)
        raise OSError("We could not connect\nto the hub")

    monkeypatch.setattr(hub, "_load", unreachable)
    with pytest.raises(ModelError, match=r"'a/b' is not on this machine.*--local-dir") as refusal:
        hub.load_from_hub("a/b")
    assert tried == [True, False]
    assert "to the hub" not in str(refusal.value)


def test_the_cache_is_asked_before_the_network(monkeypatch):
    monkeypatch.setattr(hub, "_load", lambda source, **options: (source, options["offline"]))
    assert hub.load_from_hub("a/b") == ("a/b", True)


def test_each_try_to_reach_the_hub_is_not_told(monkeypatch, caplog):
    def unreachable(source, *, offline, **_):
        if not offline:
            logging.getLogger("huggingface_hub.file_download").warning("Retrying in 1s")
        raise OSError("no route")

    monkeypatch.setattr(hub, "_load", unreachable)
    before = logging.getLogger("huggingface_hub").level
    with pytest.raises(ModelError, match="no route"):
        hub.load_from_hub("a/b")
    assert caplog.messages == []
    assert logging.getLogger("huggingface_hub").level == before
