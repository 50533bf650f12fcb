from itertools import pairwise

import numpy as np
import pytest

from sentiment.evaluation.calibration_error import (
    calibration_error,
    calibration_error_by_chance,
    reliability_bins,
)
from sentiment.evaluation.intervals import wilson


def drawn_labels(chances: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Labels that come up as often as ``chances`` say."""
    labels = (random.random(len(chances))[:, None] > chances.cumsum(axis=1)).sum(axis=1)
    return labels.clip(max=2)


@pytest.mark.parametrize("count", [100, 400, 4_000])
def test_the_error_by_chance_is_rarely_passed_by_a_calibrated_model(count):
    random = np.random.default_rng(count)
    chances = random.dirichlet([1, 1, 1], count).astype(np.float32)
    limit = calibration_error_by_chance(chances)
    errors = [calibration_error(chances, drawn_labels(chances, random)) for _ in range(100)]
    assert 85 <= sum(error <= limit for error in errors) <= 100
    assert 0.5 * limit < np.mean(errors) < limit


def test_the_error_is_the_gap_between_sureness_and_share_right():
    chances = np.tile(np.array([0.8, 0.1, 0.1], dtype=np.float32), (10, 1))
    assert calibration_error(chances, np.array([0] * 8 + [1] * 2)) == pytest.approx(0, abs=1e-6)
    assert calibration_error(chances, np.array([0] * 5 + [1] * 5)) == pytest.approx(0.3)


def test_the_bins_give_the_error_and_hold_everything():
    random = np.random.default_rng(3)
    chances = random.dirichlet([1, 1, 1], 500)
    labels = random.integers(0, 3, 500)
    bins = reliability_bins(chances, labels)
    assert sum(one.n for one in bins) == 500
    assert all(one.low <= one.sureness <= one.high for one in bins)
    assert all(a.high <= b.low for a, b in pairwise(bins))
    weighed = sum(one.n * abs(one.sureness - one.right.value) for one in bins) / 500
    assert weighed == pytest.approx(calibration_error(chances, labels))


def test_a_bin_has_wilsons_interval_and_the_last_one_holds_certainty():
    chances = np.array([[1.0, 0.0, 0.0]] * 4)
    (last,) = reliability_bins(chances, np.array([0, 0, 0, 1]), bins=10)
    assert (last.low, last.high, last.sureness) == (0.9, 1.0, 1.0)
    assert last.right == wilson(3, 4)


def test_many_draws_are_made_in_parts_that_change_nothing(monkeypatch):
    chances = np.random.default_rng(5).dirichlet([1, 1, 1], 300)
    whole = calibration_error_by_chance(chances)
    monkeypatch.setattr("sentiment.evaluation.calibration_error._AT_ONCE", 7 * 300)
    assert calibration_error_by_chance(chances) == whole


def test_without_texts_there_is_no_error():
    nothing, none = np.empty((0, 3)), np.empty(0, np.int64)
    assert np.isnan(calibration_error(nothing, none))
    assert np.isnan(calibration_error_by_chance(nothing))
    assert reliability_bins(nothing, none) == ()
