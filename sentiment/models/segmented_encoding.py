"""A batch's way through an encoder, in segments: between them texts leave and tokens merge.

Whatever computes the layers, the batch shrinks in the same places: where a text is clear
enough it takes the early exit's answer, and where a model merges neighbouring tokens its
hidden states become fewer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentiment.models.token_merging import merge_pairs

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import torch

    from sentiment.models.early_exit import EarlyExit

Step = Callable[["torch.Tensor", "torch.Tensor | None"], "torch.Tensor"]


@dataclass(frozen=True)
class Segment:
    """Layers that a batch goes through without a stop, the last of them ``layer`` (1 is the first).

    ``run`` takes hidden states (n, width, size) and a mask (n, width), True at tokens, or
    None where there is no padding, and gives hidden states of the same shape.
    """

    layer: int
    run: Step


@dataclass(frozen=True)
class SegmentedEncoder:
    """``segments`` in their order, then ``finish``, which gives logits (n, ``classes``).

    ``exits`` by their layer and the layers after which it ``merges`` count where a segment ends.
    """

    segments: Sequence[Segment]
    finish: Step
    exits: Mapping[int, EarlyExit]
    merges: Collection[int]
    classes: int

    def logits(self, hidden: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        """Logits (n, classes) float32 of embedded texts ``hidden`` (n, width, size).

        ``mask`` (n, width) is True at tokens and False at padding; None means
        that there is no padding.
        """
        import torch

        texts, width, _ = hidden.shape
        staying = torch.arange(texts)
        lengths = torch.full((texts,), width) if mask is None else mask.sum(dim=1)
        answers = torch.empty((texts, self.classes))
        for segment in self.segments:
            hidden = segment.run(hidden, mask)
            if segment.layer in self.exits:
                way_out = self.exits[segment.layer]
                early = way_out.logits(hidden, mask)
                leave = way_out.may_leave(early, lengths[staying])
                if leave.any():
                    answers[staying[leave]] = early[leave]
                    staying, hidden = staying[~leave], hidden[~leave]
                    mask = None if mask is None else mask[~leave]
                    if len(staying) == 0:
                        return answers
            if segment.layer in self.merges:
                hidden, mask = merge_pairs(hidden, mask)
        answers[staying] = self.finish(hidden, mask).float()
        return answers
