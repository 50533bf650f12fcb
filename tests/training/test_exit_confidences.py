import numpy as np
import pytest
import torch

from sentiment.training.early_exits import add_exit_heads
from sentiment.training.encoder import fresh_model
from sentiment.training.encoder_file import read_encoder_file
from sentiment.training.encoder_pass import all_logits
from sentiment.training.exit_confidences import NEVER, choose_confidences, held_out_logits


def two_classes(first):
    first = np.asarray(first, dtype=np.float32)
    return np.stack([first, 1 - first], axis=1)


def test_the_confidence_keeps_other_labels_among_those_who_leave_within_the_tolerance():
    random = np.random.default_rng(1)
    sureness = random.uniform(0.5, 1.0, 20_000)
    other = random.random(20_000) < 0.4 * (1 - sureness)
    last = two_classes(np.full(20_000, 0.9))
    early = two_classes(sureness)
    last[other] = last[other][:, ::-1]
    [confidence] = choose_confidences([early], last, tolerance=0.02)
    # of those above c the share of others is 0.2 (1 - c), which is 0.02 at 0.9
    assert confidence == pytest.approx(0.9, abs=0.02)


def test_one_kind_of_text_does_not_pay_for_another():
    kinds = np.repeat(["review", "tweet"], 1_000)
    early = two_classes(np.concatenate([np.full(1_000, 0.7), np.linspace(0.9, 0.6, 1_000)]))
    last = two_classes(np.full(2_000, 0.9))
    last[1_500:] = last[1_500:, ::-1]  # the less sure tweets get another label at the end
    [alone] = choose_confidences([early], last, kinds=kinds, tolerance=0.0)
    assert alone == pytest.approx(0.75, abs=1e-3)
    [pooled] = choose_confidences([early], last, tolerance=0.25)
    assert pooled < 0.7


def test_who_has_left_is_not_asked_again():
    last = two_classes(np.repeat([0.9, 0.1], 200))
    first = two_classes(np.repeat([0.95, 0.55], 200))
    second = two_classes(np.repeat([0.8, 0.3], 200))
    confidences = choose_confidences([first, second], last, tolerance=0.0)
    assert confidences == pytest.approx([0.95, 0.7])


def test_a_text_that_is_not_asked_stays_and_is_not_counted():
    first = two_classes(np.full(400, 0.9))
    last = two_classes(np.repeat([0.9, 0.1], 200))  # the second half would get another label
    half, whole = np.arange(400) < 200, np.ones(400, dtype=bool)
    confidences = choose_confidences([first, last], last, asked=[half, whole], tolerance=0.0)
    assert confidences == pytest.approx([0.9, 0.9])
    nobody = choose_confidences([first], last, asked=[~whole])
    assert nobody == [NEVER]


def test_an_exit_that_differs_is_never_taken():
    last = two_classes(np.full(200, 0.9))
    early = two_classes(np.full(200, 0.1))
    assert choose_confidences([early], last) == [NEVER]


def test_logits_come_in_the_order_of_the_texts(encoder_path):
    model = fresh_model(read_encoder_file(encoder_path), pieces=20, seed=1)
    add_exit_heads(model, [1])
    model.train(False)
    texts = [np.array([0, *range(4, 4 + n), 2], dtype=np.int32) for n in (5, 1, 3, 2, 4)] * 5
    early, last = held_out_logits(model, texts)
    for row in (0, 3, 24):
        ids = torch.from_numpy(texts[row]).long()[None]
        with torch.inference_mode():
            logits, exits = all_logits(model, ids, torch.ones_like(ids, dtype=torch.bool))
        np.testing.assert_allclose(last[row], logits[0].numpy(), atol=1e-5)
        np.testing.assert_allclose(early[row], exits[0][0].numpy(), atol=1e-5)
