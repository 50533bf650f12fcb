import json

import numpy as np
import pytest
from tokenizers import Tokenizer

from sentiment.errors import TrainingError
from sentiment.training.vocabulary import count_pieces, encode_texts, fine_pieces

TEXTS = ["good food bad room", "okay staff ab", "good good 👍"]


@pytest.fixture
def description(tokenizer_path):
    return json.loads(tokenizer_path.read_text(encoding="utf-8"))


def test_counting_pieces(description):
    counts = count_pieces(Tokenizer.from_str(json.dumps(description)), TEXTS)
    names = [piece for piece, _ in description["model"]["vocab"]]
    by_piece = dict(zip(names, counts.tolist(), strict=True))
    assert by_piece["▁good"] == 3
    assert by_piece["▁zebra"] == by_piece["<s>"] == 0


def test_which_pieces_keep_4_bits_first():
    #                   special     | once twice never often twice never
    counts = np.array([0, 0, 5, 0, 1, 2, 0, 9, 2, 0])
    order = []
    for budget in range(4, 12):
        fine = fine_pieces(counts, budget=budget)
        assert fine.dtype == bool
        assert fine.shape == counts.shape
        assert fine.sum() == min(budget, len(counts))
        order += [number for number in np.flatnonzero(fine) if number not in order]
    assert order == [0, 1, 2, 3, 7, 5, 8, 4, 6, 9]


def test_a_budget_below_the_special_pieces_is_refused():
    with pytest.raises(TrainingError, match="A budget of 3 pieces is too small for the 4 special"):
        fine_pieces(np.zeros(9, dtype=np.int64), budget=3)


def test_texts_that_are_not_used_are_not_encoded(description):
    first, unused, long = encode_texts(description, TEXTS, np.array([2, 0, 0]), longest=4)
    assert (first[0], first[-1], len(first)) == (0, 2, 4)
    assert len(unused) == 0
    assert len(long) == 4
    assert first.dtype == np.int32
