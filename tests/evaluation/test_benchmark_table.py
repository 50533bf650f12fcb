"""Figures of test sets and their means, against scikit-learn and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, f1_score

from sentiment.evaluation.benchmark_table import SetQuality, averages, group_means, judge_set


def drawn(seed: int, *, n: int = 200, classes: int = 3) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    labels = random.choice((0, 1, 2) if classes == 3 else (0, 2), size=n)
    chances = random.dirichlet((0.7, 0.7, 0.7), size=n)
    chances[np.arange(n), labels] += 0.4
    return chances / chances.sum(axis=1, keepdims=True), labels


def judged(seed: int, *, source: str, language: str, classes: int = 3, part="in-domain"):
    chances, labels = drawn(seed, classes=classes)
    return judge_set(chances, labels, source=source, part=part, language=language, classes=classes)


def test_three_classes_as_scikit_learn_counts_them():
    chances, labels = drawn(1)
    quality = judge_set(chances, labels, source="a", part="in-domain", language="en")
    predicted = chances.argmax(axis=1)
    assert quality.macro_f1.value == pytest.approx(f1_score(labels, predicted, average="macro"))
    assert quality.accuracy.value == pytest.approx(accuracy_score(labels, predicted))
    assert quality.macro_f1.low < quality.macro_f1.value < quality.macro_f1.high
    assert quality.n == 200 and 0 < quality.calibration_error < 1


def test_of_two_classes_the_larger_pole_is_the_answer():
    chances, labels = drawn(2, classes=2)
    quality = judge_set(chances, labels, source="a", part="never seen", language="en", classes=2)
    predicted = np.where(chances[:, 2] > chances[:, 0], 2, 0)
    assert quality.macro_f1.value == pytest.approx(f1_score(labels, predicted, average="macro"))
    assert quality.table[0][1] == quality.table[2][1] == 0


def test_a_probability_of_no_pole_at_all_is_no_error():
    quality = judge_set(
        np.array([[0.0, 1.0, 0.0]] * 4),
        np.array([0, 0, 2, 2]),
        source="a",
        part="never seen",
        language="en",
        classes=2,
    )
    assert quality.accuracy.value == 0.5 and np.isfinite(quality.calibration_error)


def sets() -> list[SetQuality]:
    return [
        judged(3, source="tweets", language="en"),
        judged(4, source="shops", language="en"),
        judged(5, source="tweets", language="de"),
        judged(6, source="films", language="de", classes=2, part="never seen"),
    ]


def test_a_language_is_the_mean_of_its_sources():
    german, english, films = group_means(sets(), over="languages")
    assert (german.group, english.group, films.classes) == ("de", "en", 2)
    assert english.members == ("shops", "tweets") and english.macro_f1.n == 400
    first, second = (one.macro_f1 for one in sets()[:2])
    assert english.macro_f1.value == pytest.approx((first.value + second.value) / 2)
    # Two independent sources are known better together than each alone.
    assert english.macro_f1.high - english.macro_f1.low < first.high - first.low


def test_averages_never_mix_parts_or_classes():
    found = {(one.over, one.part, one.classes): one for one in averages(sets())}
    assert set(found) == {
        ("languages", "in-domain", 3),
        ("languages", "never seen", 2),
        ("sources", "in-domain", 3),
        ("sources", "never seen", 2),
    }
    german, english, _ = group_means(sets(), over="languages")
    mean = found["languages", "in-domain", 3]
    expected = (german.macro_f1.value + english.macro_f1.value) / 2
    assert mean.groups == 2 and mean.macro_f1.value == pytest.approx(expected)
