"""Fairlearn's rates, without its two silent zeros, and bootstrap samples of counts."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from fairlearn.metrics import (
    MetricFrame,
    demographic_parity_difference,
    false_negative_rate,
    false_positive_rate,
    selection_rate,
)

from sentiment.evaluation.fairness_gaps import rate_of
from sentiment.evaluation.group_rates import draw_rates, metric_frame_rates, quarter_tables
from sentiment.evaluation.judged_cells import METRICS, judged_cells
from sentiment.records import SENTIMENTS

N = 600


@pytest.fixture
def reviews() -> tuple[np.ndarray, ...]:
    """Truth, answer, probability of negative, and group: group b is called negative more often."""
    rng = np.random.default_rng(7)
    group = np.where(np.arange(N) < 400, "a", "b")
    truth = rng.choice(3, N, p=[0.4, 0.2, 0.4])
    wrong = rng.random(N) < np.where(group == "b", 0.3, 0.1)
    called = np.where(wrong, np.where(truth == 0, 2, 0), truth)
    return truth, called, np.where(called == 0, 0.8, 0.15) + rng.normal(0, 0.05, N), group


def cells_of(reviews):
    truth, called, chances, group = reviews
    return judged_cells(truth, called, chances, groups=[(name,) for name in group])


def test_three_classes_by_name_silently_give_nothing_in_fairlearn_but_not_here(reviews) -> None:
    truth, called, _, group = reviews
    names = np.array(SENTIMENTS)
    frame = MetricFrame(
        metrics=selection_rate,
        y_true=names[truth],
        y_pred=names[called],
        sensitive_features=group,
    )
    assert (frame.by_group == 0.0).all()  # the trap
    trapped = demographic_parity_difference(names[truth], names[called], sensitive_features=group)
    assert trapped == 0.0
    _, rates = metric_frame_rates(quarter_tables(cells_of(reviews)))
    expected = [float((called[group == name] == 0).mean()) for name in "ab"]
    assert rates["selection_rate"] == pytest.approx(expected)
    assert min(expected) > 0.3 and abs(expected[0] - expected[1]) > 0.01


def test_rates_are_those_of_fairlearn_on_single_reviews(reviews) -> None:
    truth, called, chances, group = reviews
    so, said = (truth == 0).astype(int), (called == 0).astype(int)
    frame = MetricFrame(
        metrics={
            "false_positive_rate": partial(false_positive_rate, pos_label=1),
            "false_negative_rate": partial(false_negative_rate, pos_label=1),
            "selection_rate": selection_rate,
        },
        y_true=so,
        y_pred=said,
        sensitive_features=group,
    )
    tables = quarter_tables(cells_of(reviews))
    overall, rates = metric_frame_rates(tables)
    for name in frame.by_group.columns:
        assert rates[name] == pytest.approx(frame.by_group[name].to_numpy())
        assert overall[name] == pytest.approx(frame.overall[name])
    for place, name in enumerate("ab"):
        mine = group == name
        assert rates["error"][place] == pytest.approx((so != said)[mine].mean())
        assert rates["calibration"][place] == pytest.approx((chances - so)[mine].mean())
        assert rates["overcalled"][place] == pytest.approx((said - so)[mine].mean())
        for metric in METRICS:
            assert rate_of(tables[:, place], metric) == pytest.approx(rates[metric][place])


def test_a_rate_of_nobody_is_not_known_where_fairlearn_says_zero() -> None:
    truth = [0] * 40 + [0, 2] * 20
    called = [0] * 30 + [2] * 10 + [0] * 40
    groups = [("all negative",)] * 40 + [("mixed",)] * 40
    so, said = np.equal(truth, 0).astype(int), np.equal(called, 0).astype(int)
    frame = MetricFrame(
        metrics={"fpr": partial(false_positive_rate, pos_label=1)},
        y_true=so,
        y_pred=said,
        sensitive_features=[name for (name,) in groups],
    )
    assert frame.by_group["fpr"]["all negative"] == 0.0  # the trap
    _, rates = metric_frame_rates(
        quarter_tables(judged_cells(truth, called, [0.5] * 80, groups=groups))
    )
    assert np.isnan(rates["false_positive_rate"][0])
    assert rates["false_negative_rate"][0] == pytest.approx(10 / 40)
    assert rates["false_positive_rate"][1] == pytest.approx(1.0)


def test_a_group_that_is_none_stops_fairlearn_but_not_us(reviews) -> None:
    truth, called, chances, group = reviews
    named = [None if name == "b" else str(name) for name in group]
    with pytest.raises(ValueError, match="missing values"):
        MetricFrame(metrics=selection_rate, y_true=truth, y_pred=called, sensitive_features=named)
    cells = judged_cells(truth, called, chances, groups=[(name,) for name in named])
    assert cells.groups == (("",), ("a",))
    _, rates = metric_frame_rates(quarter_tables(cells))
    assert not np.isnan(rates["error"]).any()


def test_drawing_counts_is_drawing_reviews(reviews) -> None:
    """The middle 95 % are those of Fairlearn's own, much slower, bootstrap of reviews."""
    truth, called, _, group = reviews
    frame = MetricFrame(
        metrics={
            "false_positive_rate": partial(false_positive_rate, pos_label=1),
            "selection_rate": selection_rate,
        },
        y_true=(truth == 0).astype(int),
        y_pred=(called == 0).astype(int),
        sensitive_features=group,
        n_boot=40,
        ci_quantiles=[0.1, 0.5, 0.9],
        random_state=1,
    )
    tables = quarter_tables(cells_of(reviews))
    for place, name in enumerate("ab"):
        drawn = draw_rates(tables[:, place], generator=np.random.default_rng(3))
        for metric in ("false_positive_rate", "selection_rate"):
            theirs = [quantile.loc[name, metric] for quantile in frame.by_group_ci]
            assert np.quantile(drawn[metric], [0.1, 0.5, 0.9]) == pytest.approx(theirs, abs=0.03)


def test_mean_probabilities_vary_as_in_a_bootstrap_of_reviews(reviews) -> None:
    truth, _, chances, group = reviews
    mine = np.flatnonzero(group == "b")
    rng = np.random.default_rng(5)
    gaps = (chances - (truth == 0))[rng.choice(mine, (2_000, len(mine)))].mean(axis=1)
    drawn = draw_rates(quarter_tables(cells_of(reviews))[:, 1], generator=rng)["calibration"]
    assert drawn.std() == pytest.approx(gaps.std(), rel=0.1)
    assert drawn.mean() == pytest.approx(gaps.mean(), abs=0.01)


def test_no_mistake_at_all_still_leaves_doubt() -> None:
    table = np.zeros((3, 2, 2))
    table[0] = [[40, 0], [0, 10]]
    drawn = draw_rates(table, generator=np.random.default_rng(0))
    assert np.quantile(drawn["false_positive_rate"], 0.975) > 0.02
    assert np.nanmax(drawn["false_negative_rate"]) > 0.05
