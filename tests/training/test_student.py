from dataclasses import replace

import numpy as np
import pytest
import torch

from sentiment.models.token_merging import merge_layers
from sentiment.training import stages, student
from sentiment.training.corpora import training_rows
from sentiment.training.early_exits import add_exit_heads, add_lower_exits
from sentiment.training.encoder import fresh_model, layers_in
from sentiment.training.encoder_file import read_encoder_file
from sentiment.training.fine_tuning import Recipe
from sentiment.training.sources import open_sources
from sentiment.training.student import Student, take_lower_layers, train_student
from sentiment.training.vocabulary import cut_tokenizer

RECIPE = Recipe(batch=8, replicas=1, longest=16, checkpoint_every=2)
ONE_LAYER = Student(layers=1, merges=(1,), exits=(), recipe=RECIPE)


@pytest.fixture
def model(encoder_path, tokenizer_path, corpora):
    sources = open_sources(data=corpora, encoder=encoder_path, tokenizer=tokenizer_path)
    kept = range(len(sources.tokenizer["model"]["vocab"]) - 1)
    made = fresh_model(read_encoder_file(encoder_path), kept, seed=1)
    add_exit_heads(made, [1])
    return made, cut_tokenizer(sources.tokenizer, kept)


def test_a_student_has_the_lower_layers_and_no_exit_above_them(model):
    whole, _ = model
    before = {name: weight.clone() for name, weight in whole.state_dict().items()}
    take_lower_layers(whole, ONE_LAYER)
    after = whole.state_dict()
    assert layers_in(before) == 2
    assert layers_in(after) == whole.config.num_hidden_layers == 1
    assert not any(name.startswith("exit_heads") for name in after)
    assert merge_layers(after) == {1}
    assert all(torch.equal(after[name], before[name]) for name in after if name in before)


def test_an_exit_among_its_layers_stays(model):
    whole, _ = model
    take_lower_layers(whole, replace(ONE_LAYER, layers=2, exits=(1,)))
    assert "exit_heads.1.weight" in whole.state_dict()


def test_an_exit_that_the_trained_model_lacks_starts_as_the_one_above(model):
    whole, _ = model
    heads = whole.exit_heads
    heads["3"] = heads.pop("1")
    add_lower_exits(whole, [2, 1])
    assert list(whole.exit_heads) == ["1", "2", "3"]
    assert torch.equal(whole.exit_heads["1"].weight, whole.exit_heads["3"].weight)
    assert whole.exit_heads["1"] is not whole.exit_heads["2"]


def test_it_learns_what_the_last_stage_was_taught(model, corpora, tmp_path, monkeypatch):
    whole, tokenizer = model
    rows = training_rows(corpora / "train")
    last = stages.Stage(1.0, 0.3, 0.6, RECIPE)
    monkeypatch.setattr(student, "STAGES", (last,))
    folder = stages.stage_folder(tmp_path, 0)
    folder.mkdir()
    neutral = np.tile(np.array([0, 1, 0], dtype=np.float32), (len(rows), 1))
    np.save(folder / stages.TAUGHT_FILE, neutral)
    steps = []
    fast = replace(ONE_LAYER, recipe=replace(RECIPE, learning_rate=0.01, head_learning_rate=0.01))
    train_student(
        whole,
        rows,
        tokenizer=tokenizer,
        examples=96,
        seed=5,
        folder=tmp_path,
        progress=lambda done, total: steps.append((done, total)),
        student=fast,
    )
    assert steps[-1][0] == steps[-1][1] == len(steps)
    ids = torch.tensor([[0, 4, 5, 6, 2], [0, 9, 4, 12, 2]])
    with torch.inference_mode():
        assert (whole(input_ids=ids).logits.argmax(-1) == 1).all()
