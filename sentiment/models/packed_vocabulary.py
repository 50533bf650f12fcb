"""The vocabulary in a packed file: pieces, their scores and their embeddings.

``bert.embeddings.word_embeddings.blocks`` are the rows in 4 bits, ``.codes``, ``.scales`` and
``.columns`` those in 2 bits, and ``.fine`` says of each piece, in a bit, which of the two it is
among; both are in the pieces' order.

It is most of a packed model, and a small model made from a large one has the same: such
a file holds its layers alone and names the vocabulary that it goes with by a fingerprint.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentiment.errors import ModelError
from sentiment.models.checksums import how_to_get_back
from sentiment.models.two_bit_rows import TwoBitRows
from sentiment.models.word_embeddings import WordEmbeddings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import torch

_WORDS = "bert.embeddings.word_embeddings."
FINE, BLOCKS = _WORDS + "fine", _WORDS + "blocks"
CODES, SCALES, COLUMNS = _WORDS + "codes", _WORDS + "scales", _WORDS + "columns"
PIECES = "tokenizer.pieces"
SCORES = "tokenizer.scores"
TENSORS = (FINE, BLOCKS, CODES, SCALES, COLUMNS, PIECES, SCORES)


@dataclass(frozen=True)
class Vocabulary:
    """The embeddings ``words``, the ``pieces`` and their Unigram ``scores``, in the same order."""

    words: WordEmbeddings
    pieces: Sequence[str]
    scores: Sequence[float]


def vocabulary_tensors(vocabulary: Vocabulary) -> dict[str, torch.Tensor]:
    """The tensors that hold ``vocabulary`` in a packed file, by name.

    Raises :class:`ModelError` where its parts are not equally long or a piece has a line break.
    """
    import torch

    words, pieces, scores = vocabulary.words, vocabulary.pieces, vocabulary.scores
    if not len(pieces) == len(scores) == len(words):
        raise ModelError(
            f"{len(pieces)} pieces, {len(scores)} scores and {len(words)} embedding rows "
            "must be equally many."
        )
    lines = "\n".join(pieces)
    if lines.count("\n") != len(pieces) - 1:
        raise ModelError("A piece of the vocabulary contains a line break, which cannot be packed.")
    compressed = zlib.compress(lines.encode("utf-8"), 9)
    return {
        FINE: torch.from_numpy(np.packbits(words.fine.numpy())),
        BLOCKS: words.blocks.contiguous(),
        CODES: words.coarse.codes.contiguous(),
        SCALES: words.coarse.scales.contiguous(),
        COLUMNS: words.coarse.columns.contiguous(),
        PIECES: torch.frombuffer(bytearray(compressed), dtype=torch.uint8),
        SCORES: torch.tensor(list(scores), dtype=torch.float32),
    }


def read_vocabulary(tensors: Mapping[str, torch.Tensor], *, path: Path) -> Vocabulary:
    """The vocabulary in the ``tensors`` of the file ``path``; :class:`ModelError` if damaged."""
    import torch

    try:
        lines = zlib.decompress(tensors[PIECES].numpy().tobytes()).decode("utf-8")
        pieces = lines.split("\n")
        bits = np.unpackbits(tensors[FINE].numpy(), count=len(pieces)).astype(bool)
        coarse = TwoBitRows(tensors[CODES], tensors[SCALES], tensors[COLUMNS])
        words = WordEmbeddings(torch.from_numpy(bits), tensors[BLOCKS], coarse)
        if bits.sum() != len(words.blocks) or (~bits).sum() != len(coarse):
            raise ValueError(f"{len(words.blocks)} and {len(coarse)} rows for {len(pieces)} pieces")
        return Vocabulary(words, pieces, tensors[SCORES].double().tolist())
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
