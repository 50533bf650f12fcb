"""One matrix product, three ways: float32, bfloat16 and int8 with a scale for each token.

The int8 way quantises the activations of every token by their own largest
value before the product (row-wise dynamic quantisation, as in Yao et al. 2022,
ZeroQuant, section 4.1): with one scale for the whole batch, a few tokens with
very large activations cost the rest their precision, and what a text gets would
depend on its neighbours. It takes as many bits as the CPU can add the products of.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

Linear = Callable[["torch.Tensor"], "torch.Tensor"]

_SMALLEST = 1e-8
_SEVEN_BITS, _EIGHT_BITS = 126, 254  # steps


def dense_linear(weight: torch.Tensor, bias: torch.Tensor) -> Linear:
    """x (…, in) → x W' + b in the type of ``weight`` (out, in)."""
    from torch.nn.functional import linear

    return lambda inputs: linear(inputs, weight, bias)


def int8_linear(
    weight: torch.Tensor,
    scale: torch.Tensor,
    bias: torch.Tensor,
    *,
    lowest: float = 1.0,
    least: float | None = None,
    spend: bool = False,
) -> Linear:
    """The same with int8 ``weight`` (out, in), a ``scale`` for each output row and int8 inputs.

    A token's inputs are divided so that they lie in -``lowest`` to 1, over which the
    steps are spread: a small ``lowest`` suits inputs that are hardly ever negative, and where
    none is below ``least`` the smallest need not be looked for. With ``spend`` nobody needs
    the inputs afterwards, and they are overwritten.
    """
    import torch

    zeros = torch.zeros(len(scale), dtype=torch.int64)
    with warnings.catch_warnings():  # torch is pinned; that it will leave this API matters later
        warnings.simplefilter("ignore")
        quantized = torch._make_per_channel_quantized_tensor(weight, scale.double(), zeros, 0)
        packed = torch.ops.quantized.linear_prepack(quantized, None)
    multiply = torch.ops.quantized.linear_with_input_q_dq_qweight_dq_output_fp32
    step = (1.0 + lowest) / (_EIGHT_BITS if adds_exactly() else _SEVEN_BITS)
    zero = round(lowest / step)
    smallest = _SMALLEST if least is None else -least / lowest

    def apply(inputs: torch.Tensor) -> torch.Tensor:
        largest = inputs.amax(dim=-1, keepdim=True)
        if least is None:
            largest = torch.maximum(largest, inputs.amin(dim=-1, keepdim=True).div_(-lowest))
        largest.clamp_min_(smallest)
        shares = inputs.div_(largest) if spend else inputs / largest
        product = multiply(shares, step, zero, packed)
        return torch.addcmul(bias, product, largest, out=product)

    return apply


def adds_exactly() -> bool:
    """Whether the CPU adds products of eight bits in 32 (AVX512_VNNI). Others add pairs of them
    in 16 bits, which eight could overflow: there inputs keep seven bits."""
    import torch

    return torch.cpu._is_vnni_supported()
