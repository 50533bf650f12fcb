import threading

import numpy as np
import pytest
import torch

from sentiment.models.batching import plan_batches, score_sequences
from sentiment.models.classifier import ScoringCancelled


def logits(ids, mask):
    """Class by the first token, so that order and padding show in the answer."""
    assert mask is None or bool((ids[~mask] == 1).all())
    return torch.nn.functional.one_hot(ids[:, 0] % 3, 3).float() * 9


def sequences(count):
    return [np.full(1 + number % 7, number, dtype=np.int64) for number in range(count)]


def test_batches_keep_their_budgets_and_hold_everything_once():
    lengths = [1, 50, 3, 200, 7, 7, 7, 90] * 20
    batches = plan_batches(lengths, tokens=210, texts=16)
    assert sorted(np.concatenate(batches)) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch) <= 16
        assert len(batch) == 1 or max(lengths[number] for number in batch) * len(batch) <= 210


def test_a_sequence_longer_than_the_budget_has_a_batch_of_its_own():
    assert [len(batch) for batch in plan_batches([500, 1], tokens=100)] == [1, 1]


def test_answers_come_in_the_order_of_the_questions():
    chances = score_sequences(sequences(300), logits, pad=1)
    assert chances.argmax(axis=1).tolist() == [number % 3 for number in range(300)]
    np.testing.assert_allclose(chances.sum(axis=1), 1, atol=1e-6)


def test_finished_batches_are_reported():
    told = []
    score_sequences(sequences(300), logits, pad=1, scored=told.append)
    assert sum(told) == 300
    assert len(told) > 1


def test_cancelling_stops_before_the_next_batch():
    calls = []

    def counted(ids, mask):
        calls.append(len(ids))
        return logits(ids, mask)

    with pytest.raises(ScoringCancelled):
        score_sequences(sequences(900), counted, pad=1, cancelled=lambda: bool(calls))
    assert sum(calls) < 900


def test_a_failure_in_a_thread_reaches_the_caller():
    def broken(ids, mask):
        raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        score_sequences(sequences(5), broken, pad=1)


def test_torch_has_its_threads_back():
    before = torch.get_num_threads()
    seen = []

    def watched(ids, mask):
        seen.append(torch.get_num_threads())
        return logits(ids, mask)

    score_sequences(sequences(9), watched, pad=1)
    assert set(seen) == {1}
    assert torch.get_num_threads() == before
    later = []
    thread = threading.Thread(target=lambda: later.append(torch.get_num_threads()))
    thread.start()
    thread.join()
    assert later == [before]


def test_nothing_to_score():
    assert score_sequences([], logits, pad=1).shape == (0, 3)
