import numpy as np
import torch

from sentiment.models.four_bit_rows import unpack_rows
from sentiment.training.encoder_file import unpack_q4_0


def some_blocks(rows):
    random = np.random.default_rng(1)
    scales = random.uniform(-1, 1, (rows, 2, 1)).astype(np.float16).view(np.uint8)
    nibbles = random.integers(0, 256, (rows, 2, 16), dtype=np.uint8)
    return np.concatenate([scales, nibbles], axis=2).reshape(rows, 36)


def test_rows_unpack_as_the_encoder_file_does():
    blocks = some_blocks(9)
    assert np.array_equal(unpack_rows(torch.from_numpy(blocks)).numpy(), unpack_q4_0(blocks))
