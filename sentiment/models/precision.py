"""Which number format scores fastest on this CPU without losing quality.

Measured on the embedded model (benchmarks/scoring.py): bfloat16 is fastest where the CPU has
tiles to multiply matrices in it (AMX). On other x86 CPUs int8 with a scale for each token is, also
where AVX512_BF16 makes bfloat16 faster than float32; without either it is slower.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

    from sentiment.settings import Precision

_QUANTIZED_ENGINES = ("x86", "fbgemm")


def fastest_precision() -> Precision:
    """``bfloat16`` with AMX, ``int8`` on other x86 CPUs with AVX2, else ``float32``."""
    import torch

    if torch.cpu._is_amx_tile_supported():
        return "bfloat16"
    vectors = torch.backends.cpu.get_cpu_capability()
    return "int8" if vectors.startswith("AVX") and multiplies_int8() else "float32"


def multiplies_int8() -> bool:
    """Whether torch can multiply in int8 here as the embedded model needs it (x86 alone)."""
    import torch

    engines = torch.backends.quantized.supported_engines
    return any(engine in engines for engine in _QUANTIZED_ENGINES)


def multiplies_bfloat16() -> bool:
    """Whether the CPU has instructions for products in bfloat16 (AMX or AVX512_BF16)."""
    import torch

    return torch.cpu._is_amx_tile_supported() or torch.cpu._is_avx512_bf16_supported()


def fast_products() -> torch.autocast:
    """A context in which products are computed in bfloat16 where the CPU has instructions for it.

    For training and for what is trained on: twice as fast, and probabilities differ by .001.
    """
    import torch

    return torch.autocast("cpu", torch.bfloat16, enabled=multiplies_bfloat16())
