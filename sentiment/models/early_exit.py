"""Texts that are clear early leave the encoder early.

After some layers a linear map of the tokens' hidden states, averaged with
learned weights, already gives logits. A text whose largest probability there
reaches the exit's confidence takes them as its answer and is dropped from the
batch; the rest go on (confidence-based exits as in Xin et al. 2020, DeeBERT).
The confidences were chosen on held-out texts when the model was packed and
belong to the model.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentiment.models.linear_layers import dense_linear

if TYPE_CHECKING:
    from collections.abc import Mapping

    import torch

    from sentiment.models.linear_layers import Linear

HEADS = "exit_heads"
CONFIDENCES = "exit_confidences"


@dataclass(frozen=True)
class EarlyExit:
    """The way out after ``layer`` layers for texts at least as sure as ``confidence``
    and of at least ``shortest`` tokens."""

    layer: int
    confidence: float
    shortest: int
    head: Linear
    query: torch.Tensor

    def logits(self, hidden: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        """Logits (n, classes) float32 of hidden states (n, width, size).

        ``mask`` (n, width) is True at tokens; None means that there is no padding.
        """
        return self.head(attentive_mean(hidden, mask, query=self.query).float())

    def may_leave(self, logits: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        """Which texts with ``logits`` (n, classes) and ``lengths`` (n,) leave here: bool (n,)."""
        sure = logits.softmax(dim=-1).amax(dim=-1) >= self.confidence
        return sure & (lengths >= self.shortest)


def attentive_mean(
    hidden: torch.Tensor, mask: torch.Tensor | None, *, query: torch.Tensor
) -> torch.Tensor:
    """The mean (n, size) of hidden states (n, width, size) over a text's tokens.

    A token weighs as much as the softmax of its product with ``query`` (size,)
    says (Yang et al. 2016, section 2.2); a query of zeros gives the plain mean.
    ``mask`` (n, width) is True at tokens; None means that there is no padding.
    """
    import torch

    products = hidden @ query.to(hidden.dtype)
    if mask is not None:
        products = products.masked_fill(~mask, -torch.inf)
    return torch.bmm(products.softmax(dim=1)[:, None], hidden)[:, 0]  # einsum copies hidden


def early_exits(weights: Mapping[str, torch.Tensor]) -> dict[int, EarlyExit]:
    """The exits in a model's float32 ``weights`` by their layer; empty where it has none.

    ``exit_confidences`` (exits, 3) holds layer, confidence and shortest length of each
    (without the last: any length); an exit whose confidence is above 1 is never
    taken and left out.
    """
    if CONFIDENCES not in weights:
        return {}
    exits = {}
    for number, confidence, *shortest in weights[CONFIDENCES].tolist():
        layer = int(number)
        if confidence <= 1.0:
            head = f"{HEADS}.{layer}."
            weight, bias = weights[head + "weight"], weights[head + "bias"]
            query = weights.get(head + "query", weight.new_zeros(weight.shape[1]))
            least = int(sum(shortest))
            exits[layer] = EarlyExit(layer, confidence, least, dense_linear(weight, bias), query)
    return exits
