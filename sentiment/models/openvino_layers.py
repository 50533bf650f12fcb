"""The layers of the embedded BERT classifier as OpenVINO graphs of dynamic shapes.

A graph takes hidden states (n, width, size) float32 and ``blocked`` (n, 1, 1, width)
float32, which is added to what attention weighs: 0 at tokens, very low at padding. It
computes what :class:`sentiment.models.encoder_scoring.EncoderScorer` does: whole layers
give hidden states again; the last layer, with the pooler and the classifier, gives logits
(n, classes) from the first token alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sentiment.models.openvino_runtime import import_openvino

if TYPE_CHECKING:
    from collections.abc import Sequence

    import openvino
    from numpy.typing import NDArray

    from sentiment.models.encoder_scoring import EncoderSizes
    from sentiment.models.packed_weights import PackedWeights

_ENCODER = "bert.encoder.layer."


class LayerGraphs:
    """Builds graphs out of the weights of ``packed``."""

    def __init__(self, packed: PackedWeights, *, sizes: EncoderSizes) -> None:
        self._ops = import_openvino().opset13
        self._packed = packed
        self._sizes = sizes

    def whole_layers(self, numbers: Sequence[int]) -> openvino.Model:
        """The layers ``numbers`` (0 is the first), one after the other."""
        hidden, blocked = self._inputs()
        states = hidden
        for number in numbers:
            states = self._whole(f"{_ENCODER}{number}.", states, blocked)
        return import_openvino().Model([states], [hidden, blocked], "layers")

    def answer(self) -> openvino.Model:
        """The last layer for the first token, the pooler and the classifier."""
        hidden, blocked = self._inputs()
        first = self._first_token(f"{_ENCODER}{self._sizes.layers - 1}.", hidden, blocked)
        pooled = self._ops.tanh(self._linear(first, ["bert.pooler.dense"]))
        logits = self._linear(pooled, ["classifier"])
        flat = self._ops.squeeze(logits, self._numbers(1))
        return import_openvino().Model([flat], [hidden, blocked], "answer")

    def _inputs(self) -> tuple[Any, Any]:
        size = self._packed.others["bert.embeddings.LayerNorm.weight"].shape[0]
        return self._ops.parameter([-1, -1, size]), self._ops.parameter([-1, 1, 1, -1])

    def _whole(self, name: str, hidden: Any, blocked: Any) -> Any:
        parts = [f"{name}attention.self.{part}" for part in ("query", "key", "value")]
        joint = self._linear(hidden, parts)
        query, key, value = (
            self._heads(part) for part in self._ops.split(joint, self._numbers(2), 3).outputs()
        )
        return self._rest(name, hidden, self._attend(query, key, value, blocked))

    def _first_token(self, name: str, hidden: Any, blocked: Any) -> Any:
        start, stop, step, axis = (self._numbers([value]) for value in (0, 1, 1, 1))
        first = self._ops.slice(hidden, start, stop, step, axis)
        parts = [f"{name}attention.self.{part}" for part in ("key", "value")]
        joint = self._linear(hidden, parts)
        key, value = (
            self._heads(part) for part in self._ops.split(joint, self._numbers(2), 2).outputs()
        )
        query = self._heads(self._linear(first, [f"{name}attention.self.query"]))
        return self._rest(name, first, self._attend(query, key, value, blocked))

    def _heads(self, joint: Any) -> Any:
        """(n, width, size) → (n, heads, width, size of a head)."""
        ops = self._ops
        apart = ops.reshape(joint, self._numbers([0, 0, self._sizes.heads, -1]), True)
        return ops.transpose(apart, self._numbers([0, 2, 1, 3]))

    def _attend(self, query: Any, key: Any, value: Any, blocked: Any) -> Any:
        ops = self._ops
        context = ops.scaled_dot_product_attention(query, key, value, blocked)
        return ops.reshape(
            ops.transpose(context, self._numbers([0, 2, 1, 3])), self._numbers([0, 0, -1]), True
        )

    def _rest(self, name: str, hidden: Any, context: Any) -> Any:
        ops = self._ops
        attended = ops.add(self._linear(context, [name + "attention.output.dense"]), hidden)
        hidden = self._normalised(attended, name + "attention.output.LayerNorm")
        wide = ops.gelu(self._linear(hidden, [name + "intermediate.dense"]), "erf")
        narrowed = ops.add(self._linear(wide, [name + "output.dense"]), hidden)
        return self._normalised(narrowed, name + "output.LayerNorm")

    def _normalised(self, values: Any, name: str) -> Any:
        ops = self._ops
        even = ops.mvn(values, self._numbers([-1]), True, self._sizes.epsilon, "inside_sqrt")
        scaled = ops.multiply(even, ops.constant(self._other(f"{name}.weight")))
        return ops.add(scaled, ops.constant(self._other(f"{name}.bias")))

    def _linear(self, values: Any, names: Sequence[str]) -> Any:
        ops = self._ops
        bias = np.concatenate([self._other(f"{name}.bias") for name in names])
        product = ops.matmul(values, self._weight(names), False, True)
        return ops.add(product, ops.constant(bias))

    def _weight(self, names: Sequence[str]) -> Any:
        """The weights ``names``, one below the other, in int8 where they are stored so:
        OpenVINO keeps them and dequantises where it multiplies, which saves memory."""
        ops = self._ops
        if f"{names[0]}.weight" in self._packed.others:
            return ops.constant(np.concatenate([self._other(f"{name}.weight") for name in names]))
        stored = [self._packed.matrices[f"{name}.weight"] for name in names]
        matrix = np.concatenate([part.numpy() for part, _ in stored])
        scale = np.concatenate([part[:, None].numpy() for _, part in stored])
        return ops.multiply(ops.convert(ops.constant(matrix), "f32"), ops.constant(scale))

    def _other(self, name: str) -> NDArray[np.float32]:
        return np.asarray(self._packed.others[name].numpy())

    def _numbers(self, values: int | list[int]) -> Any:
        return self._ops.constant(np.array(values, dtype=np.int64))
