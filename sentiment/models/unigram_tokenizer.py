"""The embedded model's tokenizer, put together from its parts.

``tokenizer.json`` in the model's folder holds everything but the vocabulary
(normaliser, pre-tokeniser, special tokens); pieces and scores are in the packed
weights, which halves their size and loads in a fraction of the time.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokenizers import Tokenizer

TOKENIZER_FILE = "tokenizer.json"
PAD, UNKNOWN = 1, 3
_SPECIAL = 4


def strip_vocabulary(description: dict[str, Any]) -> dict[str, Any]:
    """A ``tokenizer.json`` without its pieces, except the leading special ones."""
    model = {**description["model"], "vocab": description["model"]["vocab"][:_SPECIAL]}
    added = [token for token in description["added_tokens"] if token["id"] < _SPECIAL]
    return {**description, "model": model, "added_tokens": added}


def assemble_tokenizer(shell: str, *, pieces: Sequence[str], scores: Sequence[float]) -> Tokenizer:
    """The tokenizer of ``pieces``: ``shell`` is the JSON of :func:`strip_vocabulary`.

    A piece's number is its place in ``pieces``. Truncation and padding are off.
    """
    from tokenizers import Tokenizer, models

    unknown = json.loads(shell)["model"]["unk_id"]
    tokenizer = Tokenizer.from_str(shell)
    vocabulary = list(zip(pieces, scores, strict=True))
    tokenizer.model = models.Unigram(vocabulary, unk_id=unknown, byte_fallback=False)
    return tokenizer
