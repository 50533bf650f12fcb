"""The forward pass of the embedded BERT classifier, built for scoring on a CPU.

It gives what ``BertForSequenceClassification`` gives (Devlin et al. 2019),
with five savings: query, key and value are one product; the last layer is
computed for the first token alone, the only one that the classifier reads;
batches of equal lengths need no mask; texts that are clear early leave early;
and a model that was trained for it merges neighbouring tokens on the way.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sentiment.models.early_exit import early_exits
from sentiment.models.input_embeddings import InputEmbeddings
from sentiment.models.linear_layers import dense_linear, int8_linear
from sentiment.models.segmented_encoding import Segment, SegmentedEncoder
from sentiment.models.token_merging import merge_layers

if TYPE_CHECKING:
    from collections.abc import Sequence

    import torch

    from sentiment.models.linear_layers import Linear
    from sentiment.models.packed_weights import PackedWeights
    from sentiment.settings import Precision

_LEAST_OF_GELU = -0.17
_LOWEST_AFTER_GELU = 0.25  # some value of nearly every token is over 1
_Norm = tuple["torch.Tensor", "torch.Tensor"]


@dataclass(frozen=True)
class EncoderSizes:
    """What the forward pass has to know of the configuration."""

    layers: int
    heads: int
    epsilon: float


@dataclass(frozen=True)
class _Layer:
    projections: Sequence[Linear]  # query, key and value in one; in the last layer query apart
    attended: Linear
    attention_norm: _Norm
    widened: Linear
    narrowed: Linear
    output_norm: _Norm


class EncoderScorer:
    """Token ids in, logits out, in one of three precisions.

    Without ``leave_early`` every text goes through all layers; without ``merge``
    with all its tokens.
    """

    def __init__(
        self,
        packed: PackedWeights,
        *,
        sizes: EncoderSizes,
        precision: Precision = "float32",
        leave_early: bool = True,
        merge: bool = True,
    ) -> None:
        self.precision = precision
        self._sizes = sizes
        self._packed = packed
        dtype = self._dtype()
        others = {name: value.to(dtype) for name, value in packed.others.items()}
        self._embeddings = InputEmbeddings(packed, epsilon=sizes.epsilon, dtype=dtype)
        *whole, last = [self._layer(others, number) for number in range(sizes.layers)]
        self._pooler = self._linear(others, ["bert.pooler.dense"])
        self._classifier = dense_linear(others["classifier.weight"], others["classifier.bias"])
        self._encoder = SegmentedEncoder(
            [Segment(number, partial(self._whole, layer)) for number, layer in enumerate(whole, 1)],
            finish=partial(self._answer, last),
            exits=early_exits(packed.others) if leave_early else {},
            merges=merge_layers(packed.others) if merge else frozenset(),
            classes=len(others["classifier.bias"]),
        )

    @property
    def longest(self) -> int:
        """How many tokens a text can have."""
        return self._embeddings.longest

    def logits(self, ids: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """Logits (n, classes) float32 of ``ids`` (n, width).

        ``mask`` (n, width) is True at tokens and False at padding; None means
        that there is no padding.
        """
        return self._encoder.logits(self._embeddings.embed(ids), mask)

    def _whole(
        self, layer: _Layer, hidden: torch.Tensor, mask: torch.Tensor | None
    ) -> torch.Tensor:
        texts, width, size = hidden.shape
        joint = layer.projections[0](hidden).view(texts, width, 3, self._sizes.heads, -1)
        query, key, value = joint.permute(2, 0, 3, 1, 4)
        context = _attend(query, key, value, mask).transpose(1, 2).reshape(texts, width, size)
        return self._rest(layer, hidden, context)

    def _answer(
        self, layer: _Layer, hidden: torch.Tensor, mask: torch.Tensor | None
    ) -> torch.Tensor:
        return self._classifier(self._pooler(self._first_token(layer, hidden, mask)).tanh())

    def _first_token(
        self, layer: _Layer, hidden: torch.Tensor, mask: torch.Tensor | None
    ) -> torch.Tensor:
        texts, width, size = hidden.shape
        first = hidden[:, 0]
        project_query, project_key_value = layer.projections
        query = project_query(first).view(texts, self._sizes.heads, 1, -1)
        joint = project_key_value(hidden).view(texts, width, 2, self._sizes.heads, -1)
        key, value = joint.permute(2, 0, 3, 1, 4)
        return self._rest(layer, first, _attend(query, key, value, mask).reshape(texts, size))

    def _rest(self, layer: _Layer, hidden: torch.Tensor, context: torch.Tensor) -> torch.Tensor:
        import torch

        hidden = self._normalised(layer.attended(context).add_(hidden), layer.attention_norm)
        wide = torch.ops.aten.gelu_(layer.widened(hidden))  # without another copy of it
        return self._normalised(layer.narrowed(wide).add_(hidden), layer.output_norm)

    def _normalised(self, values: torch.Tensor, norm: _Norm) -> torch.Tensor:
        from torch.nn.functional import layer_norm

        return layer_norm(values, values.shape[-1:], *norm, eps=self._sizes.epsilon)

    def _layer(self, others: dict[str, torch.Tensor], number: int) -> _Layer:
        name = f"bert.encoder.layer.{number}."
        query, key, value = (f"{name}attention.self.{part}" for part in ("query", "key", "value"))
        last = number == self._sizes.layers - 1
        together = [[query], [key, value]] if last else [[query, key, value]]
        return _Layer(
            projections=[self._linear(others, names) for names in together],
            attended=self._linear(others, [name + "attention.output.dense"], spend=True),
            attention_norm=_norm(others, name + "attention.output.LayerNorm"),
            widened=self._linear(others, [name + "intermediate.dense"]),
            narrowed=self._linear(others, [name + "output.dense"], after_gelu=True),
            output_norm=_norm(others, name + "output.LayerNorm"),
        )

    def _linear(
        self,
        others: dict[str, torch.Tensor],
        names: Sequence[str],
        *,
        spend: bool = False,
        after_gelu: bool = False,
    ) -> Linear:
        import torch

        stored = [self._packed.matrices[f"{name}.weight"] for name in names]
        weight = torch.cat([matrix for matrix, _ in stored])
        scale = torch.cat([part for _, part in stored])
        bias = torch.cat([others[f"{name}.bias"] for name in names])
        if self.precision == "int8":
            if after_gelu:
                lowest, least = _LOWEST_AFTER_GELU, _LEAST_OF_GELU
                return int8_linear(weight, scale, bias, lowest=lowest, least=least, spend=True)
            return int8_linear(weight, scale, bias, spend=spend)
        return dense_linear((weight.float() * scale[:, None]).to(self._dtype()), bias)

    def _dtype(self) -> torch.dtype:
        import torch

        return torch.bfloat16 if self.precision == "bfloat16" else torch.float32


def _norm(others: dict[str, torch.Tensor], name: str) -> _Norm:
    return others[f"{name}.weight"], others[f"{name}.bias"]


def _attend(
    query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, mask: torch.Tensor | None
) -> torch.Tensor:
    from torch.nn.functional import scaled_dot_product_attention

    attends = None if mask is None else mask[:, None, None, :]
    return scaled_dot_product_attention(query, key, value, attn_mask=attends)
