import torch

from sentiment.training.early_exits import loss_with_exits, masked_loss


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
