import torch

from sentiment.models.linear_layers import dense_linear, int8_linear
from sentiment.models.packed_weights import quantize_matrix


def test_a_token_with_huge_activations_does_not_blur_the_others():
    torch.manual_seed(0)
    weight, bias = torch.randn(32, 64), torch.randn(32)
    quantized, scale = quantize_matrix(weight)
    inputs = torch.randn(10, 64)
    inputs[0] *= 1000
    exact = dense_linear(quantized.float() * scale[:, None], bias)(inputs)
    rounded = int8_linear(quantized, scale, bias)(inputs)
    error = (rounded - exact).abs().amax(dim=1) / exact.abs().amax(dim=1)
    assert error.max() < 0.03


def test_a_token_of_zeros_gives_the_bias():
    quantized, scale = quantize_matrix(torch.randn(8, 32))
    bias = torch.randn(8)
    torch.testing.assert_close(int8_linear(quantized, scale, bias)(torch.zeros(2, 32))[1], bias)
