"""Reviews that are alike become one cell; each metric is a mean over some of them."""

from __future__ import annotations

import numpy as np
import pytest

from sentiment.evaluation.judged_cells import METRICS, OTHERS, judged_cells, outcomes

TRUTH = [0, 0, 1, 2, 2, 0]
CALLED = [0, 2, 0, 2, 0, 0]
CHANCES = [0.9, 0.2, 0.6, 0.1, 0.7, 0.5]
GROUPS = [("de",), ("de",), ("de",), ("th",), ("th",), ("de",)]


def mean(metric: str, **kwargs) -> float:
    cells = judged_cells(TRUTH, CALLED, CHANCES, groups=GROUPS, **kwargs)
    found = outcomes(cells, metric)
    return float(found.sums.sum() / found.counts.sum())


def test_each_metric_is_the_mean_of_its_outcome() -> None:
    assert mean("error") == pytest.approx(3 / 6)
    assert mean("false_positive_rate") == pytest.approx(2 / 3)
    assert mean("false_negative_rate") == pytest.approx(1 / 3)
    assert mean("selection_rate") == pytest.approx(4 / 6)
    assert mean("base_rate") == pytest.approx(3 / 6)
    assert mean("calibration") == pytest.approx(0.5 - 0.5)
    assert mean("overcalled") == pytest.approx(4 / 6 - 3 / 6)
    # Against another class: called positive once, rightly, of two.
    assert mean("false_negative_rate", sentiment=2) == pytest.approx(1 / 2)


def test_counted_reviews_give_the_same_as_single_ones() -> None:
    rng = np.random.default_rng(0)
    truth, called = rng.integers(0, 3, 500), rng.integers(0, 3, 500)
    chances, groups = rng.random(500), [("a",) if one else ("b",) for one in rng.random(500) > 0.3]
    single = judged_cells(truth, called, chances, groups=groups)
    assert len(single.counts) <= 2 * 3 * 2 and single.n == 500
    again = judged_cells(
        single.truth,
        np.where(single.called, 0, 1),
        single.chances,
        groups=[single.groups[place] for place in single.place],
        counts=single.counts,
        chance_squares=single.chance_squares,
    )
    for metric in METRICS:
        one, other = outcomes(single, metric), outcomes(again, metric)
        assert np.allclose(one.sums, other.sums) and np.allclose(one.squares, other.squares)
    x = chances - (truth == 0)
    assert outcomes(single, "calibration").squares.sum() == pytest.approx((x**2).sum())


def test_true_classes_can_be_strata() -> None:
    cells = judged_cells(TRUTH, CALLED, CHANCES, groups=GROUPS, strata=["x"] * 3 + ["y"] * 3)
    assert len(set(outcomes(cells, "error").stratum.tolist())) == 2
    assert len(set(outcomes(cells, "error", by_true_class=True).stratum.tolist())) == 4


def test_small_groups_are_put_together_and_unknown_ones_have_a_name() -> None:
    groups = [("a",), ("a",), ("b",), ("b",), ("c",), (None,)]
    cells = judged_cells(TRUTH, CALLED, CHANCES, groups=groups, most_groups=2)
    assert set(cells.groups) == {("a",), ("b",), OTHERS}
    assert cells.counts[cells.place == cells.groups.index(OTHERS)].sum() == 2
    assert ("",) in judged_cells(TRUTH, CALLED, CHANCES, groups=groups).groups


def test_arrays_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match=r"Expected 6 entries of each, got \[3, 6\]"):
        judged_cells(TRUTH, CALLED, CHANCES, groups=GROUPS[:3])
    with pytest.raises(ValueError, match="squares"):
        judged_cells(TRUTH, CALLED, CHANCES, groups=GROUPS, counts=[1] * 6)
