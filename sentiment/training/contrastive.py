"""Before labels: bring what means the same together, from the texts alone.

A contrastive objective on the corpora's own texts (InfoNCE; Gao et al. 2021, SimCSE, section 3):
a text is to lie nearer to itself, read with other units left out, or to its translation, than to
the other texts of its batch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentiment.models.precision import fast_products
from sentiment.models.unigram_tokenizer import PAD
from sentiment.training.encoder_pass import additive_mask
from sentiment.training.fine_tuning import warm_up_and_decay

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import torch
    from numpy.typing import NDArray
    from transformers import BertForSequenceClassification

TEMPERATURE = 0.05
_WARM_UP = 0.1


def bring_together(
    model: BertForSequenceClassification,
    pairs: Sequence[tuple[NDArray[np.int32], NDArray[np.int32]]],
    *,
    learning_rate: float = 3e-5,
    batch: int = 48,
    seed: int = 13,
    progress: Callable[[int, int, float], None] = lambda step, steps, loss: None,
) -> BertForSequenceClassification:
    """Train the encoder of ``model`` in place, one pass over ``pairs``, and return it.

    A pair is the tokens of two texts of one meaning, or twice those of one. The word
    embeddings and the head stay as they are. ``progress`` is called with (steps done, steps in
    all, loss of the step).
    """
    import torch

    model.train()
    model.bert.embeddings.word_embeddings.weight.requires_grad_(False)
    learning = [p for n, p in model.named_parameters() if "encoder.layer" in n]
    optimizer = torch.optim.AdamW(learning, lr=learning_rate, fused=True)
    order = np.random.default_rng(seed).permutation(len(pairs))
    batches = [order[first : first + batch] for first in range(0, len(order), batch)]
    for step, rows in enumerate(batches):
        torch.manual_seed(seed * 1_000_003 + step)
        for group in optimizer.param_groups:
            group["lr"] = learning_rate * warm_up_and_decay(step, len(batches), _WARM_UP)
        sides = [[pairs[row][side] for row in rows] for side in (0, 1)]
        loss = apart(*(mean_of_tokens(model, texts) for texts in sides))
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(learning, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        progress(step + 1, len(batches), float(loss.detach()))
    model.train(False)
    return model


def apart(ones: torch.Tensor, others: torch.Tensor) -> torch.Tensor:
    """InfoNCE both ways between two sides (n, size) of pairs: 0 where each is found for sure."""
    import torch
    from torch.nn.functional import cross_entropy, normalize

    alike = normalize(ones, dim=-1) @ normalize(others, dim=-1).T / TEMPERATURE
    right = torch.arange(len(ones))
    return (cross_entropy(alike, right) + cross_entropy(alike.T, right)) / 2


def mean_of_tokens(
    model: BertForSequenceClassification, texts: Sequence[NDArray[np.int32]]
) -> torch.Tensor:
    """The mean of the last layer's states over each text's tokens, (n, size)."""
    import torch

    ids = torch.nn.utils.rnn.pad_sequence(
        [torch.from_numpy(text).long() for text in texts], batch_first=True, padding_value=PAD
    )
    mask = ids.ne(PAD)
    with fast_products():
        hidden = model.bert.embeddings(input_ids=ids)
        for layer in model.bert.encoder.layer:
            hidden = layer(hidden, additive_mask(mask))
    counted = mask[..., None].float()
    mean: torch.Tensor = (hidden.float() * counted).sum(dim=1) / counted.sum(dim=1)
    return mean
