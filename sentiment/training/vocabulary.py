"""Choose the pieces whose embeddings keep 4 bits in the packed model, and cut texts into pieces.

The model has the whole vocabulary of its encoder: without a script's pieces, its texts would fall
into two or three times as many. What texts are full of keeps the encoder's own 4 bits.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from sentiment.errors import TrainingError
from sentiment.language.normalising import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from tokenizers import Tokenizer

SPECIAL_PIECES = ("<s>", "<pad>", "</s>", "<unk>")
_CHUNK = 4_096


def count_pieces(tokenizer: Tokenizer, texts: Sequence[str]) -> NDArray[np.int64]:
    """How often each piece of ``tokenizer`` occurs in ``texts``, (vocabulary,)."""
    counts = np.zeros(tokenizer.get_vocab_size(), dtype=np.int64)
    for first in range(0, len(texts), _CHUNK):
        encodings = tokenizer.encode_batch_fast(
            list(texts[first : first + _CHUNK]), add_special_tokens=False
        )
        ids = np.concatenate([encoding.ids for encoding in encodings])
        np.add.at(counts, ids.astype(np.int64), 1)
    return counts


def fine_pieces(counts: NDArray[np.int64], *, budget: int) -> NDArray[np.bool_]:
    """Which pieces keep 4 bits: bool (pieces,), ``budget`` of them (all, if there are fewer).

    First the special pieces, then those seen more than once in the corpora (``counts``), the most
    frequent first, then the vocabulary's own order, which is that of falling frequency in the
    texts that it was made from. :class:`TrainingError` where not even the special ones fit.

    >>> fine_pieces(np.array([0, 0, 0, 0, 1, 0, 2, 9]), budget=6).nonzero()[0].tolist()
    [0, 1, 2, 3, 6, 7]
    """
    special = len(SPECIAL_PIECES)
    if budget < special:
        raise TrainingError(
            f"A budget of {budget:,} pieces is too small for the {special} special ones.",
            hint="Allow a larger file.",
        )
    number = np.arange(len(counts))
    often = np.where(counts > 1, counts, 0)
    order = np.lexsort((number, -often, number >= special))
    fine = np.zeros(len(counts), dtype=bool)
    fine[order[:budget]] = True
    return fine


def encode_texts(
    tokenizer: Mapping[str, Any],
    texts: Sequence[str],
    order: NDArray[np.int64],
    *,
    longest: int,
) -> list[NDArray[np.int32]]:
    """Token ids of the texts that ``order`` uses, at most ``longest``; others stay empty.

    ``tokenizer`` is the content of ``tokenizer.json``.
    """
    from tokenizers import Tokenizer

    encoder = Tokenizer.from_str(json.dumps(tokenizer))
    encoder.enable_truncation(longest)
    token_ids = [np.empty(0, dtype=np.int32)] * len(texts)
    used = np.unique(order).tolist()
    encodings = encoder.encode_batch_fast([normalise(texts[number]) for number in used])
    for number, encoding in zip(used, encodings, strict=True):
        token_ids[number] = np.array(encoding.ids, dtype=np.int32)
    return token_ids
