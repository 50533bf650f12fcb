import pytest
import torch

from sentiment.training.early_exits import (
    add_exit_heads,
    all_logits,
    loss_with_exits,
    masked_loss,
)
from sentiment.training.encoder import fresh_model
from sentiment.training.encoder_file import read_encoder_file


@pytest.fixture
def model(encoder_path):
    model = fresh_model(read_encoder_file(encoder_path), range(20), seed=1)
    add_exit_heads(model, [1])
    return model.eval()


def test_a_binary_corpus_says_nothing_about_neutral():
    logits = torch.tensor([[0.3, 5.0, 1.0], [0.3, 5.0, 1.0]], requires_grad=True)
    labels, binary = torch.tensor([2, 2]), torch.tensor([True, False])
    loss = masked_loss(logits, labels, binary)
    loss.backward()
    assert logits.grad[0, 1] == 0
    assert logits.grad[1, 1] > 0.9
    two = torch.nn.functional.cross_entropy(torch.tensor([[0.3, 1.0]]), torch.tensor([1]))
    three = torch.nn.functional.cross_entropy(torch.tensor([[0.3, 5.0, 1.0]]), torch.tensor([2]))
    torch.testing.assert_close(loss.detach(), two + three)


def test_an_exit_reads_the_mean_of_the_tokens_after_its_layer(model):
    ids = torch.tensor([[0, 5, 6, 2], [0, 5, 1, 1]])
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 0, 0]])
    logits, [early] = all_logits(model, ids, mask)
    states = model.bert(input_ids=ids, attention_mask=mask, output_hidden_states=True)
    after = states.hidden_states[1]
    means = torch.stack([after[0].mean(dim=0), after[1, :2].mean(dim=0)])
    torch.testing.assert_close(early, model.exit_heads["1"](means))
    torch.testing.assert_close(logits, model(input_ids=ids, attention_mask=mask).logits)


def test_without_exits_there_are_only_the_last_layers_logits(encoder_path):
    plain = fresh_model(read_encoder_file(encoder_path), range(20), seed=1)
    _, exits = all_logits(plain, torch.tensor([[0, 5, 2]]), torch.ones(1, 3, dtype=torch.long))
    assert exits == []


def test_an_exit_learns_from_the_label_and_from_the_last_layer_which_learns_nothing_from_it():
    last = torch.tensor([[0.0, 0.0, 4.0]], requires_grad=True)
    early = torch.zeros((1, 3), requires_grad=True)
    label, binary = torch.tensor([0]), torch.tensor([False])
    loss = loss_with_exits(last, [early], labels=label, binary=binary, exit_weight=0.4)
    loss.backward()
    alone = last.detach().requires_grad_()
    masked_loss(alone, label, binary).backward()
    torch.testing.assert_close(last.grad, alone.grad)
    taught = last.detach().softmax(dim=-1)[0]
    wanted = 0.5 * taught + 0.5 * torch.tensor([1.0, 0.0, 0.0])
    torch.testing.assert_close(early.grad[0], 0.4 * (torch.full((3,), 1 / 3) - wanted))
