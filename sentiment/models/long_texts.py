"""Texts longer than the model's window: scored in overlapping pieces, then joined.

The probabilities of a text are the mean of its pieces' probabilities, each
weighted by the number of tokens that the piece sees first, so that a token in
an overlap counts once. The mean of probabilities rather than of their
logarithms: one confident piece cannot veto the rest, and a text that is half
praise and half complaint comes out undecided, as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True)
class Pieces:
    """Token sequences that fit the window.

    ``ids`` includes the special tokens at both ends; ``owners`` is the number
    of the text that each piece belongs to, ascending; ``weights`` the number
    of tokens that each adds.
    """

    ids: Sequence[NDArray[np.int64]]
    owners: NDArray[np.int64]
    weights: NDArray[np.float64]


def split_into_pieces(
    token_ids: Sequence[Sequence[int]],
    *,
    prefix: Sequence[int],
    suffix: Sequence[int],
    window: int,
    overlap: int,
) -> Pieces:
    """Cut sequences without special tokens so that each piece has at most ``window``.

    ``prefix`` and ``suffix`` are the special tokens put around each piece and
    count into ``window``; neighbouring pieces share ``overlap`` tokens. Pieces of one
    text are equally long within a token, so that no tail of a few words is
    judged alone. An empty sequence has no pieces.
    """
    room = window - len(prefix) - len(suffix)
    if not 0 <= overlap < room:
        raise ValueError(f"overlap {overlap} must be in 0..{room - 1}")
    ids, owners, weights = [], [], []
    for owner, tokens in enumerate(token_ids):
        seen = 0
        for first, last in _bounds(len(tokens), room, overlap):
            ids.append(np.array([*prefix, *tokens[first:last], *suffix], dtype=np.int64))
            owners.append(owner)
            weights.append(last - max(first, seen))
            seen = last
    return Pieces(ids, np.array(owners, dtype=np.int64), np.array(weights, dtype=np.float64))


def join_pieces(
    probabilities: NDArray[np.float32], pieces: Pieces, *, texts: int
) -> NDArray[np.float32]:
    """The weighted mean of each text's pieces, (texts, 3); without pieces neutral (0, 1, 0)."""
    sums = np.zeros((texts, 3))
    np.add.at(sums, pieces.owners, probabilities * pieces.weights[:, None])
    sums[np.bincount(pieces.owners, minlength=texts) == 0] = (0.0, 1.0, 0.0)
    shares: NDArray[np.float32] = (sums / sums.sum(axis=1, keepdims=True)).astype(np.float32)
    return shares


def _bounds(length: int, room: int, overlap: int) -> list[tuple[int, int]]:
    if length == 0:
        return []
    count = max(1, -(-(length - overlap) // (room - overlap)))
    size = -(-(length + (count - 1) * overlap) // count)
    starts = [round(number * (length - size) / max(1, count - 1)) for number in range(count)]
    return [(first, first + size) for first in starts]
