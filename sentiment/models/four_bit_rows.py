"""Rows of numbers in the 4-bit blocks that the encoder came in.

A block of ``q4_0`` is 18 bytes for 32 values: a float16 scale and 16 bytes
whose low nibbles are the first 16 values and whose high nibbles are the last
16; value = (nibble - 8) * scale.
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

    shaped = blocks.view(*blocks.shape[:-1], blocks.shape[-1] // BLOCK_BYTES, BLOCK_BYTES)
    scale = shaped[..., :2].contiguous().view(torch.float16).float()
    nibbles = shaped[..., 2:]
    values = torch.cat([nibbles & 0x0F, nibbles >> 4], dim=-1).float()
    return values.sub_(8.0).mul_(scale).flatten(-2)
