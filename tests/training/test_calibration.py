import numpy as np
import pytest
import torch

from sentiment.models.early_exit import early_exits
from sentiment.models.embedded import load_embedded
from sentiment.models.token_merging import merge_layers
from sentiment.training import calibration
from sentiment.training.calibration import calibrate
from sentiment.training.corpora import read_corpora
from sentiment.training.early_exits import add_exit_heads
from sentiment.training.encoder import fresh_model
from sentiment.training.exit_confidences import held_out_logits
from sentiment.training.packing import pack_model
from sentiment.training.sources import open_sources


@pytest.fixture
def sources(encoder_path, tokenizer_path, corpora):
    return open_sources(data=corpora, encoder=encoder_path, tokenizer=tokenizer_path)


@pytest.fixture
def state(sources):
    """An untrained model that is far too sure of itself, with an exit after its first layer."""
    pieces = len(sources.tokenizer["model"]["vocab"])
    model = fresh_model(sources.encoder, pieces=pieces, seed=1)
    add_exit_heads(model, [1])
    heads = ("classifier", "exit_heads")
    return {n: w * (60 if n.startswith(heads) else 1) for n, w in model.state_dict().items()}


def test_every_head_is_divided_and_the_rest_is_left_alone(state, sources):
    dev = read_corpora(sources.corpora, split="dev")
    found = calibrate(state, sources, dev=dev)
    assert set(found) == {*state, "exit_confidences"}
    for name, weight in state.items():
        if name.startswith(("classifier", "exit_heads")) and not name.endswith("query"):
            matrix = name.replace("bias", "weight")
            temperature = state[matrix][0, 0] / found[matrix][0, 0]
            assert temperature > 1.5
            torch.testing.assert_close(found[name] * temperature, weight)
        else:
            assert torch.equal(found[name], weight)
    assert set(early_exits(found)) <= {1}


def test_a_model_that_merges_is_calibrated_as_it_merges(state, sources, monkeypatch):
    merging = []

    def seen(model, ids):
        merging.append(sorted(merge_layers(dict(model.named_buffers()))))
        return held_out_logits(model, ids)

    monkeypatch.setattr(calibration, "held_out_logits", seen)
    dev = read_corpora(sources.corpora, split="dev")
    merged = {**state, "merge_after": torch.tensor([1.0])}
    found = calibrate(merged, sources, dev=dev)
    assert found["merge_after"].tolist() == [1.0]
    plain = calibrate(state, sources, dev=dev)
    assert merging == [[1], []]
    assert not torch.equal(found["classifier.weight"], plain["classifier.weight"])


def test_a_model_with_exits_is_packed_and_opens(state, sources, tmp_path):
    exits = torch.tensor([[1.0, 0.0]])
    pack_model(
        tmp_path,
        file=sources.encoder,
        state={**state, "exit_confidences": exits},
        tokenizer=sources.tokenizer,
        fine=np.arange(len(sources.tokenizer["model"]["vocab"])) < 20,
        version="9",
        details={},
    )
    texts = ["good food", "bad room", "dobre jidlo"]
    early = load_embedded(tmp_path).predict(texts)
    whole = load_embedded(tmp_path, leave_early=False).predict(texts)
    assert np.abs(early - whole).max() > 0.01


def test_without_held_out_texts_nothing_changes(state, sources):
    dev = read_corpora(sources.corpora, split="dev").iloc[:0]
    assert calibrate(state, sources, dev=dev) == state
