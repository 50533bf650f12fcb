from dataclasses import replace

import numpy as np
import pytest
import torch

from sentiment.models.token_merging import merge_layers
from sentiment.training.corpora import training_rows
from sentiment.training.distillation import TAUGHT_FILE
from sentiment.training.encoder import fresh_model
from sentiment.training.encoder_file import read_encoder_file
from sentiment.training.fine_tuning import Recipe, trained_weights
from sentiment.training.sources import open_sources
from sentiment.training.stages import STAGES, Stage, Trust, train_in_stages

SMALL = Recipe(batch=8, replicas=1, longest=16, checkpoint_every=2)
TWO = (Stage(0.5, 0.4, 0.7, SMALL), Stage(0.5, 0.2, 0.5, SMALL))
STILL = replace(SMALL, learning_rate=0.0, head_learning_rate=0.0, weight_decay=0.0)


@pytest.fixture
def train(encoder_path, tokenizer_path, corpora, tmp_path):
    sources = open_sources(data=corpora, encoder=encoder_path, tokenizer=tokenizer_path)
    pieces = len(sources.tokenizer["model"]["vocab"])

    def run(progress=lambda done, steps: None, stages=TWO):
        return train_in_stages(
            fresh_model(read_encoder_file(encoder_path), pieces=pieces, seed=1),
            training_rows(corpora / "train"),
            tokenizer=sources.tokenizer,
            examples=64,
            seed=5,
            folder=tmp_path / "work",
            progress=progress,
            stages=stages,
        )

    return run


def test_progress_runs_through_all_stages_and_each_keeps_its_checkpoint(train, tmp_path):
    seen = []
    train(lambda done, steps: seen.append((done, steps)))
    assert [done for done, _ in seen] == list(range(1, seen[-1][1] + 1))
    folders = sorted(path.name for path in (tmp_path / "work").iterdir())
    assert folders == ["stage-1", "stage-2"]


def test_a_run_stopped_in_the_second_stage_goes_on_there(train):
    whole = []

    def stop(done, steps):
        whole.append(steps)
        if done == steps - 1:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        train(stop)
    again = []
    resumed = train(lambda done, steps: again.append(done))
    assert 0 < len(again) <= 2
    assert again[-1] == whole[0]
    finished = train(lambda done, steps: pytest.fail("nothing was left to train"))
    for name, weight in resumed.state_dict().items():
        torch.testing.assert_close(finished.state_dict()[name], weight, msg=name)


def test_a_taught_stage_starts_from_the_mean_of_the_two_before_it(train, tmp_path):
    merging = replace(TWO[1], merges=(1,))
    taught = Stage(0.4, 0.3, 0.6, STILL, merges=(1,), trust=Trust(tweets=0.7, others=0.4))
    model = train(stages=(TWO[0], merging, taught))
    one, other = (trained_weights(tmp_path / "work" / f"stage-{n}") for n in (1, 2))
    for name, weight in trained_weights(tmp_path / "work" / "stage-3").items():
        torch.testing.assert_close(weight, (one[name] + other[name]) / 2, msg=name)
    assert merge_layers(model.state_dict()) == {1}
    said = np.load(tmp_path / "work" / "stage-3" / TAUGHT_FILE)
    asked = said.sum(axis=1) > 0
    assert asked.any()
    np.testing.assert_allclose(said[asked].sum(axis=1), 1, atol=1e-5)


def test_the_teachers_are_asked_once(train, tmp_path):
    stages = (*TWO, Stage(0.4, 0.3, 0.6, SMALL, trust=Trust(tweets=0.7, others=0.4)))

    def stop(done, steps):
        if done == steps - 1:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        train(stop, stages=stages)
    kept = tmp_path / "work" / "stage-3" / TAUGHT_FILE
    before = kept.stat().st_mtime_ns
    train(stages=stages)
    assert kept.stat().st_mtime_ns == before


def test_the_shipped_stages_share_out_all_examples():
    assert np.isclose(sum(stage.share for stage in STAGES), 1)
