"""How sure a text must be at each early exit, chosen on held-out labelled texts.

From the lowest exit up, the confidence is the lowest at which those who leave there get
hardly ever another label than the last layer would give them. To count right answers instead
lets more leave at the same accuracy, and loses half a point of macro-F1: what is rare, and
neutral tweets are, has to wait for the last layer, and accuracy does not notice. Each kind of
text has to keep to that by itself, so that easy reviews do not pay for hard tweets. What leaves at
one exit is not asked again at the next.

Short texts are not asked at the lower exits at all: a "not" turns all of such a text, which
the lower layers miss, and they cost little.
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

TOLERANCE = 0.02
SHORT = 16  # tokens, with the two at the ends
SHORT_LEAVE_FROM = 8  # the first exit that short texts are asked at
NEVER = 2.0  # above every probability
_FEWEST = 100  # texts of a kind that an exit's accuracy is judged on
_BATCH = 16


def choose_confidences(
    exits: Sequence[NDArray[np.float32]],
    last: NDArray[np.float32],
    *,
    kinds: NDArray[np.str_] | None = None,
    asked: Sequence[NDArray[np.bool_]] | None = None,
    tolerance: float = TOLERANCE,
) -> list[float]:
    """The confidence of each exit, in 0..1, or :data:`NEVER`.

    ``exits`` are the probabilities (n, classes) at each exit, lowest first, and
    ``last`` those of the last layer for the same texts, ``kinds`` (n,) their kind (default:
    all of one), ``asked`` for each exit which texts (n,) may leave there (default: all).
    Of the texts of a kind that leave at an exit, a share of at most ``tolerance`` (0..1) gets
    another label than at the last layer; a kind of which fewer than 100 leave is not judged.

    >>> sure = np.array([[0.9, 0.1]] * 120 + [[0.4, 0.6]] * 120, dtype=np.float32)
    >>> last = np.array([[0.8, 0.2]] * 240, dtype=np.float32)
    >>> [round(confidence, 2) for confidence in choose_confidences([sure], last)]
    [0.9]
    """
    staying = np.arange(len(last))
    of_kinds = [np.ones(len(last), bool)] if kinds is None else [kinds == k for k in set(kinds)]
    answers = last.argmax(axis=1)
    chosen = []
    for number, early in enumerate(exits):
        here = staying if asked is None else staying[asked[number][staying]]
        sureness = early.max(axis=1)
        order = here[np.argsort(-sureness[here], kind="stable")]
        others = early[order].argmax(axis=1) != answers[order]
        good = np.arange(1, len(order) + 1) >= _FEWEST
        good[:-1] &= np.diff(sureness[order]) < 0  # equally sure texts leave together
        for kind in of_kinds:
            counts = np.cumsum(kind[order])
            good &= (counts < _FEWEST) | (np.cumsum(others * kind[order]) <= tolerance * counts)
        if not good.any():
            chosen.append(NEVER)
            continue
        confidence = float(sureness[order[np.flatnonzero(good)[-1]]])
        chosen.append(confidence)
        staying = np.setdiff1d(staying, here[sureness[here] >= confidence])
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
    ordered = torch.cat(parts, dim=1).float().numpy()
    found = np.empty_like(ordered)
    found[:, order] = ordered
    return list(found)
