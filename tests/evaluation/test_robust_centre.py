from __future__ import annotations

import numpy as np
import pytest

from sentiment.evaluation.robust_centre import centre_weights

LEVELS = np.array([0.03, -0.02, 0.01, 0.0, -0.9])


def test_an_odd_group_pulls_no_further_than_the_reach():
    weights = centre_weights(LEVELS, reach=0.1)
    centre = float(weights @ LEVELS)
    # Huber's condition: deviations cut off at the reach add up to 0.
    assert np.clip(LEVELS - centre, -0.1, 0.1).sum() == pytest.approx(0, abs=1e-9)
    assert centre == pytest.approx(0.005 - 0.1 / 4)
    assert LEVELS.mean() < -0.17


def test_groups_that_lie_close_together_weigh_the_same():
    assert centre_weights(LEVELS[:4], reach=0.1) == pytest.approx([0.25] * 4)


@pytest.mark.parametrize("far", [0.01, 0.5, 40.0])
def test_two_groups_share_their_difference(far):
    assert centre_weights([0.0, far], reach=0.1) == pytest.approx([0.5, 0.5])


def test_only_those_that_are_meant_weigh():
    among = np.array([True, True, False, False, True])
    weights = centre_weights(LEVELS, reach=0.1, among=among)
    assert weights[[2, 3]].tolist() == [0, 0]
    assert weights.sum() == pytest.approx(1)
