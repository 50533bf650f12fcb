import numpy as np
import torch

from sentiment.models.four_bit_rows import unpack_rows

LOW, HIGH = np.arange(16), 15 - np.arange(16)


def block_of(scale):
    stored = np.array([scale], np.float16).view(np.uint8)
    return np.concatenate([stored, LOW | HIGH << 4]).astype(np.uint8)


def test_a_block_is_a_scale_and_two_rows_of_nibbles():
    values = unpack_rows(torch.from_numpy(block_of(0.5)))
    assert values.tolist() == [*((LOW - 8) * 0.5), *((HIGH - 8) * 0.5)]


def test_each_block_of_each_row_has_its_own_scale():
    scales = np.array([[0.5, -2.0], [0.0, 1.0]])
    rows = np.stack([np.concatenate([block_of(scale) for scale in row]) for row in scales])
    values = unpack_rows(torch.from_numpy(rows)).numpy()
    nibbles = np.concatenate([LOW, HIGH]) - 8
    assert np.array_equal(values, (scales[..., None] * nibbles).reshape(2, 64))
