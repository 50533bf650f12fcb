"""One pass through a model in training: all its exits, its tokens merged on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.models.early_exit import HEADS, attentive_mean
from sentiment.models.token_merging import MERGES, merge_layers, merge_pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    import torch
    from transformers import BertForSequenceClassification


def merge_after(model: BertForSequenceClassification, layers: Sequence[int]) -> None:
    """Let ``model`` merge neighbouring tokens after each of ``layers`` (1 is the first)."""
    import torch

    model.register_buffer(MERGES, torch.tensor(list(layers), dtype=torch.float32))


def all_logits(
    model: BertForSequenceClassification,
    ids: torch.Tensor,
    mask: torch.Tensor,
    *,
    merge: bool = True,
) -> tuple[torch.Tensor, list[torch.Tensor]]:
    """Logits (n, classes) of the last layer and of each exit, lowest first; one pass.

    ``ids`` (n, width); ``mask`` (n, width) is True at tokens and False at padding.
    Without ``merge`` the last layer's are what ``model`` itself gives.
    """
    heads = getattr(model, HEADS, {})
    merges = merge_layers(dict(model.named_buffers())) if merge else frozenset()
    hidden, exits = model.bert.embeddings(input_ids=ids), []
    attends = additive_mask(mask)
    for number, layer in enumerate(model.bert.encoder.layer, start=1):
        hidden = layer(hidden, attends)
        if str(number) in heads:
            head = heads[str(number)]
            exits.append(head(attentive_mean(hidden, mask, query=head.query)))
        if number in merges:
            hidden, mask = merge_pairs(hidden, mask)
            attends = additive_mask(mask)
    pooler = model.bert.pooler
    assert pooler is not None  # BertForSequenceClassification always has one
    return model.classifier(model.dropout(pooler(hidden))), exits


def additive_mask(mask: torch.Tensor) -> torch.Tensor:
    """The mask as numbers (n, 1, 1, width) to be added to attention's logits."""
    import torch

    return (~mask)[:, None, None, :] * torch.finfo(torch.float32).min
