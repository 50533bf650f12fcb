import numpy as np
import pytest
from sklearn.metrics import (
    accuracy_score,
    confusion_matrix,
    f1_score,
    precision_recall_fscore_support,
)

from sentiment.evaluation.confusion import (
    confusion_quality,
    confusion_table,
    draw_tables,
    interval_of,
    macro_f1_of,
    row_shares,
)

# Chances of truth (rows) and answer (columns): a fair model, a good one, a class that is rare.
MODELS = {
    "fair": [[0.20, 0.08, 0.04], [0.07, 0.18, 0.08], [0.03, 0.07, 0.25]],
    "good": [[0.28, 0.01, 0.01], [0.02, 0.16, 0.02], [0.00, 0.02, 0.48]],
    "rare": [[0.09, 0.01, 0.02], [0.01, 0.02, 0.02], [0.03, 0.04, 0.76]],
}


@pytest.mark.parametrize("seed", range(5))
def test_every_figure_is_that_of_scikit_learn(seed):
    random = np.random.default_rng(seed)
    truth = random.integers(0, 3, 400)
    answers = np.where(random.random(400) < 0.6, truth, random.integers(0, 3, 400))
    quality = confusion_quality(confusion_table(truth, answers), resamples=50)
    precision, recall, f1, support = precision_recall_fscore_support(truth, answers)
    assert np.array_equal(quality.table, confusion_matrix(truth, answers))
    assert quality.accuracy.value == pytest.approx(accuracy_score(truth, answers))
    assert quality.macro_f1.value == pytest.approx(f1_score(truth, answers, average="macro"))
    assert [one.value for one in quality.precision] == pytest.approx(precision)
    assert [one.value for one in quality.recall] == pytest.approx(recall)
    assert [one.value for one in quality.f1] == pytest.approx(f1)
    assert [one.n for one in quality.recall] == support.tolist()
    assert quality.n == 400


def test_macro_f1_leaves_out_the_class_that_does_not_occur():
    truth, answers = [0, 0, 2, 2], [0, 1, 2, 2]
    table = confusion_table(truth, answers)
    expected = f1_score(truth, answers, labels=[0, 2], average="macro")
    assert macro_f1_of(table.astype(float)) == pytest.approx(expected)


def test_a_class_that_is_never_meant_or_never_called_has_no_figure():
    quality = confusion_quality([[3, 1, 0], [0, 0, 0], [1, 0, 0]])
    assert np.isnan(quality.recall[1].value)
    assert np.isnan(quality.precision[2].value)
    assert (quality.recall[1].n, quality.precision[2].n) == (0, 0)
    assert (quality.recall[1].low, quality.recall[1].high) == (0, 1)
    assert quality.precision[1].value == 0
    assert quality.recall[2].value == 0


def test_a_table_of_nobody_knows_nothing():
    quality = confusion_quality(np.zeros((3, 3)), group="nobody")
    assert (quality.group, quality.n) == ("nobody", 0)
    for figure in (quality.accuracy, quality.macro_f1, *quality.precision, *quality.f1):
        assert np.isnan(figure.value)
        assert (figure.low, figure.high, figure.n) == (0, 1, 0)


@pytest.mark.parametrize("wrong", [np.zeros((2, 2)), [[1, 0, 0], [0, -1, 0], [0, 0, 1]]])
def test_what_is_no_table_of_counts_is_refused(wrong):
    with pytest.raises(ValueError, match="Expected counts"):
        confusion_quality(wrong)


def test_few_reviews_without_a_mistake_do_not_make_a_model_certain():
    quality = confusion_quality(np.diag([4, 3, 5]))
    assert quality.macro_f1.value == 1.0
    assert quality.macro_f1.low < 0.95
    assert quality.macro_f1.high == 1.0


def test_the_same_seed_gives_the_same_intervals():
    table = [[20, 5, 1], [4, 10, 4], [2, 6, 30]]
    assert confusion_quality(table, seed=3) == confusion_quality(table, seed=3)
    assert confusion_quality(table, seed=3) != confusion_quality(table, seed=4)


def test_row_shares_add_up_to_one_where_anybody_is():
    shares = row_shares([[6, 2, 0], [0, 0, 0], [1, 1, 2]])
    assert shares[[0, 2]].sum(axis=1) == pytest.approx([1, 1])
    assert np.isnan(shares[1]).all()


@pytest.mark.parametrize("n", [30, 300])
@pytest.mark.parametrize("name", MODELS)
def test_intervals_hold_the_truth_as_often_as_they_say(name, n):
    chances = np.array(MODELS[name])
    true = {"macro_f1": float(macro_f1_of(chances)), "accuracy": float(np.trace(chances))}
    tables = np.random.default_rng(1).multinomial(n, chances.ravel(), size=300)
    found = [
        confusion_quality(t.reshape(3, 3), resamples=400, seed=i) for i, t in enumerate(tables)
    ]
    for figure, value in true.items():
        intervals = [getattr(quality, figure) for quality in found]
        held = np.mean([one.low <= value <= one.high for one in intervals])
        assert 0.89 <= held <= 0.995, (figure, held)


def test_drawn_tables_are_as_large_and_lie_around_what_they_are_drawn_from():
    table = confusion_table([0] * 50 + [2] * 50, [0] * 40 + [1] * 10 + [2] * 50)
    drawn = draw_tables(table, resamples=4_000, seed=0)
    assert set(drawn.sum(axis=(1, 2))) == {100.0}
    assert not drawn[:, 1].any()
    assert drawn.mean(axis=0) == pytest.approx(table, abs=1.2)


def test_an_interval_always_holds_its_value():
    assert interval_of(0.9, np.array([0.1, 0.2]), n=2).high == 0.9
