import numpy as np
import torch
from scipy.special import softmax

from sentiment.training.distillation import TEMPERATURE, Teacher, mean_weights, teach
from sentiment.training.early_exits import add_exit_heads
from sentiment.training.encoder import fresh_model
from sentiment.training.encoder_file import read_encoder_file

TEXTS = [np.array([0, 4, 5, 6, 7, 8, 2], dtype=np.int32), np.array([0, 9, 2], dtype=np.int32)]


def model_of(encoder_path, seed):
    torch.manual_seed(seed)
    model = fresh_model(read_encoder_file(encoder_path), pieces=30, seed=seed)
    add_exit_heads(model, [1])
    torch.nn.init.normal_(model.classifier.weight, std=2)  # fresh, it says a third of everything
    return model


def test_the_mean_of_weights_keeps_what_only_one_of_them_has():
    one = {"both": torch.tensor([1.0, 3.0]), "query": torch.tensor([5.0])}
    other = {"both": torch.tensor([3.0, 5.0])}
    for mean in (mean_weights(one, other), mean_weights(other, one)):
        torch.testing.assert_close(mean["both"], torch.tensor([2.0, 4.0]))
        torch.testing.assert_close(mean["query"], one["query"])


def test_a_text_is_taught_by_each_teacher_as_far_as_it_is_trusted(encoder_path):
    models = [model_of(encoder_path, seed) for seed in (1, 2)]
    alone = []
    for model in models:
        model.train(False)
        with torch.inference_mode():
            logits = [model(input_ids=torch.from_numpy(ids[None]).long()).logits for ids in TEXTS]
        alone.append(softmax(torch.cat(logits).numpy() / TEMPERATURE, axis=-1))
    assert np.abs(alone[0] - alone[1]).max() > 0.05
    taught = teach(
        model_of(encoder_path, 3),
        TEXTS,
        teachers=[Teacher(model.state_dict()) for model in models],
        trust=np.array([[1, 0], [0.25, 0.75]], dtype=np.float32),
    )
    together = np.stack([alone[0][0], 0.25 * alone[0][1] + 0.75 * alone[1][1]])
    np.testing.assert_allclose(taught, together, atol=0.01)  # where the CPU can, in bfloat16


def test_a_teacher_that_merges_tokens_is_asked_with_them_merged(encoder_path):
    weights = model_of(encoder_path, 1).state_dict()
    certain = np.ones((2, 1), dtype=np.float32)
    whole, merged = (
        teach(model_of(encoder_path, 3), TEXTS, teachers=[teacher], trust=certain)
        for teacher in (Teacher(weights), Teacher(weights, merges=(1,)))
    )
    assert np.abs(whole[0] - merged[0]).max() > 1e-4
    np.testing.assert_allclose(merged.sum(axis=1), 1, atol=1e-5)
