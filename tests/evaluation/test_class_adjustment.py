import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment.evaluation.class_adjustment import ClassAdjustment, adjust_probabilities

from .planted_unfairness import softmax


@given(
    logits=st.lists(st.tuples(*[st.floats(-40, 40, allow_nan=False)] * 3), min_size=1, max_size=20),
    offsets=st.tuples(*[st.floats(-4, 4)] * 3),
    temperature=st.floats(0.2, 5),
)
def test_probabilities_stay_probabilities(logits, offsets, temperature):
    before = softmax(np.array(logits)).astype(np.float32)
    one = ClassAdjustment("de", offsets, temperature)
    after = adjust_probabilities(before, ["de"] * len(before), [one])
    assert after.shape == before.shape and after.dtype == np.float32
    assert ((after >= 0) & (after <= 1)).all()
    assert after.sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_a_temperature_changes_no_answer_and_an_offset_does():
    before = np.array([[0.5, 0.2, 0.3], [0.1, 0.8, 0.1]], np.float32)
    cooler = adjust_probabilities(before, ["de"] * 2, [ClassAdjustment("de", temperature=2.0)])
    assert (cooler.argmax(axis=1) == before.argmax(axis=1)).all()
    assert (cooler.max(axis=1) < before.max(axis=1)).all()
    fewer = adjust_probabilities(before, ["de"] * 2, [ClassAdjustment("de", (-1.0, 0.0, 0.0))])
    assert fewer.argmax(axis=1).tolist() == [2, 1]
    # The odds of the two other classes among each other stay.
    assert fewer[0, 1] / fewer[0, 2] == pytest.approx(0.2 / 0.3, rel=1e-5)


def test_other_languages_keep_every_bit():
    before = np.array([[0.123456, 0.2, 0.676544]] * 3, np.float32)
    tilt = [ClassAdjustment("de", (2.0, 0.0, 0.0)), ClassAdjustment("it")]
    after = adjust_probabilities(before, ["de", "fr", "it"], tilt)
    assert (after[1:] == before[1:]).all() and (after[0] != before[0]).any()


def test_a_class_that_was_ruled_out_can_come_back_a_little():
    after = adjust_probabilities(
        [[0.0, 1.0, 0.0]], ["de"], [ClassAdjustment("de", (4.0, 0.0, 0.0))]
    )
    assert after[0, 1] > 0.999 and 0 < after[0, 0] < 1e-3


def test_another_number_of_classes_is_refused():
    with pytest.raises(ValueError, match="shape"):
        adjust_probabilities([[0.5, 0.5]], ["de"], [ClassAdjustment("de", temperature=2.0)])
