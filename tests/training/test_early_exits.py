import torch

from sentiment.training.early_exits import TAUGHT_SHARE, loss_with_exits, masked_loss


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


def test_with_teachers_every_exit_learns_from_them_and_from_the_label():
    last, early = (torch.zeros((1, 3), requires_grad=True) for _ in range(2))
    taught = torch.tensor([[0.1, 0.2, 0.7]])
    label, binary = torch.tensor([0]), torch.tensor([False])
    loss = loss_with_exits(
        last, [early], labels=label, binary=binary, exit_weight=0.4, taught=taught
    )
    loss.backward()
    label_share = (1 - TAUGHT_SHARE) * torch.tensor([[1.0, 0.0, 0.0]])
    wanted = torch.full((1, 3), 1 / 3) - TAUGHT_SHARE * taught - label_share
    torch.testing.assert_close(last.grad, wanted)
    torch.testing.assert_close(early.grad, 0.4 * wanted)


def test_teachers_say_what_is_neutral_in_a_corpus_without_neutral_texts():
    logits = torch.zeros((1, 3), requires_grad=True)
    loss = loss_with_exits(
        logits,
        [],
        labels=torch.tensor([2]),
        binary=torch.tensor([True]),
        exit_weight=0.4,
        taught=torch.tensor([[0.0, 0.9, 0.1]]),
    )
    loss.backward()
    assert logits.grad[0, 1] < 0


def test_where_teachers_said_nothing_the_label_is_all():
    logits = torch.tensor([[0.2, 0.1, 0.4], [1.0, 0.0, 0.3]], requires_grad=True)
    labels, binary = torch.tensor([0, 2]), torch.tensor([False, True])
    nothing = torch.full((2, 3), torch.nan)
    taught = torch.tensor([[0.1, 0.2, 0.7], [torch.nan] * 3])
    arguments = {"labels": labels, "binary": binary, "exit_weight": 0.4}
    untaught = loss_with_exits(logits, [logits], taught=nothing, **arguments)
    torch.testing.assert_close(untaught, 1.4 * masked_loss(logits, labels, binary))
    mixed = loss_with_exits(logits, [], taught=taught, **arguments)
    one = {"labels": labels[:1], "binary": binary[:1], "exit_weight": 0.4}
    first = loss_with_exits(logits[:1], [], taught=taught[:1], **one)
    torch.testing.assert_close(mixed, first + masked_loss(logits[1:], labels[1:], binary[1:]))
    mixed.backward()
    assert logits.grad.isfinite().all()
