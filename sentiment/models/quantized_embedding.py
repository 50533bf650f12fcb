"""Word embeddings kept in the 4-bit blocks they came in, unpacked row by row on look-up.

A block of ``q4_0`` is 18 bytes for 32 values: a float16 scale and 16 bytes
whose low nibbles are the first 16 values and whose high nibbles are the last
16; value = (nibble - 8) * scale. Unpacking only the rows that a batch needs
saves the 380 MB and the seconds that a whole float32 matrix would take.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

BLOCK_VALUES = 32
BLOCK_BYTES = 18


def unpack_rows(blocks: torch.Tensor) -> torch.Tensor:
    """Dequantise ``q4_0`` blocks: uint8 (…, n * 18) to float32 (…, n * 32).

    >>> import torch
    >>> one = torch.tensor([0, 60] + [0x80] * 16, dtype=torch.uint8)  # scale 1.0
    >>> unpack_rows(one).tolist()[:2], unpack_rows(one).tolist()[-2:]
    ([-8.0, -8.0], [0.0, 0.0])
    """
    import torch

    shaped = blocks.reshape(*blocks.shape[:-1], -1, BLOCK_BYTES)
    scale = shaped[..., :2].contiguous().view(torch.float16).float()
    nibbles = shaped[..., 2:]
    values = torch.cat([nibbles & 0x0F, nibbles >> 4], dim=-1).float()
    return ((values - 8.0) * scale).reshape(*blocks.shape[:-1], -1)


def look_up(blocks: torch.Tensor, ids: torch.Tensor) -> torch.Tensor:
    """The float32 embeddings of ``ids``, any shape; each distinct id is unpacked once."""
    import torch

    distinct, places = torch.unique(ids, return_inverse=True)
    return torch.nn.functional.embedding(places, unpack_rows(blocks[distinct]))


def quantized_embedding(blocks: torch.Tensor) -> torch.nn.Module:
    """A module that stands in for :class:`torch.nn.Embedding` over 4-bit rows.

    ``blocks`` is uint8 of shape (vocabulary, hidden / 32 * 18).
    """
    import torch

    class QuantizedEmbedding(torch.nn.Module):
        """Word embeddings in 4 bits; frozen."""

        def __init__(self) -> None:
            super().__init__()
            self.register_buffer("blocks", blocks)
            self.num_embeddings = blocks.shape[0]
            self.embedding_dim = blocks.shape[1] // BLOCK_BYTES * BLOCK_VALUES

        def forward(self, ids: torch.Tensor) -> torch.Tensor:
            return look_up(blocks, ids)

    return QuantizedEmbedding()
