import numpy as np
import pytest

from sentiment.evaluation.calibration_error import calibration_error
from sentiment.evaluation.temperature import fit_temperature


def softmax(logits):
    chances = np.exp(logits - logits.max(axis=1, keepdims=True))
    return (chances / chances.sum(axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def overconfident():
    """Logits that are three times too large, and labels drawn as the right ones say."""
    random = np.random.default_rng(5)
    right = random.normal(0, 1.5, (20_000, 3)).astype(np.float32)
    labels = (random.random(20_000)[:, None] > softmax(right).cumsum(axis=1)).sum(axis=1)
    return 3 * right, labels


def test_the_temperature_that_was_put_in_is_found(overconfident):
    assert fit_temperature(*overconfident) == pytest.approx(3, rel=0.05)


def test_divided_logits_are_calibrated(overconfident):
    logits, labels = overconfident
    assert calibration_error(softmax(logits), labels) > 0.1
    assert calibration_error(softmax(logits / 3), labels) < 0.01


def test_the_error_of_one_bin_is_the_gap_between_sureness_and_accuracy():
    chances = np.tile(np.array([0.8, 0.15, 0.05], dtype=np.float32), (10, 1))
    assert calibration_error(chances, np.array([0] * 5 + [1] * 5)) == pytest.approx(0.3)
