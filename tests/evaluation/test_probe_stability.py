"""How often another word changes the label."""

from __future__ import annotations

import numpy as np
import pytest

from sentiment.evaluation.probe_stability import probe_stability
from tests.evaluation.fair_and_unfair import made_texts


def test_pairs_of_two_groups_are_counted() -> None:
    texts = made_texts(languages=2, groups=("english", "turkish", "arabic"), words=1)
    chances = np.full((len(texts), 3), [0.6, 0.3, 0.1])
    chances[[one.template == 0 and one.group == "arabic" for one in texts]] = [0.1, 0.3, 0.6]
    (found,) = probe_stability(texts, chances)
    # In one of eight templates two of three pairs differ.
    assert found.disagreement.value == pytest.approx(2 / 3 / 8)
    assert (found.attribute, found.disagreement.n, found.languages) == ("name", 16, 2)
    assert found.disagreement.low <= found.disagreement.value <= found.disagreement.high


def test_words_of_one_group_are_no_pair() -> None:
    texts = made_texts(languages=1, groups=("english", "turkish"), words=2)
    chances = np.array([[0.6, 0.3, 0.1] if one.position else [0.1, 0.3, 0.6] for one in texts])
    (found,) = probe_stability(texts, chances)
    assert found.disagreement.value == pytest.approx(0.5)


def test_a_model_that_no_word_moves_is_stable() -> None:
    texts = made_texts(languages=1)
    (found,) = probe_stability(texts, np.full((len(texts), 3), [0.1, 0.2, 0.7]))
    assert (found.disagreement.value, found.disagreement.high) == (0, 0)
