import numpy as np
import pytest
import torch

from sentiment.models.four_bit_rows import unpack_rows
from sentiment.models.two_bit_rows import in_two_bits
from sentiment.models.word_embeddings import pack_words

FINE = torch.tensor([1, 0, 0, 1, 1, 0, 1, 0, 1]).bool()


@pytest.fixture
def blocks():
    """A row of two 4-bit blocks for each of :data:`FINE`."""
    random = np.random.default_rng(1)
    scales = random.uniform(-1, 1, (len(FINE), 2, 1)).astype(np.float16).view(np.uint8)
    nibbles = random.integers(0, 256, (len(FINE), 2, 16), dtype=np.uint8)
    return torch.from_numpy(np.concatenate([scales, nibbles], axis=2).reshape(len(FINE), 36))


def test_fine_rows_are_what_they_were(blocks):
    dense = pack_words(blocks, fine=FINE).dense()
    assert torch.equal(dense[FINE], unpack_rows(blocks)[FINE])
    assert not torch.equal(dense[~FINE], unpack_rows(blocks)[~FINE])


def test_look_up_is_indexing_the_whole_matrix(blocks):
    words = pack_words(blocks, fine=FINE)
    ids = torch.tensor([[3, 3, 0], [8, 1, 3]])
    assert torch.equal(words.look_up(ids), words.dense()[ids])


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_all_rows_may_be_of_one_kind(blocks, share):
    words = pack_words(blocks, fine=torch.full((len(FINE),), share > 0))
    assert (len(words), words.dense().shape) == (9, (9, 64))
    assert words.look_up(torch.tensor([[2]])).shape == (1, 1, 64)


def test_two_bits_are_two_bits_and_keep_the_direction():
    random = np.random.default_rng(3)
    rows = torch.from_numpy(random.normal(size=(200, 64)) * random.uniform(1, 9, 64) + 2).float()
    packed = in_two_bits(rows)
    assert packed.codes.shape == (200, 16)
    assert packed.codes.dtype == torch.uint8
    back = packed.unpack(torch.arange(200))
    centre = rows.mean(dim=0)
    likeness = torch.nn.functional.cosine_similarity(back - centre, rows - centre)
    assert likeness.mean() > 0.93  # Max 1960: .118 of the variance is lost
    assert (back - rows).square().sum() < 0.16 * (rows - centre).square().sum()
