"""The vocabulary in a packed file: pieces, their scores and their embeddings.

It is most of a packed model, and a small model made from a large one has the same: such
a file holds its layers alone and names the vocabulary that it goes with by a fingerprint.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentiment.errors import ModelError
from sentiment.models.checksums import how_to_get_back

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import torch

BLOCKS = "bert.embeddings.word_embeddings.blocks"
PIECES = "tokenizer.pieces"
SCORES = "tokenizer.scores"
TENSORS = (BLOCKS, PIECES, SCORES)


@dataclass(frozen=True)
class Vocabulary:
    """``blocks`` (pieces, n * 18) uint8 are the embeddings in ``q4_0``; ``pieces`` and their
    Unigram ``scores`` are in the same order."""

    blocks: torch.Tensor
    pieces: Sequence[str]
    scores: Sequence[float]


def vocabulary_tensors(vocabulary: Vocabulary) -> dict[str, torch.Tensor]:
    """The tensors that hold ``vocabulary`` in a packed file, by name.

    Raises :class:`ModelError` where its parts are not equally long or a piece has a line break.
    """
    import torch

    blocks, pieces, scores = vocabulary.blocks, vocabulary.pieces, vocabulary.scores
    if not len(pieces) == len(scores) == len(blocks):
        raise ModelError(
            f"{len(pieces)} pieces, {len(scores)} scores and {len(blocks)} embedding rows "
            "must be equally many."
        )
    lines = "\n".join(pieces)
    if lines.count("\n") != len(pieces) - 1:
        raise ModelError("A piece of the vocabulary contains a line break, which cannot be packed.")
    compressed = zlib.compress(lines.encode("utf-8"), 9)
    return {
        BLOCKS: blocks.contiguous(),
        PIECES: torch.frombuffer(bytearray(compressed), dtype=torch.uint8),
        SCORES: torch.tensor(list(scores), dtype=torch.float32),
    }


def read_vocabulary(tensors: Mapping[str, torch.Tensor], *, path: Path) -> Vocabulary:
    """The vocabulary in the ``tensors`` of the file ``path``; :class:`ModelError` if damaged."""
    try:
        lines = zlib.decompress(tensors[PIECES].numpy().tobytes()).decode("utf-8")
        return Vocabulary(tensors[BLOCKS], lines.split("\n"), tensors[SCORES].double().tolist())
    except (KeyError, ValueError, zlib.error) as error:
        raise ModelError(
            f"{path} is damaged: its vocabulary cannot be read ({error}).",
            hint=how_to_get_back(path.parent),
        ) from error


def fingerprint(tensors: Mapping[str, torch.Tensor]) -> str:
    """Eight hexadecimal digits that differ where names or contents of ``tensors`` do."""
    digest = hashlib.sha256()
    for name in sorted(tensors):
        digest.update(name.encode())
        digest.update(tensors[name].contiguous().view(-1).numpy().tobytes())
    return digest.hexdigest()[:8]
