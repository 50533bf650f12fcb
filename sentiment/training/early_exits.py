"""Small classifiers on the way through the encoder, so that a clear text need not go to its end.

Deep supervision with self-distillation: each exit is one linear map of a
learned mean over a text's tokens of the hidden states after some layer (the first
token gathers the text's meaning only in the upper layers); it learns the label and what
the last layer says (Kaya et al. 2019, Shallow-Deep Networks; Liu et al. 2020,
FastBERT, section 3.3). The exits are trained together with the encoder, which
puts what they need into its lower layers.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from sentiment.models.early_exit import HEADS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import torch
    from transformers import BertForSequenceClassification

EXIT_LAYERS = (4, 6, 8, 10)
TAUGHT_SHARE = 0.6


def add_exit_heads(
    model: BertForSequenceClassification, layers: Sequence[int] = EXIT_LAYERS
) -> None:
    """Give ``model`` an untrained exit after each of ``layers`` (1 is the first).

    An exit has weight, bias and the query of
    :func:`sentiment.models.early_exit.attentive_mean`, which starts as the plain mean.
    """
    import torch

    size, classes = model.classifier.in_features, model.classifier.out_features
    heads = torch.nn.ModuleDict({str(layer): torch.nn.Linear(size, classes) for layer in layers})
    for head in heads.values():
        head.register_parameter("query", torch.nn.Parameter(torch.zeros(size)))
    setattr(model, HEADS, heads)


def add_lower_exits(model: BertForSequenceClassification, layers: Sequence[int]) -> None:
    """Give ``model`` the exits after ``layers`` that it lacks, copies of the next one above."""
    heads = getattr(model, HEADS)
    for layer in sorted(set(layers), reverse=True):
        above = [int(known) for known in heads if int(known) > layer]
        if str(layer) not in heads and above:
            heads[str(layer)] = deepcopy(heads[str(min(above))])
    ordered = {layer: heads[layer] for layer in sorted(heads, key=int)}
    heads.clear()
    heads.update(ordered)


def masked_loss(logits: torch.Tensor, labels: torch.Tensor, binary: torch.Tensor) -> torch.Tensor:
    """Summed cross-entropy; the neutral logit takes no part where ``binary``.

    logits (n, 3), labels (n,) in 0..2, binary (n,) bool. A corpus without
    neutral examples says nothing about where neutral begins.
    """
    import torch

    masked = logits.clone()
    masked[:, 1] = torch.where(binary, torch.full_like(masked[:, 1], -1e4), masked[:, 1])
    return torch.nn.functional.cross_entropy(masked, labels, reduction="sum")


def loss_with_exits(
    logits: torch.Tensor,
    exits: Sequence[torch.Tensor],
    *,
    labels: torch.Tensor,
    binary: torch.Tensor,
    exit_weight: float,
    taught: torch.Tensor | None = None,
) -> torch.Tensor:
    """Summed loss of the last layer plus ``exit_weight`` times that of each exit.

    An exit's loss is half :func:`masked_loss` and half the cross-entropy against
    the last layer's probabilities, through which no gradient goes back. With
    ``taught``, the probabilities (n, 3) of teachers, every exit and the last layer
    learn :data:`TAUGHT_SHARE` from these and the rest from the label; where they are nan, the
    label is all.
    """
    import torch

    def copying(copy: torch.Tensor, original: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.cross_entropy(copy, original, reduction="sum")

    if taught is not None:
        known = ~taught[:, 0].isnan()
        loss = torch.zeros(())
        for each, weight in [(logits, 1.0), *((early, exit_weight) for early in exits)]:
            untaught = masked_loss(each[~known], labels[~known], binary[~known])
            from_label = masked_loss(each[known], labels[known], binary[known])
            from_teachers = copying(each[known], taught[known])
            both = (1 - TAUGHT_SHARE) * from_label + TAUGHT_SHARE * from_teachers
            loss = loss + weight * (untaught + both)
        return loss
    loss = masked_loss(logits, labels, binary)
    answer = logits.detach().softmax(dim=-1)
    for early in exits:
        both = masked_loss(early, labels, binary) + copying(early, answer)
        loss = loss + exit_weight * 0.5 * both
    return loss
