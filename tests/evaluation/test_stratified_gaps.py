"""Like compared with like: Mantel and Haenszel's differences, and when they can be tested."""

from __future__ import annotations

from functools import partial
from math import isnan

import numpy as np
import pytest
from fairlearn.metrics import MetricFrame, false_positive_rate
from scipy.stats import chi2_contingency, hypergeom

from sentiment.evaluation.judged_cells import judged_cells, outcomes
from sentiment.evaluation.stratified_gaps import (
    chance_covariance,
    stratified_gap,
    stratum_table,
)


def table_of(counts, metric="selection_rate"):
    """``counts``: group, stratum, called so, not called so."""
    rows = [
        (group, stratum, called, n)
        for group, stratum, yes, no in counts
        for called, n in ((0, yes), (2, no))
        if n
    ]
    cells = judged_cells(
        [0] * len(rows),
        [called for _, _, called, _ in rows],
        [0.0] * len(rows),
        groups=[(group,) for group, *_ in rows],
        strata=[stratum for _, stratum, *_ in rows],
        counts=[n for *_, n in rows],
        chance_squares=[0.0] * len(rows),
    )
    return stratum_table(outcomes(cells, metric))


def test_without_strata_it_is_the_plain_difference() -> None:
    gap = stratified_gap(table_of([("a", 0, 30, 70), ("b", 0, 60, 240)]), 0, shares=True)
    assert gap.difference.value == pytest.approx(0.3 - 0.2)
    assert gap.ratio is not None and gap.ratio.value == pytest.approx(1.5)
    assert (gap.difference.n, gap.comparable) == (100, 1.0)
    # Pearson's chi-squared has N where Cochran, Mantel and Haenszel's has N − 1.
    pearson = chi2_contingency([[30, 70], [60, 240]], correction=False).statistic
    from scipy.stats import chi2

    assert gap.p == pytest.approx(chi2.sf(pearson * 399 / 400, 1))
    assert gap.difference.low < 0.1 < gap.difference.high
    assert gap.difference.low > -0.01


def test_strata_are_weighted_as_by_mantel_and_haenszel() -> None:
    rng = np.random.default_rng(2)
    n = 900
    group, product = rng.choice(["a", "b"], n), rng.choice(["x", "y", "z"], n, p=[0.6, 0.3, 0.1])
    truth = rng.choice([1, 2], n)
    called = np.where(rng.random(n) < np.where(product == "x", 0.3, 0.1), 0, 2)
    cells = judged_cells(
        truth, called, np.zeros(n), groups=[(one,) for one in group], strata=product.tolist()
    )
    table = stratum_table(outcomes(cells, "false_positive_rate"))
    frame = MetricFrame(
        metrics={"fpr": partial(false_positive_rate, pos_label=1)},
        y_true=np.zeros(n, int),
        y_pred=(called == 0).astype(int),
        sensitive_features={"group": group},
        control_features={"product": product},
    )
    rates = frame.by_group["fpr"]
    weighted = weights = 0.0
    for name in ("x", "y", "z"):
        n1, n0 = (int(((product == name) & (group == one)).sum()) for one in "ab")
        weights += n1 * n0 / (n1 + n0)
        weighted += n1 * n0 / (n1 + n0) * (rates[name, "a"] - rates[name, "b"])
    gap = stratified_gap(table, 0, shares=True)
    assert gap.difference.value == pytest.approx(weighted / weights)


def test_a_gap_that_is_the_assortments_goes_away() -> None:
    """Group a reviews mostly what is called negative anyway: Simpson's paradox."""
    counts = [("a", "x", 45, 45), ("a", "y", 1, 9), ("b", "x", 50, 50), ("b", "y", 90, 810)]
    table = table_of(counts)
    gap = stratified_gap(table, 0, shares=True)
    assert gap.difference.value == pytest.approx(0.0, abs=1e-12)
    assert gap.p > 0.9


def test_few_expected_cases_get_the_exact_test() -> None:
    gap = stratified_gap(table_of([("a", 0, 3, 37), ("b", 0, 5, 955)]), 0, shares=True)
    chances = hypergeom(1000, 8, 40).pmf(np.arange(9))
    exact = 2 * (chances[4:].sum() + chances[3] / 2)
    assert gap.p == pytest.approx(exact)
    # Chi-squared would have called it all but certain.
    assert gap.p > 20 * chi2_contingency([[3, 37], [5, 955]], correction=False).pvalue
    # Two strata: the convolution of both.
    gap = stratified_gap(
        table_of([("a", 0, 2, 18), ("b", 0, 3, 477), ("a", 1, 1, 19), ("b", 1, 2, 478)]),
        0,
        shares=True,
    )
    first, second = (hypergeom(500, k, 20).pmf(np.arange(6)) for k in (5, 3))
    both = np.convolve(first, second)
    assert gap.p == pytest.approx(2 * (both[4:].sum() + both[3] / 2))


def test_too_few_comparable_reviews_give_no_number() -> None:
    lonely = table_of([("a", "only here", 50, 50), ("a", "x", 5, 5), ("b", "x", 50, 50)])
    gap = stratified_gap(lonely, 0, shares=True)
    assert isnan(gap.difference.value) and isnan(gap.p) and gap.ratio is None
    assert gap.difference.n == 10 and gap.comparable == pytest.approx(10 / 110)


def test_no_case_has_no_ratio_but_doubt() -> None:
    gap = stratified_gap(table_of([("a", 0, 0, 50), ("b", 0, 10, 190)]), 0, shares=True)
    assert gap.ratio is None
    assert gap.difference.value == pytest.approx(-0.05)
    assert gap.difference.low < -0.05 < gap.difference.high
    alike = stratified_gap(table_of([("a", 0, 0, 50), ("b", 0, 0, 90)]), 0, shares=True)
    assert (alike.difference.value, alike.p) == (0.0, 1.0) and alike.difference.high > 0.01


def test_chance_covariance_is_that_of_shuffled_groups() -> None:
    rng = np.random.default_rng(3)
    stratum = np.repeat([0, 1], [60, 40])
    group = rng.choice(3, 100, p=[0.5, 0.3, 0.2])
    x = (rng.random(100) < np.where(stratum == 0, 0.6, 0.2)).astype(int)
    cells = judged_cells(
        np.zeros(100),
        np.where(x == 1, 0, 2),
        np.zeros(100),
        groups=[(str(one),) for one in group],
        strata=stratum.tolist(),
    )
    covariance = chance_covariance(stratum_table(outcomes(cells, "selection_rate")), places=3)
    excesses = np.zeros((4_000, 3))
    for deal in excesses:
        for one in (0, 1):
            mine = stratum == one
            dealt = rng.permutation(group[mine])
            deal += np.bincount(dealt, x[mine], 3) - x[mine].mean() * np.bincount(dealt, None, 3)
    assert np.cov(excesses.T) == pytest.approx(covariance, abs=0.35)
    assert np.diag(covariance).min() > 2
