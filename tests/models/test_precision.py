import pytest
import torch

from sentiment.models.precision import fast_products, fastest_precision, multiplies_bfloat16


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


@pytest.mark.parametrize(
    ("tiles", "vectors", "expected"),
    [(True, False, True), (False, True, True), (False, False, False)],
)
def test_bfloat16_is_for_training_where_any_instruction_multiplies_it(
    monkeypatch, tiles, vectors, expected
):
    monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda: tiles)
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: vectors)
    assert multiplies_bfloat16() is expected
    number = torch.ones(1, 1)
    with fast_products():
        assert ((number @ number).dtype == torch.bfloat16) is expected
