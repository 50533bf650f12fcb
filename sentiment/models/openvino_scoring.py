"""The forward pass of the embedded BERT classifier, its layers computed by OpenVINO.

It stands in for :class:`sentiment.models.encoder_scoring.EncoderScorer` where the extra
``openvino`` is installed: words are looked up, texts leave early and tokens merge in the
same code; the layers between two such places are one compiled graph. In float32 it gives
what torch gives but for rounding (under 0.00001 of a probability), in bfloat16 what rounding
to 8 bits leaves of it. A model's predictions are therefore stored under the same
``model_id`` whatever computed them.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from sentiment.errors import UsageError
from sentiment.models.early_exit import early_exits
from sentiment.models.input_embeddings import InputEmbeddings
from sentiment.models.openvino_layers import LayerGraphs
from sentiment.models.openvino_runtime import CompiledGraph, fastest_float
from sentiment.models.segmented_encoding import Segment, SegmentedEncoder
from sentiment.models.token_merging import merge_layers

if TYPE_CHECKING:
    from collections.abc import Iterable

    import openvino
    import torch

    from sentiment.models.encoder_scoring import EncoderSizes
    from sentiment.models.packed_weights import PackedWeights
    from sentiment.models.segmented_encoding import Step
    from sentiment.settings import Precision

_OUT_OF_SIGHT = np.float32(-1e9)  # added to what attention weighs before the softmax


class OpenvinoScorer:
    """Token ids in, logits out, in float32 or bfloat16; safe to share by threads.

    ``precision`` defaults to bfloat16 where this CPU has instructions for it; without
    ``leave_early`` every text goes through all layers, without ``merge`` with all its
    tokens. Raises :class:`MissingExtraError` where OpenVINO is not installed and
    :class:`UsageError` for a precision that it does not score in.
    """

    def __init__(
        self,
        packed: PackedWeights,
        *,
        sizes: EncoderSizes,
        precision: Precision | None = None,
        leave_early: bool = True,
        merge: bool = True,
    ) -> None:
        import torch

        if precision == "int8":
            raise UsageError(
                "OpenVINO scores the embedded model in 'float32' or 'bfloat16', not in 'int8'.",
                hint="Leave the precision out, or take the engine 'torch'.",
            )
        self.precision = precision or fastest_float()
        self._embeddings = InputEmbeddings(packed, epsilon=sizes.epsilon, dtype=torch.float32)
        exits = early_exits(packed.others) if leave_early else {}
        merges = merge_layers(packed.others) if merge else frozenset()
        graphs = LayerGraphs(packed, sizes=sizes)
        ends = segment_ends({*exits, *merges}, layers=sizes.layers)
        self._encoder = SegmentedEncoder(
            [
                Segment(end, self._step(graphs.whole_layers(range(start, end))))
                for start, end in pairwise([0, *ends])
            ],
            finish=self._step(graphs.answer()),
            exits=exits,
            merges=merges,
            classes=len(packed.others["classifier.bias"]),
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

    def _step(self, graph: openvino.Model) -> Step:
        import torch

        compiled = CompiledGraph(graph, precision=self.precision)

        def run(hidden: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
            texts, width, _ = hidden.shape
            blocked = np.zeros((texts, 1, 1, width), dtype=np.float32)
            if mask is not None:
                blocked[:, 0, 0][~mask.numpy()] = _OUT_OF_SIGHT
            return torch.from_numpy(compiled.run(hidden.numpy(), blocked))

        return run


def segment_ends(stops: Iterable[int], *, layers: int) -> list[int]:
    """After which layers (1 is the first) of ``layers`` a graph ends: at ``stops``, and
    before the last layer, which has a graph of its own.

    >>> segment_ends({6, 4}, layers=12), segment_ends({3}, layers=4), segment_ends([], layers=1)
    ([4, 6, 11], [3], [])
    """
    return sorted({stop for stop in (*stops, layers - 1) if 0 < stop < layers})
