import numpy as np
import pytest
from scipy.stats import binomtest
from sklearn.metrics import accuracy_score, f1_score

from sentiment.evaluation.confusion import macro_f1_of
from sentiment.evaluation.paired import (
    holm_corrected,
    mcnemar_test,
    paired_difference,
    paired_differences,
    paired_table,
)


def answers_of(truth, accuracy, random):
    return np.where(random.random(len(truth)) < accuracy, truth, random.integers(0, 3, len(truth)))


def paired_chances(prior, *, first, other, copied):
    """Chances of truth, first and other answer: with ``copied`` the other copies the first."""
    chances = np.zeros((3, 3, 3))
    for place in range(3):
        a, b = np.full(3, (1 - first) / 2), np.full(3, (1 - other) / 2)
        a[place], b[place] = first, other
        chances[place] = prior[place] * (copied * np.diag(a) + (1 - copied) * np.outer(a, b))
    return chances


# Neutral is neither true nor an answer: the first model is right in 80, the other in 85 of 100.
TWO_CLASSES = np.zeros((3, 3, 3))
TWO_CLASSES[np.ix_([0], [0, 2], [0, 2])] = [[0.35, 0.05], [0.075, 0.025]]
TWO_CLASSES[np.ix_([2], [0, 2], [0, 2])] = [[0.025, 0.075], [0.05, 0.35]]


def test_differences_are_those_of_scikit_learn():
    random = np.random.default_rng(0)
    truth = random.integers(0, 3, 300)
    first, other = answers_of(truth, 0.5, random), answers_of(truth, 0.7, random)
    difference = paired_difference(paired_table(truth, first, other))

    def gap(metric, **options):
        return metric(truth, other, **options) - metric(truth, first, **options)

    assert difference.accuracy.value == pytest.approx(gap(accuracy_score))
    assert difference.macro_f1.value == pytest.approx(gap(f1_score, average="macro"))
    assert difference.both_right == ((first == truth) & (other == truth)).sum()
    assert difference.only_first == ((first == truth) & (other != truth)).sum()
    assert difference.only_other == ((first != truth) & (other == truth)).sum()
    assert difference.neither == ((first != truth) & (other != truth)).sum()
    assert difference.n == 300


def test_the_other_way_round_the_sign_turns():
    random = np.random.default_rng(1)
    truth = random.integers(0, 3, 200)
    first, other = answers_of(truth, 0.5, random), answers_of(truth, 0.7, random)
    there = paired_difference(paired_table(truth, first, other))
    back = paired_difference(paired_table(truth, other, first))
    assert back.macro_f1.value == pytest.approx(-there.macro_f1.value)
    assert back.macro_f1.low == pytest.approx(-there.macro_f1.high, abs=0.02)
    assert (back.only_first, back.test) == (there.only_other, there.test)


def test_what_is_hard_for_both_does_not_widen_the_interval():
    truth = np.array([0, 1, 2] * 100)
    first = np.where(np.arange(300) % 2, truth, (truth + 1) % 3)
    other = first.copy()
    other[:6] = truth[:6]
    paired = paired_difference(paired_table(truth, first, other)).accuracy
    assert paired.high - paired.low < 0.05  # two separate shares of 300 would give 0.16


def test_models_that_never_differ_are_not_proven_equal():
    truth = np.array([0, 1, 2] * 10)
    same = paired_difference(paired_table(truth, truth, truth))
    assert (same.macro_f1.value, same.accuracy.value) == (0, 0)
    assert same.macro_f1.low < 0 < same.macro_f1.high
    assert (same.both_right, same.test.p, same.test.method) == (30, 1.0, "exact")


def test_nobody_gives_no_difference():
    nobody = paired_difference(np.zeros((3, 3, 3)))
    assert np.isnan(nobody.macro_f1.value)
    assert (nobody.accuracy.low, nobody.accuracy.high, nobody.n) == (-1, 1, 0)


def test_a_table_of_another_shape_is_refused():
    with pytest.raises(ValueError, match="Expected counts"):
        paired_difference(np.zeros((3, 3)))


def test_few_reviews_of_one_class_do_not_prove_models_equal_either():
    seven = paired_difference(paired_table([2] * 7, [2] * 7, [2] * 7))
    assert seven.macro_f1.low < -0.05
    assert seven.accuracy.high > 0.05


@pytest.mark.parametrize("n", [30, 100, 400])
@pytest.mark.parametrize(
    "chances",
    [
        paired_chances([1 / 3] * 3, first=0.7, other=0.8, copied=0.5),
        paired_chances([0.2, 0.1, 0.7], first=0.75, other=0.8, copied=0.8),
        paired_chances([0.1, 0.02, 0.88], first=0.8, other=0.85, copied=0.7),
        TWO_CLASSES,
    ],
)
def test_intervals_hold_the_truth_at_least_as_often_as_they_say(chances, n):
    true_f1 = macro_f1_of(chances.sum(axis=1)) - macro_f1_of(chances.sum(axis=2))
    true_accuracy = np.einsum("iji->", chances) - np.einsum("iij->", chances)
    tables = np.random.default_rng(n).multinomial(n, chances.ravel(), size=250)
    found = [
        paired_difference(table.reshape(3, 3, 3), resamples=400, seed=place)
        for place, table in enumerate(tables)
    ]
    for figure, value in (("macro_f1", true_f1), ("accuracy", true_accuracy)):
        intervals = [getattr(each, figure) for each in found]
        assert np.mean([one.low <= value <= one.high for one in intervals]) >= 0.91


@pytest.mark.parametrize(("only_first", "only_other"), [(6, 16), (0, 5), (12, 12), (1, 0)])
def test_few_differences_are_tested_exactly(only_first, only_other):
    test = mcnemar_test(only_first, only_other)
    assert test.method == "exact"
    assert test.p == pytest.approx(binomtest(only_first, only_first + only_other).pvalue)


@pytest.mark.parametrize(
    ("only_first", "only_other", "method", "p"),
    [
        (150, 86, "continuity-corrected", 4.115e-5),  # Agresti (1990), p. 350
        (28, 35, "continuity-corrected", 0.4497),  # approval in January and April, R
        (11, 3, "exact", 0.05737),  # twenty teenagers asked twice
    ],
)
def test_published_examples_come_out(only_first, only_other, method, p):
    test = mcnemar_test(only_first, only_other)
    assert test.method == method
    assert test.p == pytest.approx(p, rel=1e-3)


def test_equally_many_on_both_sides_are_no_difference():
    assert mcnemar_test(40, 40).p == 1.0


def test_holm_keeps_order_and_never_passes_one():
    # Each p times the number of those not smaller, never below one that came before.
    assert holm_corrected([0.005, 0.6, 0.04, 0.03]) == pytest.approx((0.02, 0.6, 0.09, 0.09))
    assert holm_corrected([0.9, 0.8]) == (1.0, 1.0)
    assert holm_corrected([]) == ()


def test_groups_come_by_name_with_corrected_p():
    truth = np.array([0] * 40 + [2] * 40)
    first = np.concatenate([np.full(20, 2), np.full(20, 0), np.full(40, 2)])
    groups = ["it"] * 40 + ["de"] * 40
    de, it = paired_differences(truth, first, truth, groups=groups)
    assert (de.group, it.group, it.only_other) == ("de", "it", 20)
    assert it.p_holm == pytest.approx(2 * it.test.p)
    assert de.p_holm == 1.0
