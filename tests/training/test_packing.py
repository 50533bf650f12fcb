import json

import numpy as np
import pytest

from sentiment.errors import TrainingError
from sentiment.models.embedded import load_embedded
from sentiment.training import packing
from sentiment.training.encoder import fresh_model
from sentiment.training.packing import compare_probabilities, pack_model, piece_budget
from sentiment.training.publishing import reference_probabilities
from sentiment.training.sources import open_sources

TEXTS = ["good food", "bad room 👍", "okay staff", "dobre jidlo"]


@pytest.fixture
def sources(encoder_path, tokenizer_path, corpora):
    return open_sources(data=corpora, encoder=encoder_path, tokenizer=tokenizer_path)


@pytest.fixture
def state(sources):
    size = len(sources.tokenizer["model"]["vocab"])
    model = fresh_model(sources.encoder, range(size), seed=1).state_dict()
    return {name: weight * (20 if "classifier" in name else 1) for name, weight in model.items()}


def pack(folder, sources, state, kept):
    return pack_model(
        folder,
        file=sources.encoder,
        state=state,
        tokenizer=sources.tokenizer,
        kept=kept,
        version="3",
        details={"seed": "1"},
    )


def test_packed_and_unpacked_agree_with_fewer_pieces(sources, state, tmp_path):
    vocabulary = [piece for piece, _ in sources.tokenizer["model"]["vocab"]]
    kept = [number for number, piece in enumerate(vocabulary) if "zebra" not in piece]
    made = pack(tmp_path / "packed", sources, state, kept)
    assert made.pieces == len(vocabulary) - 1
    assert made.model_id.startswith("polytone-3-")
    assert made.bytes == sum(path.stat().st_size for path in made.folder.iterdir())
    ours = load_embedded(made.folder, precision="float32").predict(TEXTS)
    agreement = compare_probabilities(ours, reference_probabilities(state, sources, texts=TEXTS))
    assert np.ptp(ours, axis=0).max() > 0.1
    assert 0 < agreement.largest < 0.05
    assert agreement.same_label == 1.0


def test_the_tokenizer_travels_without_its_pieces(sources, state, tmp_path):
    made = pack(tmp_path, sources, state, range(len(sources.tokenizer["model"]["vocab"])))
    shell = json.loads((made.folder / "tokenizer.json").read_text(encoding="utf-8"))
    assert [piece for piece, _ in shell["model"]["vocab"]] == ["<s>", "<pad>", "</s>", "<unk>"]


def test_too_large_a_result_is_refused(sources, state, tmp_path, monkeypatch):
    monkeypatch.setattr(packing, "MAX_BYTES", 1_000)
    with pytest.raises(TrainingError, match="allowed are 1,000"):
        pack(tmp_path, sources, state, range(20))


def test_the_budget_leaves_room_for_the_layers(sources, state, monkeypatch):
    monkeypatch.setattr(packing, "MAX_BYTES", 2_000_000)
    budget = piece_budget(sources.encoder, state)
    assert 0 < budget * (18 + 10) < 2_000_000


def test_agreement_counts_what_differs():
    one = np.array([[0.6, 0.3, 0.1], [0.2, 0.5, 0.3]], dtype=np.float32)
    other = np.array([[0.3, 0.6, 0.1], [0.2, 0.5, 0.3]], dtype=np.float32)
    agreement = compare_probabilities(one, other)
    assert (agreement.n, agreement.same_label) == (2, 0.5)
    assert agreement.largest == pytest.approx(0.3)
    assert agreement.mean == pytest.approx(0.1)
