import pytest
import torch

from sentiment.models.packed_weights import WORD_EMBEDDINGS
from sentiment.training.encoder import fresh_model, mix_in_encoder
from sentiment.training.encoder_file import read_encoder_file


@pytest.fixture
def file(encoder_path):
    return read_encoder_file(encoder_path)


def test_rows_behind_the_pieces_are_left_out(file):
    rows = len(file.embedding_blocks)
    whole, fewer = (fresh_model(file, pieces=n, seed=1).state_dict() for n in (rows, rows - 3))
    assert len(whole[WORD_EMBEDDINGS]) == rows
    assert torch.equal(fewer[WORD_EMBEDDINGS], whole[WORD_EMBEDDINGS][:-3])


def test_a_model_can_have_the_lower_layers_alone(file):
    whole, lower = (fresh_model(file, pieces=9, seed=1, layers=n).state_dict() for n in (None, 1))
    assert {name for name in whole if name not in lower} == {
        name for name in whole if ".layer.1." in name
    }
    name = "bert.encoder.layer.0.output.dense.weight"
    assert torch.equal(lower[name], whole[name])


def test_the_encoder_is_mixed_in_and_the_heads_stay(file):
    came = fresh_model(file, pieces=9, seed=1).state_dict()
    model = fresh_model(file, pieces=9, seed=2)
    with torch.no_grad():
        for weight in model.parameters():
            weight += 1.0
    mix_in_encoder(model, file, share=0.3)
    for name, weight in model.state_dict().items():
        if ".layer." in name or ".position_embeddings." in name:
            torch.testing.assert_close(weight, came[name] + 0.7, msg=name)
    heads = fresh_model(file, pieces=9, seed=2).state_dict()
    for name in ("classifier.weight", "bert.pooler.dense.weight"):
        torch.testing.assert_close(model.state_dict()[name], heads[name] + 1.0)
