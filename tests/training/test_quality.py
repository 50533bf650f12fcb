import numpy as np
import pytest
from sklearn.metrics import f1_score

from sentiment.training.quality import (
    binary_accuracy,
    macro_f1,
    quality_by_group,
)


def test_macro_f1_is_that_of_scikit_learn():
    random = np.random.default_rng(0)
    labels, predicted = random.integers(0, 3, 500), random.integers(0, 3, 500)
    expected = f1_score(labels, predicted, average="macro")
    assert macro_f1(labels, predicted) == pytest.approx(expected)


def test_a_class_that_does_not_occur_is_left_out():
    assert macro_f1(np.array([0, 2, 2]), np.array([0, 2, 2])) == 1.0
    assert macro_f1(np.array([0, 0]), np.array([0, 1])) == pytest.approx(2 / 3)


def test_intervals_hold_the_value_and_narrow_with_n():
    random = np.random.default_rng(1)
    labels = random.integers(0, 3, 2_100)
    predicted = np.where(random.random(2_100) < 0.7, labels, random.integers(0, 3, 2_100))
    groups = ["small"] * 100 + ["large"] * 2_000
    large, small = quality_by_group(labels, predicted, groups=groups)
    assert (large.group, large.macro_f1.n, small.macro_f1.n) == ("large", 2_000, 100)
    for group in (large, small):
        assert group.macro_f1.low < group.macro_f1.value < group.macro_f1.high
    assert large.macro_f1.high - large.macro_f1.low < small.macro_f1.high - small.macro_f1.low


def test_where_neutral_is_no_choice_the_likelier_pole_counts():
    chances = np.array([[0.3, 0.5, 0.2], [0.1, 0.8, 0.1], [0.1, 0.2, 0.7]], dtype=np.float32)
    assert binary_accuracy(np.array([0, 2, 2]), chances) == pytest.approx(2 / 3)


def test_groups_are_calibrated_each_for_itself():
    chances = np.tile(np.array([0.8, 0.1, 0.1], dtype=np.float32), (20, 1))
    labels = np.array([0] * 8 + [1] * 2 + [0] * 5 + [1] * 5)
    groups = ["right"] * 10 + ["sure"] * 10
    right, sure = quality_by_group(labels, chances.argmax(axis=1), groups=groups, chances=chances)
    assert right.calibration == pytest.approx(0, abs=1e-6)
    assert sure.calibration == pytest.approx(0.3)
    assert right.by_chance == sure.by_chance > 0
