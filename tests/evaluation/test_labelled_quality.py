import numpy as np
import pytest
from sklearn.metrics import f1_score

from sentiment.evaluation.calibration_error import calibration_error
from sentiment.evaluation.labelled_quality import (
    labelled_quality,
    quality_of_groups,
    without_neutral,
)


def test_groups_come_by_name_each_measured_for_itself():
    random = np.random.default_rng(0)
    truth, chances = random.integers(0, 3, 100), random.dirichlet([1, 1, 1], 100)
    groups = ["b"] * 60 + ["a"] * 35 + [""] * 5
    none, a, b = quality_of_groups(truth, chances, groups=groups)
    assert [(each.group, each.n) for each in (none, a, b)] == [("", 5), ("a", 35), ("b", 60)]
    assert [each.reliability for each in (none, a, b)] == ["too few", "enough", "enough"]
    answers = chances.argmax(axis=1)[:60]
    expected = f1_score(truth[:60], answers, average="macro")
    assert b.confusion.macro_f1.value == pytest.approx(expected)
    assert b.calibration == calibration_error(chances[:60], truth[:60])
    assert b.by_chance > 0


def test_nobody_is_too_few():
    nobody = labelled_quality(np.empty(0, np.int64), np.empty((0, 3)))
    assert (nobody.n, nobody.reliability) == (0, "too few")
    assert np.isnan(nobody.calibration)


def test_without_neutral_the_poles_add_up_to_one():
    chances = np.random.default_rng(1).dirichlet([1, 1, 1], 50).astype(np.float32)
    poles = without_neutral(chances)
    assert poles.sum(axis=1) == pytest.approx(np.ones(50))
    assert not poles[:, 1].any()
    assert np.array_equal(poles[:, 2] > poles[:, 0], chances[:, 2] > chances[:, 0])
