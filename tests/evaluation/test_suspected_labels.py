"""Suspected labels, on labels of which it is known which are wrong."""

import sys
from math import isnan

import numpy as np
import pytest

from sentiment.errors import MissingExtraError
from sentiment.evaluation.suspected_labels import find_suspected_labels


def synthetic(n, *, wrong, seed=0, apart=2.0):
    """Labels with planted mistakes, and probabilities of a calibrated model that errs, too."""
    rng = np.random.default_rng(seed)
    shares = np.array([0.3, 0.15, 0.55])
    true = rng.choice(3, n, p=shares)
    signals = rng.normal(size=(n, 3))
    signals[np.arange(n), true] += apart
    chances = shares * np.exp(apart * signals)
    chances /= chances.sum(axis=1, keepdims=True)
    labels = true.copy()
    planted = rng.choice(n, round(n * wrong), replace=False)
    labels[planted] = (labels[planted] + rng.integers(1, 3, len(planted))) % 3
    return labels, chances.astype(np.float32), true, planted


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_planted_mistakes_come_first(seed):
    labels, chances, true, planted = synthetic(3000, wrong=0.1, seed=seed, apart=2.5)
    found = find_suspected_labels(labels, chances)
    top = found.places[: len(planted)]
    assert np.isin(top, planted).mean() > 0.8
    assert np.isin(planted, found.places).mean() > 0.8
    assert (found.suggested == true[found.places]).mean() > 0.7
    assert (found.suggested != labels[found.places]).all()
    assert (np.diff(found.quality) >= 0).all()
    assert found.quality == pytest.approx(chances[found.places, labels[found.places]])
    assert found.wrong.low < len(planted) < found.wrong.high
    assert found.wrong.high - found.wrong.low < 100
    assert found.wrong.n == 3000


@pytest.mark.parametrize("wrong", [0.0, 0.05, 0.2])
def test_the_number_of_wrong_labels_is_without_bias_and_its_interval_covers_it(wrong):
    planted = round(800 * wrong)
    found = [
        find_suspected_labels(*synthetic(800, wrong=wrong, seed=seed)[:2], resamples=200).wrong
        for seed in range(40)
    ]
    assert np.mean([one.value for one in found]) == pytest.approx(planted, abs=8)
    assert np.mean([one.low <= planted <= one.high for one in found]) >= 0.9


def test_errors_of_a_calibrated_model_are_not_taken_for_wrong_labels():
    from cleanlab.count import num_label_issues

    labels, chances, _, _ = synthetic(3000, wrong=0.0)
    found = find_suspected_labels(labels, chances)
    assert found.wrong.low == 0
    assert found.wrong.value < num_label_issues(labels, chances) / 2


def test_a_class_without_labels_does_not_disturb():
    labels, chances, _, planted = synthetic(1000, wrong=0.1)
    kept = labels != 1
    found = find_suspected_labels(labels[kept], chances[kept])
    assert (
        np.isin(found.places, np.flatnonzero(np.isin(np.flatnonzero(kept), planted))).mean() > 0.4
    )
    assert found.wrong.n == kept.sum()


@pytest.mark.parametrize("labels", [[], [2], [0, 0, 0]])
def test_labels_of_one_class_tell_nothing(labels):
    found = find_suspected_labels(labels, [[0.2, 0.2, 0.6]] * len(labels))
    assert len(found.places) == len(found.quality) == len(found.suggested) == 0
    assert isnan(found.wrong.value)
    assert (found.wrong.low, found.wrong.high, found.wrong.n) == (0, len(labels), len(labels))


def test_few_labels_are_enough_to_run():
    found = find_suspected_labels([0, 2], [[0.1, 0.1, 0.8], [0.1, 0.1, 0.8]])
    assert found.wrong.n == 2


def test_lengths_must_agree():
    with pytest.raises(ValueError, match="2 labels, but 1 row"):
        find_suspected_labels([0, 1], [[0.2, 0.2, 0.6]])


def test_without_cleanlab_the_install_line_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "cleanlab", None)
    monkeypatch.setitem(sys.modules, "cleanlab.count", None)
    with pytest.raises(MissingExtraError, match=r"polytone\[modeling\]"):
        find_suspected_labels([0, 1], [[0.2, 0.2, 0.6]] * 2)
