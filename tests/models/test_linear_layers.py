import pytest
import torch

import sentiment.models.linear_layers
from sentiment.models.linear_layers import adds_exactly, dense_linear, int8_linear
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


def test_the_largest_products_do_not_overflow():
    weight = torch.full((8, 384), 127, dtype=torch.int8)
    for sign in (1, -1):
        layer = int8_linear(sign * weight, torch.full((8,), 1 / 127), torch.zeros(8))
        torch.testing.assert_close(layer(torch.ones(3, 384)), torch.full((3, 8), sign * 384.0))


def test_inputs_keep_their_eighth_bit_where_it_is_added_exactly(monkeypatch):
    torch.manual_seed(4)
    quantized, scale = quantize_matrix(torch.randn(64, 384) / 20)  # no sum that could overflow
    bias, inputs = torch.zeros(64), torch.randn(100, 384) / 20
    exact = dense_linear(quantized.float() * scale[:, None], bias)(inputs)
    errors = {}
    for exactly in (adds_exactly(), False):
        monkeypatch.setattr(sentiment.models.linear_layers, "adds_exactly", lambda e=exactly: e)
        errors[exactly] = (int8_linear(quantized, scale, bias)(inputs) - exact).abs().mean()
    assert errors.get(True, 0.0) < 0.6 * errors[False]


def test_a_token_of_zeros_gives_the_bias():
    quantized, scale = quantize_matrix(torch.randn(8, 32))
    bias = torch.randn(8)
    torch.testing.assert_close(int8_linear(quantized, scale, bias)(torch.zeros(2, 32))[1], bias)


@pytest.mark.parametrize("lowest", [1.0, 0.25])
def test_what_a_token_gets_does_not_depend_on_its_neighbours(lowest):
    torch.manual_seed(1)
    quantized, scale = quantize_matrix(torch.randn(16, 64))
    layer = int8_linear(quantized, scale, torch.randn(16), lowest=lowest)
    inputs = torch.nn.functional.gelu(torch.randn(12, 64)) * torch.logspace(-2, 1, 12)[:, None]
    alone = torch.cat([layer(row[None]) for row in inputs])
    assert torch.equal(layer(inputs), alone)


def test_inputs_that_are_hardly_negative_are_rounded_less_where_that_is_known():
    torch.manual_seed(1)
    quantized, scale = quantize_matrix(torch.randn(16, 64))
    bias = torch.zeros(16)
    inputs = torch.nn.functional.gelu(2 * torch.randn(200, 64))
    exact = dense_linear(quantized.float() * scale[:, None], bias)(inputs)
    errors = {
        lowest: (int8_linear(quantized, scale, bias, lowest=lowest)(inputs) - exact).abs().mean()
        for lowest in (1.0, 0.25)
    }
    assert errors[0.25] < 0.75 * errors[1.0]


@pytest.mark.parametrize("spend", [True, False])
def test_inputs_are_overwritten_only_where_nobody_needs_them(spend):
    torch.manual_seed(2)
    quantized, scale = quantize_matrix(torch.randn(16, 64))
    bias, inputs = torch.randn(16), torch.randn(7, 64)
    given = inputs.clone()
    expected = int8_linear(quantized, scale, bias)(inputs)
    assert torch.equal(int8_linear(quantized, scale, bias, spend=spend)(given), expected)
    assert torch.equal(given, inputs) != spend


def test_what_is_known_of_the_smallest_input_changes_nothing():
    torch.manual_seed(3)
    quantized, scale = quantize_matrix(torch.randn(16, 256))
    bias = torch.randn(16)
    inputs = torch.nn.functional.gelu(2 * torch.randn(50, 256))
    looked_for = int8_linear(quantized, scale, bias, lowest=0.25)(inputs)
    known = int8_linear(quantized, scale, bias, lowest=0.25, least=-0.17)(inputs)
    torch.testing.assert_close(known, looked_for)


def test_small_inputs_keep_their_bound_where_the_smallest_is_known():
    quantized, scale = quantize_matrix(torch.ones(1, 32))
    layer = int8_linear(quantized, scale, torch.zeros(1), lowest=0.25, least=-0.17)
    inputs = torch.full((1, 32), -0.17)
    torch.testing.assert_close(layer(inputs), torch.tensor([[32 * -0.17]]), atol=0.05, rtol=0)
