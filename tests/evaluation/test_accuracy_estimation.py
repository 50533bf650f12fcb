"""Estimates without labels, on simulated models of which the truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from sentiment.evaluation.accuracy_estimation import (
    METHODS,
    choose_sureness_threshold,
    estimate_interval,
    estimated_accuracy_of,
    estimated_macro_f1,
    expected_table,
    measure_estimation_error,
    share_above,
)
from sentiment.evaluation.confusion import confusion_table, macro_f1_of


def simulate(
    random: np.random.Generator, *, n: int, sharpness: float = 1.5, heat: float = 1.0
) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities and labels: with ``heat`` 1 labels are drawn from just these
    probabilities, above 1 the model claims to be surer than it is."""
    logits = random.normal(0, sharpness, (n, 3))
    true = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    labels = (random.random((n, 1)) > true.cumsum(axis=1)).sum(axis=1).clip(max=2)
    claimed = np.exp(heat * logits)
    return claimed / claimed.sum(axis=1, keepdims=True), labels


def world(
    seed: int, *, heats: list[float], n: int = 400, step: float = 0.1
) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """As many languages as ``heats``, each by ``step`` sharper than the one before."""
    random = np.random.default_rng(seed)
    parts = [
        simulate(random, n=n, sharpness=1.5 + step * place, heat=heat)
        for place, heat in enumerate(heats)
    ]
    languages = [f"l{place:02}" for place in range(len(heats)) for _ in range(n)]
    return np.vstack([p for p, _ in parts]), np.concatenate([y for _, y in parts]), languages


def test_a_calibrated_model_is_estimated_without_bias():
    chances, labels = simulate(np.random.default_rng(1), n=60_000)
    table = expected_table(chances)
    actual = confusion_table(labels, chances.argmax(axis=1))
    assert estimated_accuracy_of(table) == pytest.approx(np.trace(actual) / 60_000, abs=0.006)
    assert estimated_accuracy_of(table) == pytest.approx(chances.max(axis=1).mean())
    assert estimated_macro_f1(table) == pytest.approx(
        float(macro_f1_of(actual.astype(float))), abs=0.006
    )
    assert np.abs(table - actual).max() < 0.01 * 60_000


def test_the_error_shows_what_an_overconfident_model_claims():
    chances, labels, languages = world(2, heats=[2.5] * 8, n=2_000)
    expected, threshold = (
        measure_estimation_error(
            chances, labels, groups=languages, languages=languages, method=method
        )
        for method in METHODS
    )
    assert expected.bias > 0.1 and expected.mean_absolute == pytest.approx(expected.bias)
    assert expected.spread > 0.1
    # The threshold is chosen where labels are, and so it does not believe the claims.
    assert threshold.mean_absolute < 0.03 and abs(threshold.bias) < 0.02


@pytest.mark.parametrize(("method", "step"), [(METHODS[0], 0.1), (METHODS[1], 0.0)])
def test_without_any_error_but_chance_there_is_no_spread(method, step):
    """A threshold errs where languages differ in difficulty, even if the model is calibrated."""
    chances, labels, languages = world(3, heats=[1.0] * 12, n=800, step=step)
    found = measure_estimation_error(
        chances, labels, groups=languages, languages=languages, method=method
    )
    assert found.spread < 0.02 and found.mean_absolute < 0.025
    assert [one.n for one in found.groups] == [800] * 12


def test_a_left_out_language_teaches_nothing_about_itself():
    random = np.random.default_rng(4)
    chances = np.full((300, 3), 0.05)
    chances[:, 0] = 0.9
    chances[200:] = [0.6, 0.2, 0.2]
    labels = np.where(random.random(300) < 0.5, 0, 1)
    labels[200:] = 1  # everything wrong in the last language
    languages = ["a"] * 100 + ["b"] * 100 + ["c"] * 100
    found = measure_estimation_error(
        chances, labels, groups=languages, languages=languages, method="average threshold"
    )
    # a and b alone say: sure texts are right or not; c's own labels would put it at 0.
    assert found.groups[2].accuracy == 0.0
    changed = labels.copy()
    changed[200:] = 0
    again = measure_estimation_error(
        chances, changed, groups=languages, languages=languages, method="average threshold"
    )
    assert again.groups[2].estimate == found.groups[2].estimate


@pytest.mark.parametrize("method", METHODS)
def test_intervals_hold_a_new_language_nearly_as_often_as_they_say(method):
    """Languages differ in how overconfident the model is; the last one has no labels."""
    random = np.random.default_rng(5)
    held = 0
    for trial in range(60):
        heats = random.normal(1.3, 0.25, 21).clip(0.6).tolist()
        chances, labels, languages = world(1_000 + trial, heats=heats, n=100)
        known = np.array(languages) != "l10"
        found = measure_estimation_error(
            chances[known],
            labels[known],
            groups=[name for name in languages if name != "l10"],
            languages=[name for name in languages if name != "l10"],
            method=method,
        )
        new = chances[~known]
        sureness = new.max(axis=1)
        estimate = (
            float(sureness.mean())
            if method == "expected confusion"
            else share_above(sureness, found.threshold)
        )
        interval = estimate_interval(estimate, n=100, spread=found.spread, groups=20)
        truth = float((new.argmax(axis=1) == labels[~known]).mean())
        held += interval.low <= truth <= interval.high
    assert 0.90 <= held / 60 <= 1.0


def test_as_many_lie_above_the_threshold_as_are_right():
    chances, labels = simulate(np.random.default_rng(6), n=5_000, heat=2.0)
    sureness, right = chances.max(axis=1), chances.argmax(axis=1) == labels
    threshold = choose_sureness_threshold(sureness, right)
    assert share_above(sureness, threshold) == pytest.approx(right.mean(), abs=1e-3)


def test_nothing_to_estimate():
    assert np.isnan(estimated_accuracy_of(expected_table(np.empty((0, 3)))))
    empty = estimate_interval(0.5, n=0, spread=0.1, groups=10)
    assert (empty.low, empty.high, empty.n) == (0.0, 1.0, 0)
    with pytest.raises(ValueError, match="at least 3 groups"):
        measure_estimation_error(
            np.eye(3), np.arange(3), groups=list("aab"), languages=list("aab"), method=METHODS[0]
        )
