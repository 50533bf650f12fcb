import numpy as np
import torch

from sentiment.models.lstm import batch_logits, build_lstm, hash_text, lstm_logits

SIZES = {"places": 64, "width": 8, "hidden": 4}


def network():
    torch.manual_seed(2)
    built = build_lstm(**SIZES)
    built.train(False)
    return built


def test_a_text_gets_the_same_whatever_is_beside_it():
    texts = ["good", "the food was bad but the staff made up for it", "", "ok " * 90]
    hashed = [hash_text(text, places=SIZES["places"]) for text in texts]
    built = network()
    with torch.inference_mode():
        alone = torch.cat([batch_logits(built, [text]) for text in hashed])
        torch.testing.assert_close(batch_logits(built, hashed), alone)
        torch.testing.assert_close(lstm_logits(built, hashed), alone)


def test_it_reads_in_order_and_to_the_end():
    built = network()
    texts = ["not good but bad", "not bad but good", "not good but good"]
    hashed = [hash_text(text, places=SIZES["places"]) for text in texts]
    with torch.inference_mode():
        logits = batch_logits(built, hashed).numpy()
    assert len(np.unique(logits.round(6), axis=0)) == 3


def test_dropout_is_for_training_alone():
    built = network()
    hashed = [hash_text("good food", places=SIZES["places"])]
    torch.testing.assert_close(batch_logits(built, hashed), batch_logits(built, hashed))
    dropped = {tuple(batch_logits(built, hashed, dropout=0.5)[0].tolist()) for _ in range(8)}
    assert len(dropped) > 1
