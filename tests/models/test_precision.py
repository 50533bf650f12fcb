import pytest
import torch

from sentiment.models.precision import fastest_precision


@pytest.mark.parametrize(
    ("tiles", "vectors", "engines", "expected"),
    [
        (True, "AVX512", ["x86"], "bfloat16"),
        (False, "AVX512", ["x86"], "int8"),
        (False, "AVX2", ["fbgemm"], "int8"),
        (False, "DEFAULT", ["x86"], "float32"),
        (False, "AVX2", ["qnnpack"], "float32"),
    ],
)
def test_the_cpu_decides(monkeypatch, tiles, vectors, engines, expected):
    class Backend:
        supported_engines = engines

    monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda: tiles)
    monkeypatch.setattr(torch.backends.cpu, "get_cpu_capability", lambda: vectors)
    monkeypatch.setattr("torch.backends.quantized", Backend)
    assert fastest_precision() == expected
