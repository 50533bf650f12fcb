"""What enters an encoder: words, positions and token type, added up and normalised."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

    from sentiment.models.packed_weights import PackedWeights

_START = "bert.embeddings."


class InputEmbeddings:
    """The embeddings of BERT (Devlin et al. 2019, section 3), words looked up in 4 or 2 bits.

    ``epsilon`` is that of the layer norm; what comes out is of type ``dtype``.
    """

    def __init__(self, packed: PackedWeights, *, epsilon: float, dtype: torch.dtype) -> None:
        others = {name: w.to(dtype) for name, w in packed.others.items() if name.startswith(_START)}
        self._packed = packed
        self._positions = others[_START + "position_embeddings.weight"]
        self._type = others[_START + "token_type_embeddings.weight"][0]
        self._norm = others[_START + "LayerNorm.weight"], others[_START + "LayerNorm.bias"]
        self._epsilon = epsilon

    @property
    def longest(self) -> int:
        """How many tokens a text can have."""
        return len(self._positions)

    def embed(self, ids: torch.Tensor) -> torch.Tensor:
        """Hidden states (n, width, size) of ``ids`` (n, width)."""
        from torch.nn.functional import layer_norm

        words = self._packed.words.look_up(ids).to(self._type.dtype)
        added = words + self._positions[: ids.shape[1]] + self._type
        return layer_norm(added, added.shape[-1:], *self._norm, eps=self._epsilon)
