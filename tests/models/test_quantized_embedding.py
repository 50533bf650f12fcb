import numpy as np
import torch

from sentiment.models.quantized_embedding import look_up, quantized_embedding, unpack_rows
from sentiment.training.encoder_file import unpack_q4_0


def some_blocks(rows):
    random = np.random.default_rng(1)
    scales = random.uniform(-1, 1, (rows, 2, 1)).astype(np.float16).view(np.uint8)
    nibbles = random.integers(0, 256, (rows, 2, 16), dtype=np.uint8)
    return np.concatenate([scales, nibbles], axis=2).reshape(rows, 36)


def test_rows_unpack_as_the_encoder_file_does():
    blocks = some_blocks(9)
    assert np.array_equal(unpack_rows(torch.from_numpy(blocks)).numpy(), unpack_q4_0(blocks))


def test_look_up_is_indexing_the_whole_matrix():
    blocks = torch.from_numpy(some_blocks(9))
    ids = torch.tensor([[3, 3, 0], [8, 1, 3]])
    assert torch.equal(look_up(blocks, ids), unpack_rows(blocks)[ids])


def test_the_module_stands_in_for_an_embedding():
    module = quantized_embedding(torch.from_numpy(some_blocks(9)))
    assert (module.num_embeddings, module.embedding_dim) == (9, 64)
    assert module(torch.tensor([[2]])).shape == (1, 1, 64)
    assert not list(module.parameters())
