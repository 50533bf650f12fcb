"""By simulation: a fair model is called fair, a shifted language is found, intervals hold."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from sentiment.evaluation.parallel_consistency import (
    ONE_LANGUAGE,
    SAME_ID_AND_LANGUAGE,
    TOO_FEW_SHARED,
    TWO_TRUTHS,
    Consistency,
    parallel_consistency,
)

LANGUAGES = ("de", "en", "ja", "sw")
NEGATIVE, NEUTRAL, POSITIVE = (0.8, 0.1, 0.1), (0.1, 0.8, 0.1), (0.1, 0.1, 0.8)


def simulated(
    texts: int, *, shift: float = 0.0, noise: float = 0.6, seed: int = 0
) -> tuple[list[str], list[str], NDArray[np.float64], list[int]]:
    """Versions of ``texts`` texts; Swahili's logit of positive is moved by ``shift``."""
    random = np.random.default_rng(seed)
    truth = random.integers(0, 3, texts)
    logits = 1.5 * np.eye(3)[truth][:, None, :] + random.normal(0, noise, (texts, 4, 3))
    logits[:, 3, 2] += shift
    chances = np.exp(logits) / np.exp(logits).sum(axis=2, keepdims=True)
    ids = [f"t{i}" for i in range(texts) for _ in LANGUAGES]
    names = list(LANGUAGES) * texts
    return ids, names, chances.reshape(-1, 3), np.repeat(truth, 4).tolist()


def consistency_of(texts: int, *, shift: float = 0.0, seed: int = 0, **options: int) -> Consistency:
    ids, names, chances, truth = simulated(texts, shift=shift, seed=seed)
    return parallel_consistency(ids, names, chances=chances, truth=truth, **options)


def test_a_fair_model_is_silent_at_its_nominal_rate() -> None:
    loud = pairs = 0
    for seed in range(60):
        found = consistency_of(60, seed=seed, resamples=20)
        loud += any(one.shift.q < 0.05 for one in found.languages)
        pairs += any(pair.shift.q < 0.05 for pair in found.pairs)
    assert loud <= 8
    assert pairs <= 8


def test_a_shifted_language_is_found_and_named_alone() -> None:
    found = consistency_of(200, shift=1.0)
    worst = max(found.languages, key=lambda one: abs(one.shift.difference.value))
    assert worst.language == "sw"
    assert worst.shift.q < 0.01
    assert worst.shift.difference.low > 0
    assert worst.flip_shift is not None
    assert worst.flip_shift.difference.value > 0
    assert worst.accuracy_shift is not None
    assert worst.accuracy_shift.difference.high < 0
    touched = {(pair.first, pair.other) for pair in found.pairs if pair.shift.q < 0.01}
    assert touched == {("de", "sw"), ("en", "sw"), ("ja", "sw")}


def test_intervals_of_the_shift_cover_the_truth() -> None:
    chances = simulated(40_000, shift=0.5, seed=99)[2].reshape(-1, 4, 3)
    scores = chances[:, :, 2] - chances[:, :, 0]
    shifts = (scores - scores.mean(axis=1, keepdims=True)).mean(axis=0)
    truth = dict(zip(LANGUAGES, shifts.tolist(), strict=True))
    covered = total = 0
    for seed in range(100):
        for one in consistency_of(40, shift=0.5, seed=seed, resamples=400).languages:
            covered += one.shift.difference.low <= truth[one.language] <= one.shift.difference.high
            total += 1
    assert covered / total >= 0.93


def test_flips_are_counted_against_most_others_and_against_truth() -> None:
    ids, names, rows, truth = [], [], [], []
    for i in range(20):
        for name in LANGUAGES:
            ids.append(str(i))
            names.append(name)
            rows.append(NEGATIVE if name == "sw" and i < 5 else POSITIVE)
            truth.append(2 if i != 4 else 0)
    found = parallel_consistency(ids, names, chances=rows, truth=truth)
    swahili = next(one for one in found.languages if one.language == "sw")
    assert swahili.flipped is not None
    assert (swahili.flipped.value, swahili.flipped.n) == (0.25, 20)
    assert swahili.made_wrong is not None
    assert swahili.made_right is not None
    assert (swahili.made_wrong.value, swahili.made_right.value, swahili.made_right.n) == (
        0.8,
        0.2,
        5,
    )
    assert swahili.accuracy is not None
    assert swahili.accuracy.value == 0.8
    german = next(one for one in found.languages if one.language == "de")
    assert german.flipped is not None
    assert german.flipped.value == 0
    assert german.made_wrong is None
    assert found.overall is not None
    assert found.overall.not_alike.value == 0.25
    assert found.overall.disagreement.value == pytest.approx(0.25 * 0.5)


def test_flips_can_be_counted_against_one_language() -> None:
    ids, names, chances, _ = simulated(30)
    found = parallel_consistency(ids, names, chances=chances, reference="en")
    english = next(one for one in found.languages if one.language == "en")
    assert english.flipped is None
    assert all(one.flipped is not None for one in found.languages if one.language != "en")
    labels = chances.argmax(axis=1).reshape(-1, 4)
    japanese = next(one for one in found.languages if one.language == "ja")
    assert japanese.flipped is not None
    assert japanese.flipped.value == pytest.approx(np.mean(labels[:, 2] != labels[:, 1]))


def test_what_cannot_be_compared_is_counted() -> None:
    ids, names, chances, truth = simulated(30)
    ids += ["alone", "t0", "t1", "t2"]
    names += ["de", "de", "fi", "fi"]
    chances = np.vstack([chances, [POSITIVE, NEUTRAL, POSITIVE, POSITIVE]])
    labels: list[int | None] = [*truth, None, None, None, 2 - truth[8] if truth[8] != 1 else 0]
    found = parallel_consistency(ids, names, chances=chances, truth=labels)
    assert found.too_few == {"fi": 2}
    assert found.left_out == {
        ONE_LANGUAGE: 1,
        SAME_ID_AND_LANGUAGE: 2,
        TOO_FEW_SHARED: 1,
        TWO_TRUTHS: 1,
    }
    assert found.overall is not None
    assert (found.overall.ids, found.overall.truths) == (30, 29)


def test_two_versions_in_one_language_are_averaged() -> None:
    ids, names, chances, _ = simulated(20)
    doubled = parallel_consistency(
        [*ids, *ids], [*names, *names], chances=np.vstack([chances, chances])
    )
    once = parallel_consistency(ids, names, chances=chances)
    assert doubled.languages == once.languages
    assert doubled.pairs == once.pairs


def test_three_texts_give_no_number() -> None:
    ids, names, chances, _ = simulated(3)
    found = parallel_consistency(ids, names, chances=chances)
    assert found.overall is None
    assert found.languages == found.pairs == ()
    assert set(found.too_few) == set(LANGUAGES)


def test_without_truth_nothing_is_said_about_being_right() -> None:
    ids, names, chances, _ = simulated(30)
    found = parallel_consistency(ids, names, chances=chances)
    assert all(
        one.accuracy is one.made_wrong is one.accuracy_shift is None for one in found.languages
    )


def test_other_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="probabilities of shape"):
        parallel_consistency(["a", "a"], ["de", "en"], chances=[[1.0, 0.0], [1.0, 0.0]])
