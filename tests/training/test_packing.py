import json

import numpy as np
import pytest
import torch

from sentiment.errors import TrainingError
from sentiment.models.embedded import load_embedded, unpacked_state
from sentiment.models.packed_weights import WEIGHTS_FILE, WORD_EMBEDDINGS, read_packed
from sentiment.training import packing
from sentiment.training.encoder import fresh_model
from sentiment.training.packing import FINE_PIECES, compare_probabilities, fine_budget, pack_model
from sentiment.training.publishing import reference_probabilities
from sentiment.training.sources import open_sources

TEXTS = ["good food", "bad room 👍", "okay staff", "dobre jidlo"]


@pytest.fixture
def sources(encoder_path, tokenizer_path, corpora):
    return open_sources(data=corpora, encoder=encoder_path, tokenizer=tokenizer_path)


@pytest.fixture
def state(sources):
    size = len(sources.tokenizer["model"]["vocab"])
    model = fresh_model(sources.encoder, pieces=size, seed=1).state_dict()
    return {name: weight * (20 if "classifier" in name else 1) for name, weight in model.items()}


@pytest.fixture
def few(sources):
    """A third of the pieces in 4 bits, among them those of the texts."""
    return np.arange(len(sources.tokenizer["model"]["vocab"])) < 14


def pack(folder, sources, state, fine):
    return pack_model(
        folder,
        file=sources.encoder,
        state=state,
        tokenizer=sources.tokenizer,
        fine=fine,
        version="3",
        details={"seed": "1"},
    )


def test_packed_and_unpacked_agree_on_texts_of_pieces_in_4_bits(sources, state, few, tmp_path):
    made = pack(tmp_path / "packed", sources, state, few)
    assert (made.pieces, made.fine_pieces) == (len(few), 14)
    assert made.model_id.startswith("polytone-3-")
    assert made.bytes == sum(path.stat().st_size for path in made.folder.iterdir())
    ours = load_embedded(made.folder, precision="float32").predict(TEXTS)
    agreement = compare_probabilities(ours, reference_probabilities(state, sources, texts=TEXTS))
    assert np.ptp(ours, axis=0).max() > 0.1
    assert 0 < agreement.largest < 0.05
    assert agreement.same_label == 1.0


def test_pieces_in_2_bits_are_rounder(sources, state, few, tmp_path):
    packed, whole = (
        unpacked_state(read_packed(pack(folder, sources, state, fine).folder / WEIGHTS_FILE))
        for folder, fine in ((tmp_path / "few", few), (tmp_path / "all", np.ones_like(few)))
    )
    words = state[WORD_EMBEDDINGS]
    torch.testing.assert_close(whole[WORD_EMBEDDINGS], words)
    torch.testing.assert_close(packed[WORD_EMBEDDINGS][:14], words[:14])
    error = (packed[WORD_EMBEDDINGS] - words)[14:].norm() / words[14:].norm()
    assert 0.1 < error < 0.5


def test_the_tokenizer_travels_without_its_pieces(sources, state, few, tmp_path):
    made = pack(tmp_path, sources, state, few)
    shell = json.loads((made.folder / "tokenizer.json").read_text(encoding="utf-8"))
    assert [piece for piece, _ in shell["model"]["vocab"]] == ["<s>", "<pad>", "</s>", "<unk>"]


def test_too_large_a_result_is_refused(sources, state, few, tmp_path, monkeypatch):
    monkeypatch.setattr(packing, "MAX_BYTES", 1_000)
    with pytest.raises(TrainingError, match="allowed are 1,000"):
        pack(tmp_path, sources, state, few)


def test_the_budget_leaves_room_for_the_layers(sources, monkeypatch):
    def budget(most, layers=1, pieces=42):
        monkeypatch.setattr(packing, "MAX_BYTES", most)
        return fine_budget(sources.encoder, pieces=pieces, layers=layers)

    assert budget(60_000_000) == FINE_PIECES
    assert budget(1_000) == 0
    one, two = budget(1_500_000), budget(1_500_000, layers=2)
    layer = 4 * 32 * 32 + 2 * 32 * 64 + 4 * (9 * 32 + 64)
    # a piece has 18 bytes in 4 bits and 10 in 2 bits
    assert one - two == pytest.approx(layer / 8, abs=1)
    assert one - budget(1_500_000, pieces=142) == pytest.approx(100 * (10 + 10) / 8, abs=1)


def test_agreement_counts_what_differs():
    one = np.array([[0.6, 0.3, 0.1], [0.2, 0.5, 0.3]], dtype=np.float32)
    other = np.array([[0.3, 0.6, 0.1], [0.2, 0.5, 0.3]], dtype=np.float32)
    agreement = compare_probabilities(one, other)
    assert (agreement.n, agreement.same_label) == (2, 0.5)
    assert agreement.largest == pytest.approx(0.3)
    assert agreement.mean == pytest.approx(0.1)
