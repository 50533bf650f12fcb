import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

from sentiment.training.corpora import mix, training_rows
from sentiment.training.encoder import fresh_model
from sentiment.training.encoder_file import read_encoder_file
from sentiment.training.fine_tuning import Recipe, disagreement, fine_tune

RECIPE = Recipe(batch=8, replicas=1, longest=16, checkpoint_every=2)


@pytest.fixture
def task(encoder_path, tokenizer_path, corpora):
    rows = training_rows(corpora / "train")
    mixture = mix(rows, examples=56, seed=3)
    tokenizer = Tokenizer.from_file(str(tokenizer_path))
    ids = [np.array(tokenizer.encode(text).ids[:16], dtype=np.int32) for text in mixture.texts]
    size = len(json.loads(tokenizer_path.read_text(encoding="utf-8"))["model"]["vocab"])

    def model():
        return fresh_model(read_encoder_file(encoder_path), pieces=size, seed=1)

    return model, ids, mixture


class StoppedError(Exception):
    pass


def test_a_stopped_run_ends_where_an_undisturbed_one_does(task, tmp_path):
    model, ids, mixture = task
    losses = []
    whole = fine_tune(
        model(),
        ids,
        mixture,
        recipe=RECIPE,
        folder=tmp_path / "whole",
        progress=lambda step, steps, loss: losses.append((step, steps, loss)),
    )
    steps = losses[-1][1]
    assert [step for step, _, _ in losses] == list(range(1, steps + 1))

    def stop(step, steps, loss):
        if step == 5:
            raise StoppedError

    with pytest.raises(StoppedError):
        fine_tune(model(), ids, mixture, recipe=RECIPE, folder=tmp_path / "stopped", progress=stop)
    again = []
    resumed = fine_tune(
        model(),
        ids,
        mixture,
        recipe=RECIPE,
        folder=tmp_path / "stopped",
        progress=lambda step, steps, loss: again.append((step, steps, loss)),
    )
    assert [step for step, _, _ in again] == list(range(5, steps + 1))
    assert [loss for *_, loss in again] == pytest.approx([loss for *_, loss in losses[4:]])
    for name, weight in whole.state_dict().items():
        torch.testing.assert_close(resumed.state_dict()[name], weight, msg=name)


def test_a_stopped_run_gives_back_the_threads(task, tmp_path):
    model, ids, mixture = task
    before = torch.get_num_threads()

    def stop(step, steps, loss):
        assert torch.get_num_threads() == 1
        raise StoppedError

    torch.set_num_threads(3)
    try:
        with pytest.raises(StoppedError):
            fine_tune(model(), ids, mixture, recipe=RECIPE, folder=tmp_path, progress=stop)
        assert torch.get_num_threads() == 3
    finally:
        torch.set_num_threads(before)


def test_two_replicas_learn_and_leave_the_word_embeddings_alone(task, tmp_path):
    model, ids, mixture = task
    start = model()
    losses = []
    recipe = replace(RECIPE, replicas=2, learning_rate=2e-3, head_learning_rate=1e-2)
    long_mixture = replace(mixture, order=np.tile(mixture.order, 6))
    trained = fine_tune(
        model(),
        ids,
        long_mixture,
        recipe=recipe,
        folder=tmp_path,
        progress=lambda step, steps, loss: losses.append(loss),
    )
    assert np.mean(losses[-6:]) < 0.8 * np.mean(losses[:6])
    name = "bert.embeddings.word_embeddings.weight"
    assert torch.equal(trained.state_dict()[name], start.state_dict()[name])


def test_two_passes_that_agree_cost_nothing_and_the_order_does_not_matter():
    one, other = torch.tensor([[2.0, 0.0, -1.0]]), torch.tensor([[0.0, 0.0, 0.0]])
    assert float(disagreement(one, one + 3)) == pytest.approx(0, abs=1e-6)
    assert float(disagreement(one, other)) == pytest.approx(float(disagreement(other, one)))
    p = np.exp([2, 0, -1]) / np.exp([2, 0, -1]).sum()
    both_ways = np.sum((p - 1 / 3) * np.log(3 * p))
    assert float(disagreement(one, other)) == pytest.approx(both_ways, rel=1e-5)


def test_agreement_is_learned(task, tmp_path):
    model, ids, mixture = task
    recipe = replace(RECIPE, learning_rate=2e-3, head_learning_rate=1e-2)
    texts = [torch.from_numpy(ids[row]).long() for row in mixture.order[:24]]
    batch = torch.nn.utils.rnn.pad_sequence(texts, batch_first=True, padding_value=1)

    def spread(agreement):
        trained = fine_tune(
            model(),
            ids,
            replace(mixture, order=np.tile(mixture.order, 4)),
            recipe=replace(recipe, agreement=agreement),
            folder=tmp_path / str(agreement),
        )
        trained.train()
        torch.manual_seed(2)
        with torch.inference_mode():
            passes = [trained(batch, attention_mask=batch != 1).logits for _ in range(8)]
        return float(torch.stack(passes).softmax(-1).std(dim=0).mean())

    assert spread(8.0) < 0.8 * spread(0.0)
