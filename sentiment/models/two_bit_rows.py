"""Rows of numbers in 2 bits each, for word embeddings that are hardly ever looked up.

A row is its place around the mean of all rows, divided by each column's spread and by the
row's own scale; what is left is nearly a standard normal variable, and each value becomes the
nearest of the four levels that lose least of such a one (Max 1960; Lloyd 1982). Four values
share a byte, the first in its lowest bits. The scale is fitted by least squares afterwards.
A rare piece in 2 bits serves a text far better than the letters into which it falls where
the vocabulary does not have it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

LEVELS = (-1.510, -0.4528, 0.4528, 1.510)
VALUES_A_BYTE = 4
_SMALLEST = 1e-8


@dataclass(frozen=True)
class TwoBitRows:
    """``codes`` (n, size / 4) uint8 and ``scales`` (n,) float16 of the rows; ``columns``
    (2, size) float32 hold the centre and the spread of each column."""

    codes: torch.Tensor
    scales: torch.Tensor
    columns: torch.Tensor

    def __len__(self) -> int:
        return len(self.codes)

    def unpack(self, numbers: torch.Tensor) -> torch.Tensor:
        """The rows ``numbers`` (m,) as float32 (m, size)."""
        import torch

        shifts = torch.tensor([0, 2, 4, 6], dtype=torch.uint8)
        codes = (self.codes[numbers][:, :, None] >> shifts) & 3
        levels = torch.tensor(LEVELS)[codes.flatten(1).int()]
        centre, spread = self.columns[0], self.columns[1]
        return torch.addcmul(centre, levels * self.scales[numbers].float()[:, None], spread)


def in_two_bits(rows: torch.Tensor) -> TwoBitRows:
    """``rows`` (n, size) float32 in 2 bits a value; ``size`` is a multiple of four.

    >>> import torch
    >>> rows = torch.tensor([[1.0, -1.0, 3.0, -3.0], [-1.0, 1.0, -3.0, 3.0]])
    >>> in_two_bits(rows).unpack(torch.tensor([1])).round().int().tolist()
    [[-1, 1, -3, 3]]
    """
    import torch

    if len(rows) == 0:
        size = rows.shape[1]
        empty = torch.empty((0, size // VALUES_A_BYTE), dtype=torch.uint8)
        return TwoBitRows(empty, torch.empty(0, dtype=torch.float16), torch.zeros((2, size)))
    centre = rows.mean(dim=0)
    spread = rows.std(dim=0, correction=0).clamp_min(_SMALLEST)
    standard = (rows - centre) / spread
    levels = torch.tensor(LEVELS)
    rough = standard.square().mean(dim=1, keepdim=True).sqrt().clamp_min(_SMALLEST)
    codes = torch.bucketize((standard / rough).contiguous(), (levels[1:] + levels[:-1]) / 2)
    chosen = levels[codes]
    scales = (chosen * standard).sum(dim=1) / chosen.square().sum(dim=1)
    quarters = codes.to(torch.uint8).view(len(rows), -1, VALUES_A_BYTE)
    weights = torch.tensor([1, 4, 16, 64], dtype=torch.uint8)
    packed = (quarters * weights).sum(dim=2, dtype=torch.uint8)
    return TwoBitRows(packed, scales.half(), torch.stack([centre, spread]))
