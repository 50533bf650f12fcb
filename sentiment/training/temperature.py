"""A fitted temperature put into the weights of a model.

A linear last layer takes the division of its logits
(:func:`sentiment.evaluation.temperature.fit_temperature`) into its own weights, so that
nothing has to be done when a text is scored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import torch


def divide_layer(
    state: Mapping[str, torch.Tensor], name: str, *, by: float
) -> dict[str, torch.Tensor]:
    """Weight and bias of the linear layer ``name`` of ``state``, divided by the temperature."""
    return {f"{name}.{part}": state[f"{name}.{part}"] / by for part in ("weight", "bias")}
