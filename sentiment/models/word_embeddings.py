"""The word embeddings of a packed model: 4 bits for pieces that texts are full of, 2 for the rest.

Pieces in 4 bits keep the encoder's own blocks, untouched. Only the rows that a batch needs are
unpacked, which saves the 380 MB and the seconds that a whole float32 matrix would take.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sentiment.models.four_bit_rows import unpack_rows
from sentiment.models.two_bit_rows import TwoBitRows, in_two_bits

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True)
class WordEmbeddings:
    """``fine`` (pieces,) bool tells which pieces are in 4 bits: their ``blocks``
    (fine pieces, size / 32 * 18) uint8 and the ``coarse`` rows are in the pieces' order."""

    fine: torch.Tensor
    blocks: torch.Tensor
    coarse: TwoBitRows

    def __len__(self) -> int:
        return len(self.fine)

    @cached_property
    def _places(self) -> torch.Tensor:
        """The row of each piece among those of its own kind, (pieces,) int32."""
        import torch

        fine = self.fine.int()
        return torch.where(self.fine, fine.cumsum(0), (1 - fine).cumsum(0)).int() - 1

    def look_up(self, ids: torch.Tensor) -> torch.Tensor:
        """The float32 embeddings of ``ids``, any shape; each distinct id is unpacked once."""
        import torch

        distinct, places = torch.unique(ids, return_inverse=True)
        return torch.nn.functional.embedding(places, self._unpack(distinct))

    def dense(self) -> torch.Tensor:
        """All embeddings as float32 (pieces, size)."""
        import torch

        return self._unpack(torch.arange(len(self)))

    def _unpack(self, ids: torch.Tensor) -> torch.Tensor:
        import torch

        fine, rows = self.fine[ids], self._places[ids].long()
        size = self.coarse.columns.shape[1]
        unpacked = torch.empty((len(ids), size))
        unpacked[fine] = unpack_rows(self.blocks[rows[fine]])
        unpacked[~fine] = self.coarse.unpack(rows[~fine])
        return unpacked


def pack_words(blocks: torch.Tensor, *, fine: torch.Tensor) -> WordEmbeddings:
    """The embeddings in ``q4_0`` ``blocks`` (pieces, n * 18) with 2 bits for those not ``fine``.

    ``fine`` is bool (pieces,).
    """
    return WordEmbeddings(fine, blocks[fine].contiguous(), in_two_bits(unpack_rows(blocks[~fine])))
