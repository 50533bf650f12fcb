from __future__ import annotations

import numpy as np
import pytest

from sentiment.evaluation.prediction_powered import (
    power_tuned_share,
    residual_variances,
    share_draws,
)

TABLES = (
    ([400, 100, 500], [[20, 2, 3], [4, 8, 3], [1, 2, 57]]),
    ([1900, 50, 3050], [[4, 1, 2], [2, 3, 5], [0, 3, 30]]),
    ([30, 30, 40], [[60, 20, 20], [10, 40, 10], [5, 15, 120]]),
)
# ppi_mean_ci of ppi-python 0.2.3 on the same reviews, by table and class.
REFERENCE = (
    ((0.266624, 0.391403), (0.077403, 0.197967), (0.448, 0.570536)),
    ((0.124062, 0.294387), (-0.058971, 0.198971), (0.487745, 0.711374)),
    ((0.289535, 0.39216), (0.161318, 0.249416), (0.39689, 0.50311)),
)
SHARES = ((0.1, 0.05, 0.85), (0.3, 0.2, 0.5), (0.9, 0.07, 0.03))
UNEQUAL = np.array([[0.6, 0.25, 0.15], [0.3, 0.4, 0.3], [0.02, 0.08, 0.9]])
GOOD = np.array([[0.9, 0.05, 0.05], [0.15, 0.7, 0.15], [0.03, 0.05, 0.92]])


def interval(draws):
    return np.clip(np.quantile(draws, [0.025, 0.975], axis=0), 0, 1)


def drawn_group(random, shares, rates, *, labelled, scored):
    """Counts of calls of all, and the table of those that were labelled."""
    joint = (np.array(shares)[:, None] * rates).ravel()
    table = random.multinomial(labelled, joint).reshape(3, 3)
    others = random.multinomial(scored - labelled, joint).reshape(3, 3)
    return (table + others).sum(axis=0), table


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("place", range(3))
def test_intervals_are_those_of_ppi_python(number, place):
    others, table = TABLES[number]
    share = power_tuned_share(others, table, place=place)
    assert (share.low, share.high) == pytest.approx(REFERENCE[number][place], abs=2e-6)
    assert share.n == sum(map(sum, table))


def test_nobody_labelled_is_no_share():
    share = power_tuned_share([4, 3, 2], np.zeros((3, 3)), place=0)
    assert np.isnan(share.value)
    assert (share.low, share.high, share.n) == (0.0, 1.0, 0)


def test_both_forms_agree_where_labels_are_many():
    table = np.array(TABLES[2][1]) * 20
    others = table.sum(axis=0) * 3
    draws, raw = share_draws(others + table.sum(axis=0), table)
    low, high = interval(draws)
    for place in range(3):
        tuned = power_tuned_share(others, table, place=place)
        assert draws[:, place].mean() == pytest.approx(tuned.value, abs=0.01)
        assert high[place] - low[place] < 1.06 * (tuned.high - tuned.low)
    assert draws.sum(axis=1) == pytest.approx(1.0)
    assert raw.mean(axis=0) == pytest.approx(others / others.sum(), abs=0.002)


@pytest.mark.parametrize("labelled", [30, 60, 200])
def test_intervals_hold_the_truth_and_errors_shrink(labelled):
    random = np.random.default_rng(labelled)
    held, errors = [], []
    for shares in SHARES:
        for rates in (UNEQUAL, GOOD):
            for _ in range(60):
                called, table = drawn_group(random, shares, rates, labelled=labelled, scored=2_000)
                draws, _ = share_draws(called, table, draws=1_000)
                low, high = interval(draws)
                held.append((low <= shares) & (shares <= high))
                if rates is UNEQUAL:
                    raw = np.abs(called / called.sum() - shares).mean()
                    errors.append((np.abs(draws.mean(axis=0) - shares).mean(), raw))
    assert np.mean(held) >= 0.93
    corrected, raw = np.mean(errors, axis=0)
    assert corrected < (0.5 if labelled >= 60 else 0.7) * raw


def test_labels_of_all_reviews_leave_the_chance_of_all():
    table = np.array([[300, 20, 30], [10, 100, 20], [5, 15, 500]])
    draws, _ = share_draws(table.sum(axis=0), table)
    low, high = interval(draws)
    share = 350 / 1000
    assert draws[:, 0].mean() == pytest.approx(share, abs=0.003)
    assert (high - low)[0] / 2 == pytest.approx(1.96 * (share * (1 - share) / 1000) ** 0.5, rel=0.1)


def test_a_perfect_model_leaves_nothing_to_labels():
    assert residual_variances([10, 20, 70], np.eye(3)) == pytest.approx([0, 0, 0])
    worthless = np.full((3, 3), 1 / 3)
    assert residual_variances([10, 20, 70], worthless) == pytest.approx([2 / 9] * 3)


def test_counts_of_another_form_are_refused():
    with pytest.raises(ValueError, match=r"\(3,\) and \(3, 3\)"):
        share_draws([1, 2], np.zeros((3, 3)))
    with pytest.raises(ValueError, match="negative"):
        share_draws([1, 2, -3], np.zeros((3, 3)))
