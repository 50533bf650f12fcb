import numpy as np
import pytest

from sentiment.models.batched_classifier import BATCH, BatchedClassifier
from sentiment.models.classifier import ScoringCancelled


def by_length(texts):
    """The longer, the more positive."""
    positive = np.array([min(len(text), 1_000) / 1_000 for text in texts])
    return np.stack([1 - positive, 0 * positive, positive], axis=1)


def test_rows_keep_their_order_over_batches_and_blank_ones_are_neutral():
    texts = ["x" * 3, "", "x y" * 7, " \n\u200b"] * BATCH
    chances = BatchedClassifier("m-1", by_length, as_written=True).predict(texts)
    assert chances.dtype == np.float32
    assert chances.shape == (4 * BATCH, 3)
    np.testing.assert_allclose(chances[0::4, 2], 0.003, atol=1e-6)
    np.testing.assert_allclose(chances[2::4, 2], 0.021, atol=1e-6)
    assert (chances[1::4] == [0, 1, 0]).all() and (chances[3::4] == [0, 1, 0]).all()
    np.testing.assert_allclose(chances.sum(axis=1), 1, atol=1e-6)


def test_nothing_at_all_is_answered_with_nothing():
    assert BatchedClassifier("m-1", by_length).predict([]).shape == (0, 3)


def test_texts_are_normalised_unless_wanted_as_written():
    seen = []

    def look(texts):
        seen.extend(texts)
        return np.ones((len(texts), 3)) / 3

    BatchedClassifier("m-1", look).predict(["so   GOOD!!!!!!"])
    BatchedClassifier("m-1", look, as_written=True).predict(["so   GOOD!!!!!!"])
    assert seen == ["so GOOD!!!", "so   GOOD!!!!!!"]


def test_it_stops_between_batches_and_tells_how_far_it_is():
    told = []
    model = BatchedClassifier("m-1", by_length)
    with pytest.raises(ScoringCancelled):
        model.predict(["x"] * 3 * BATCH, progress=told.append, cancelled=lambda: len(told) == 2)
    assert [(report.done, report.total) for report in told] == [
        (BATCH, 3 * BATCH),
        (2 * BATCH, 3 * BATCH),
    ]
