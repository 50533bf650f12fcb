"""How sure a text must be at each early exit, chosen on held-out texts.

From the lowest exit up, the confidence is the lowest at which, of the texts
that would leave there, at most a tolerated share gets another label than the
last layer gives. What leaves at one exit is not asked again at the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentiment.models.unigram_tokenizer import PAD
from sentiment.training.encoder_pass import all_logits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from transformers import BertForSequenceClassification

TOLERANCE = 0.03
NEVER = 2.0  # above every probability
_FEWEST = 50  # texts that an exit's error is judged on
_BATCH = 16


def choose_confidences(
    exits: Sequence[NDArray[np.float32]],
    last: NDArray[np.float32],
    *,
    tolerance: float = TOLERANCE,
) -> list[float]:
    """The confidence of each exit, in 0..1, or :data:`NEVER`.

    ``exits`` are the probabilities (n, classes) at each exit, lowest first, and
    ``last`` those of the last layer for the same texts; ``tolerance`` in 0..1.

    >>> early = np.array([[0.9, 0.1]] * 60 + [[0.6, 0.4]] * 60, dtype=np.float32)
    >>> last = np.array([[0.9, 0.1]] * 60 + [[0.4, 0.6]] * 60, dtype=np.float32)
    >>> [round(confidence, 2) for confidence in choose_confidences([early], last)]
    [0.9]
    """
    staying = np.arange(len(last))
    chosen = []
    for early in exits:
        sureness = early[staying].max(axis=1)
        order = np.argsort(-sureness, kind="stable")
        other = early[staying].argmax(axis=1) != last[staying].argmax(axis=1)
        share = np.cumsum(other[order]) / np.arange(1, len(order) + 1)
        lower = np.append(np.diff(sureness[order]) < 0, True)  # equally sure texts leave together
        enough = np.arange(1, len(order) + 1) >= _FEWEST
        good = np.flatnonzero((share <= tolerance) & lower & enough)
        if len(good) == 0:
            chosen.append(NEVER)
            continue
        confidence = float(sureness[order[good[-1]]])
        chosen.append(confidence)
        staying = staying[sureness < confidence]
    return chosen


def held_out_logits(
    model: BertForSequenceClassification, token_ids: Sequence[NDArray[np.int32]]
) -> list[NDArray[np.float32]]:
    """Logits (n, classes) at each exit of ``model``, lowest first, and at its end."""
    import torch

    order = np.argsort([len(ids) for ids in token_ids], kind="stable")
    parts: list[torch.Tensor] = []
    with torch.inference_mode():
        for first in range(0, len(order), _BATCH):
            texts = [
                torch.from_numpy(token_ids[row]).long() for row in order[first : first + _BATCH]
            ]
            ids = torch.nn.utils.rnn.pad_sequence(texts, batch_first=True, padding_value=PAD)
            logits, exits = all_logits(model, ids, ids.ne(PAD))
            parts.append(torch.stack([*exits, logits]))
    ordered = torch.cat(parts, dim=1).numpy()
    found = np.empty_like(ordered)
    found[:, order] = ordered
    return list(found)
