import numpy as np
import pytest
import torch

from sentiment.errors import ModelError
from sentiment.models.classifier import ScoringCancelled
from sentiment.models.embedded import load_embedded
from sentiment.models.sentence_vectors import has_vectors, sentence_vectors

TEXTS = ["the food was good", "bad", "", "good " * 60, "好 👍"]


def test_the_head_on_top_of_them_is_the_model(packed):
    found = sentence_vectors(str(packed.folder), TEXTS)
    assert found.vectors.shape == (len(TEXTS), 32)
    assert np.abs(found.vectors).max() <= 1.0
    state = packed.state
    logits = (
        torch.from_numpy(found.vectors) @ state["classifier.weight"].T + state["classifier.bias"]
    )
    model = load_embedded(packed.folder, leave_early=False, precision="float32")
    assert found.model_id == model.model_id
    short = [0, 1, 4]  # a long text is scored in pieces, and one of no tokens not at all
    expected = model.predict([TEXTS[place] for place in short])
    assert np.allclose(logits.softmax(dim=-1).numpy()[short], expected, atol=1e-2)


def test_a_text_does_not_depend_on_the_others(packed):
    together = sentence_vectors(str(packed.folder), TEXTS).vectors
    alone = sentence_vectors(str(packed.folder), TEXTS[:1]).vectors
    assert np.allclose(together[:1], alone, atol=2e-3)


def test_only_packed_models_have_them(packed, tmp_path):
    assert has_vectors("polytone") and has_vectors(str(packed.folder))
    (tmp_path / "SHA256SUMS").touch()
    assert not has_vectors(str(tmp_path))
    with pytest.raises(ModelError, match="'vader' gives no vectors"):
        sentence_vectors("vader", TEXTS)


def test_it_can_be_stopped(packed):
    with pytest.raises(ScoringCancelled):
        sentence_vectors(str(packed.folder), TEXTS, cancelled=lambda: True)
