import json

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

from sentiment.training.contrastive import apart, bring_together, mean_of_tokens
from sentiment.training.encoder import fresh_model
from sentiment.training.encoder_file import read_encoder_file

WORDS = [("good", "dobre"), ("bad", "slabe"), ("food", "jidlo")]


@pytest.fixture
def task(encoder_path, tokenizer_path):
    tokenizer = Tokenizer.from_file(str(tokenizer_path))
    size = len(json.loads(tokenizer_path.read_text(encoding="utf-8"))["model"]["vocab"])
    model = fresh_model(read_encoder_file(encoder_path), pieces=size, seed=1)

    def ids(text):
        return np.array(tokenizer.encode(text).ids, dtype=np.int32)

    return model, [(ids(one), ids(other)) for one, other in WORDS]


def test_nothing_is_lost_where_each_finds_its_own_and_much_where_it_finds_another():
    sides = torch.eye(4)
    assert float(apart(sides, sides)) == pytest.approx(0, abs=1e-6)
    assert float(apart(sides, sides.roll(1, dims=0))) == pytest.approx(20, rel=0.01)
    assert float(apart(torch.ones(4, 4), sides * 0 + 1)) == pytest.approx(np.log(4))


def test_the_mean_leaves_padding_out(task):
    model, pairs = task
    model.train(False)
    alone = mean_of_tokens(model, [pairs[0][0]])
    beside = mean_of_tokens(model, [pairs[0][0], np.tile(pairs[1][0], 3)])
    torch.testing.assert_close(beside[:1], alone, rtol=0.02, atol=0.02)


def test_translations_come_to_lie_together_and_words_stay(task):
    model, pairs = task
    words = model.bert.embeddings.word_embeddings.weight.clone()
    losses = []
    bring_together(
        model,
        pairs * 40,
        learning_rate=3e-3,
        batch=3,
        progress=lambda step, steps, loss: losses.append((step, steps, loss)),
    )
    assert [step for step, *_ in losses] == list(range(1, 41))
    before, after = (np.mean([loss for *_, loss in part]) for part in (losses[:5], losses[-5:]))
    assert after < 0.7 * before
    assert torch.equal(model.bert.embeddings.word_embeddings.weight, words)
    assert not model.training
