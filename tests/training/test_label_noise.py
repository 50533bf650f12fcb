from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sentiment.training.fine_tuning import Recipe
from sentiment.training.label_noise import contradicted, out_of_fold
from sentiment.training.sources import open_sources

RECIPE = Recipe(batch=8, replicas=1, longest=16, learning_rate=4e-3, head_learning_rate=1e-2)
SWITCHED = [3, 17, 40, 100, 121, 200]


@pytest.fixture
def sources(corpora, encoder_path, tokenizer_path):
    return open_sources(data=corpora, encoder=encoder_path, tokenizer=tokenizer_path)


@pytest.fixture
def rows():
    """One word says it all; six labels were switched."""
    words, things = ("bad", "okay", "good"), ("food", "room", "staff")
    texts = [f"{words[n % 3]} {things[n // 3 % 3]} {'abcdefghij'[n // 9 % 10]}" for n in range(240)]
    labels = np.arange(240) % 3
    labels[SWITCHED] = (labels[SWITCHED] + 1) % 3
    return pd.DataFrame({"text": texts, "label": labels, "lang": "en", "source": "umsab_xlmt"})


def test_switched_labels_are_found_by_models_that_never_saw_them(rows, sources, tmp_path):
    steps = []
    found = out_of_fold(
        rows,
        sources=sources,
        examples=480,
        seed=3,
        folder=tmp_path,
        layers=1,
        recipe=RECIPE,
        progress=lambda done, all_: steps.append((done, all_)),
    )
    assert found.shape == (len(rows), 3)
    assert found.sum(axis=1) == pytest.approx(np.ones(len(rows)), abs=1e-5)
    assert steps[-1][0] == steps[-1][1] == len(steps)
    wrong = np.flatnonzero(contradicted(rows, found))
    assert set(wrong) <= set(SWITCHED)
    assert len(wrong) >= 4

    steps.clear()
    again = out_of_fold(rows, sources=sources, examples=480, seed=3, folder=tmp_path)
    assert np.array_equal(again, found)
    assert not steps


def test_a_run_that_was_stopped_between_folds_goes_on(rows, sources, tmp_path):
    arguments = {"sources": sources, "examples": 32, "seed": 3, "layers": 1}
    recipe = replace(RECIPE, checkpoint_every=1)
    whole = out_of_fold(rows, folder=tmp_path / "whole", recipe=recipe, **arguments)

    class StoppedError(Exception):
        pass

    def stop(done, steps):
        if done > steps / 2:
            raise StoppedError

    with pytest.raises(StoppedError):
        out_of_fold(rows, folder=tmp_path / "cut", recipe=recipe, progress=stop, **arguments)
    resumed = out_of_fold(rows, folder=tmp_path / "cut", recipe=recipe, **arguments)
    assert resumed == pytest.approx(whole, abs=1e-5)


def test_each_source_is_judged_by_itself_and_neutral_only_where_it_occurs():
    clear = [[0.9, 0.05, 0.05], [0.05, 0.05, 0.9]] * 20
    poles = pd.DataFrame({"label": [0, 2] * 20, "source": "poles"})
    graded = pd.DataFrame({"label": [0, 1, 2] * 20, "source": "graded"})
    chances = np.array([*clear, *[row for row in np.eye(3) * 0.8 + 0.1 for _ in [0]] * 20])
    chances = chances / chances.sum(axis=1, keepdims=True)
    # Neutral for sure is no answer where the source knows no neutral: 2 to 1 for the label.
    chances[0] = [0.02, 0.97, 0.01]
    chances[41] = [0.97, 0.02, 0.01]
    rows = pd.concat([poles, graded], ignore_index=True)
    assert np.flatnonzero(contradicted(rows, chances.astype(np.float32))).tolist() == [41]
