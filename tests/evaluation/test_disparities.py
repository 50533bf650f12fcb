"""How far apart groups lie, beside what chance alone gives."""

from __future__ import annotations

import numpy as np
import pytest
from fairlearn.metrics import MetricFrame, selection_rate

from sentiment.evaluation.fairness import measure_fairness
from sentiment.evaluation.judged_cells import judged_cells

SIZES = (400, 200, 100, 60, 40, 20)


def fair_cells(seed: int, *, gap: float = 0.0, products: int = 1):
    """Six groups; ``gap`` more of the second one's reviews are called negative."""
    rng = np.random.default_rng(seed)
    group = np.repeat(np.arange(len(SIZES)), SIZES)
    product = rng.integers(0, products, len(group))
    truth = rng.choice(3, len(group), p=[0.3, 0.2, 0.5])
    said = rng.random(len(group)) < 0.2 + 0.3 * product / products + gap * (group == 1)
    called = np.where(said, 0, 2)
    cells = judged_cells(
        truth,
        called,
        np.where(said, 0.7, 0.1),
        groups=[(f"g{one}",) for one in group],
        strata=product.tolist(),
    )
    return cells, group, said


def found(cells, metric="selection_rate", *, controlled=False):
    table = measure_fairness(cells, resamples=300)
    return next(
        one for one in table.disparities if one.metric == metric and one.controlled == controlled
    )


def test_the_difference_is_fairlearns_among_the_groups_that_are_large_enough() -> None:
    cells, group, said = fair_cells(1, gap=0.2)
    large = group < 5
    frame = MetricFrame(
        metrics=selection_rate,
        y_true=said[large].astype(int),
        y_pred=said[large].astype(int),
        sensitive_features=group[large],
    )
    one = found(cells)
    assert one.difference.value == pytest.approx(frame.difference())
    assert one.ratio is not None and one.ratio.value == pytest.approx(frame.ratio())
    assert one.worst == (f"g{frame.by_group.idxmax()}",)
    assert one.best == (f"g{frame.by_group.idxmin()}",)
    assert one.difference.low <= one.difference.value <= one.difference.high
    assert one.p < 0.05 < found(fair_cells(1)[0]).p


def test_chance_is_that_of_shuffled_groups() -> None:
    cells, group, said = fair_cells(4)
    rng = np.random.default_rng(0)
    sizes = np.bincount(group)[:5]
    apart = [np.ptp(np.bincount(rng.permutation(group), said)[:5] / sizes) for _ in range(2_000)]
    one = found(cells)
    assert one.by_chance == pytest.approx(np.mean(apart), rel=0.06)
    assert one.by_chance_high == pytest.approx(np.quantile(apart, 0.95), rel=0.08)
    assert one.by_chance > 0.05  # alike groups of this size lie so far apart


def test_the_controlled_disparity_finds_what_is_left_among_like_reviews() -> None:
    cells, _, _ = fair_cells(2, gap=0.25, products=10)
    one = found(cells, controlled=True)
    assert one.worst == ("g1",) and one.p < 0.05
    assert one.difference.value == pytest.approx(found(cells).difference.value, abs=0.1)
    assert found(fair_cells(4, products=10)[0], controlled=True).p > 0.05


def test_two_groups_lie_as_far_apart_as_they_differ() -> None:
    cells = judged_cells(
        [0, 0, 0, 0],
        [0, 2, 0, 2],
        [0.0] * 4,
        groups=[("a",), ("a",), ("b",), ("b",)],
        counts=[30, 70, 20, 180],
        chance_squares=[0.0] * 4,
    )
    table = measure_fairness(cells, resamples=300)
    selection = next(one for one in table.disparities if one.metric == "selection_rate")
    assert selection.difference.value == pytest.approx(0.2)
    assert table.groups[1].against_rest["selection_rate"].difference.value == pytest.approx(0.2)
    assert not any(one.metric == "false_positive_rate" for one in table.disparities)
