"""Training on a tiny corpus gives packed files that work."""

from functools import partial

import numpy as np
import pytest

from sentiment.errors import TrainingError, UsageError
from sentiment.models.baseline_files import read_baseline
from sentiment.models.baselines import load_baseline_from
from sentiment.training import baselines
from sentiment.training.baselines import build_baselines, fit_vader_sharpness
from sentiment.training.lstm_training import LstmRecipe

SAID = ["bad food room", "okay staff food", "good room staff", "slabe food", "okay", "dobre room"]
LABELS = [0, 1, 2, 0, 1, 2]


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(baselines, "NGRAM_PLACES", 1 << 12)
    monkeypatch.setattr(baselines, "LSTM_SIZES", {"places": 512, "width": 8, "hidden": 8})
    monkeypatch.setattr(baselines, "LstmRecipe", partial(LstmRecipe, batch=16))


@pytest.mark.parametrize("name", ["char-ngrams", "use"])
def test_a_linear_baseline_learns_what_the_words_mean(name, corpora, tmp_path):
    told = []
    (built,) = build_baselines(
        data=corpora, output=tmp_path / "out", names=[name], examples=400, progress=told.append
    )
    model = load_baseline_from(built.folder)
    assert model.model_id.startswith(f"{name}-{baselines.VERSION}-")
    assert model.predict(SAID).argmax(axis=1).tolist() == LABELS
    assert built.size == (built.folder / "model.safetensors").stat().st_size
    assert told[-1].done == told[-1].total > 0


def test_the_lstm_learns_and_is_the_same_when_made_again(corpora, tmp_path):
    first, again, other = (
        build_baselines(
            data=corpora, output=tmp_path / folder, names=["lstm"], examples=6_000, seed=seed
        )[0]
        for folder, seed in (("first", 13), ("again", 13), ("other", 14))
    )
    weights = [(each.folder / "model.safetensors").read_bytes() for each in (first, again, other)]
    assert weights[0] == weights[1] != weights[2]
    assert load_baseline_from(first.folder).predict(SAID).argmax(axis=1).tolist() == LABELS


def test_its_making_is_written_down_and_test_texts_play_no_part(corpora, tmp_path):
    (built,) = build_baselines(
        data=corpora, output=tmp_path, names=["char-ngrams"], examples=300, seed=5
    )
    config = read_baseline(built.folder, name="char-ngrams").config
    assert config["seed"] == 5
    assert config["examples"] == sum(config["sources"].values()) == 300
    assert config["distinct_texts"] <= 3 / 5 * 180  # the train splits alone
    assert set(config["sources"]) == {"shop", "umsab_xlmt"}


def test_a_baseline_that_is_not_trained_is_refused(corpora, tmp_path):
    with pytest.raises(UsageError, match=r"no baseline 'vader' to build.*char-ngrams, lstm, use"):
        build_baselines(data=corpora, output=tmp_path, names=["vader"])


def test_a_folder_without_corpora_is_refused(tmp_path):
    with pytest.raises(TrainingError, match="No Parquet corpora"):
        build_baselines(data=tmp_path, output=tmp_path / "out", names=["lstm"])


def test_the_sharpness_of_vader_follows_from_the_texts(corpora):
    assert 0.2 <= fit_vader_sharpness(corpora / "train") <= 5
    assert np.isfinite(fit_vader_sharpness(corpora / "train"))
