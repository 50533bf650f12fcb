"""Halve a text on its way through the encoder: neighbouring tokens become one.

After some layers the hidden states of two neighbouring tokens are replaced by
their mean, as in Dai et al. 2020, Funnel-Transformer, but inside an encoder
that was not built for it: the upper layers read what a text means, for which
half and then a quarter of its positions is enough. The first token, which the
classifier reads, is never merged. Where a text is merged belongs to the model,
which was fine-tuned for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from collections.abc import Mapping

    import torch

MERGES = "merge_after"


def merge_layers(weights: Mapping[str, torch.Tensor]) -> frozenset[int]:
    """After which layers (1 is the first) a model with these ``weights`` merges; often none."""
    if MERGES not in weights:
        return frozenset()
    return frozenset(int(layer) for layer in weights[MERGES].tolist())


@overload
def merge_pairs(hidden: torch.Tensor, mask: None) -> tuple[torch.Tensor, None]: ...
@overload
def merge_pairs(hidden: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]: ...
@overload
def merge_pairs(
    hidden: torch.Tensor, mask: torch.Tensor | None
) -> tuple[torch.Tensor, torch.Tensor | None]: ...
def merge_pairs(
    hidden: torch.Tensor, mask: torch.Tensor | None
) -> tuple[torch.Tensor, torch.Tensor | None]:
    """Hidden states (n, width, size) and their mask, with about half the width.

    ``mask`` (n, width) is True at tokens, which come before the padding; None
    means that there is none. Token 0 stays; 1 and 2, 3 and 4, … become their
    mean; a last token without a neighbour stays as it is.
    """
    import torch

    first, rest = hidden[:, :1], hidden[:, 1:]
    pairs = rest.shape[1] // 2
    evens, odds = rest[:, 0 : 2 * pairs : 2], rest[:, 1 : 2 * pairs : 2]
    if mask is None:
        return torch.cat([first, (evens + odds) * 0.5, rest[:, 2 * pairs :]], dim=1), None
    half = mask[:, 2 : 2 * pairs + 1 : 2, None].to(hidden.dtype) * 0.5
    merged = torch.lerp(evens, odds, half)
    kept = torch.cat([mask[:, :1], mask[:, 1::2]], dim=1)
    return torch.cat([first, merged, rest[:, 2 * pairs :]], dim=1), kept
