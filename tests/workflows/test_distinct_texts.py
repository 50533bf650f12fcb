"""Each different text is scored once, and every row gets its answer."""

from __future__ import annotations

import numpy as np
import pytest

from sentiment.models.batched_classifier import BatchedClassifier
from sentiment.workflows.distinct_texts import score_distinct


@pytest.fixture
def seen() -> list[str]:
    return []


@pytest.fixture
def classifier(seen: list[str]) -> BatchedClassifier:
    def chances(texts):
        seen.extend(texts)
        rows = [[0.6, 0.2, 0.2] if text == "bad" else [0.1, 0.2, 0.7] for text in texts]
        return np.array(rows, np.float32)

    return BatchedClassifier("words", chances)


def test_rows_of_the_same_text_share_one_score(seen, classifier) -> None:
    chances = score_distinct(["bad", "good", "bad"], classifier, two_classes=False)
    assert seen == ["bad", "good"]
    assert chances.argmax(axis=1).tolist() == [0, 2, 0]
    assert chances.dtype == np.float64


def test_of_two_classes_neutral_is_none(classifier) -> None:
    chances = score_distinct(["bad"], classifier, two_classes=True)
    assert chances[0].tolist() == pytest.approx([0.75, 0, 0.25])
