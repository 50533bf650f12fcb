import numpy as np
import pytest

from sentiment.models.long_texts import join_pieces, split_into_pieces


def split(lengths, window=12, overlap=3):
    texts = [list(range(100, 100 + length)) for length in lengths]
    return split_into_pieces(texts, prefix=[0], suffix=[2], window=window, overlap=overlap)


@pytest.mark.parametrize("length", [1, 9, 10, 11, 17, 18, 25, 100, 1_001])
def test_no_token_is_lost_and_each_counts_once(length):
    pieces = split([length])
    assert max(len(piece) for piece in pieces.ids) <= 12
    assert {token for piece in pieces.ids for token in piece[1:-1]} == set(range(100, 100 + length))
    assert pieces.weights.sum() == length
    assert all(piece[0] == 0 and piece[-1] == 2 for piece in pieces.ids)


def test_pieces_of_a_text_are_about_equally_long_and_overlap():
    pieces = split([25])
    assert {len(piece) for piece in pieces.ids} <= {11, 12}
    for one, next_one in zip(pieces.ids, pieces.ids[1:], strict=False):
        assert len(set(one[1:-1]) & set(next_one[1:-1])) >= 2


def test_a_short_text_is_one_piece():
    assert [list(piece) for piece in split([2]).ids] == [[0, 100, 101, 2]]


def test_pieces_are_joined_by_what_they_add():
    pieces = split([10, 17, 0, 1])
    assert pieces.owners.tolist() == [0, 1, 1, 3]
    chances = np.array([[1, 0, 0], [1, 0, 0], [0, 0, 1], [0, 1, 0]], dtype=np.float32)
    joined = join_pieces(chances, pieces, texts=4)
    first, second = pieces.weights[1:3]
    expected = [[1, 0, 0], [first / 17, 0, second / 17], [0, 1, 0], [0, 1, 0]]
    np.testing.assert_allclose(joined, expected, atol=1e-6)


def test_no_texts_at_all():
    assert join_pieces(np.empty((0, 3), np.float32), split([]), texts=0).shape == (0, 3)


def test_an_overlap_as_wide_as_the_window_is_refused():
    with pytest.raises(ValueError, match="overlap 10"):
        split([30], overlap=10)
