import json

import numpy as np
import pytest
from tokenizers import Tokenizer

from sentiment.errors import TrainingError
from sentiment.training.vocabulary import (
    choose_pieces,
    count_pieces,
    coverage,
    cut_tokenizer,
    piece_shares,
)

TEXTS = ["good food bad room", "okay staff ab", "good good 👍"]


@pytest.fixture
def full(tokenizer_path):
    description = json.loads(tokenizer_path.read_text(encoding="utf-8"))
    return description, Tokenizer.from_str(json.dumps(description))


def names(description):
    return [piece for piece, _ in description["model"]["vocab"]]


def test_counting_pieces(full):
    description, tokenizer = full
    counts = count_pieces(tokenizer, TEXTS)
    by_piece = dict(zip(names(description), counts.tolist(), strict=True))
    assert by_piece["▁good"] == 3
    assert by_piece["▁zebra"] == by_piece["<s>"] == 0


def test_words_count_by_the_language_that_needs_them_most(full):
    description, tokenizer = full
    frequencies = {"en": {"good": 0.9, "food": 0.1}, "cs": {"jidlo": 0.5, "good": 0.5}}
    shares = dict(zip(names(description), piece_shares(tokenizer, frequencies), strict=True))
    assert shares["▁good"] > shares["▁jidlo"] > shares["▁food"] > shares["▁bad"] == 0


def test_texts_of_kept_pieces_are_tokenised_as_before(full):
    description, tokenizer = full
    pieces = names(description)
    kept = choose_pieces(
        pieces,
        counts=count_pieces(tokenizer, TEXTS),
        shares=np.zeros(len(pieces)),
        budget=len(pieces) - 5,
    ).tolist()
    assert 0 < len(kept) < len(pieces)
    cut = cut_tokenizer(description, kept)
    smaller = Tokenizer.from_str(json.dumps(cut))
    random = np.random.default_rng(0)
    spelled = [
        "".join(pieces[number] for number in random.choice(kept[4:], size=9)).replace("▁", " ")
        for _ in range(300)
    ]
    same = 0
    for text in [*TEXTS, *spelled]:
        before = tokenizer.encode(text)
        if set(before.ids) <= set(kept):
            after = smaller.encode(text)
            assert after.tokens == before.tokens
            assert [kept[number] for number in after.ids] == before.ids
            same += 1
    assert same > 100
    assert "".join(smaller.encode("zebra").tokens) == "<s>▁zebra</s>"


def test_scores_and_special_tokens_stay(full):
    description, _ = full
    last = len(names(description)) - 1
    cut = cut_tokenizer(description, [0, 1, 2, 3, 5, last])
    assert cut["model"]["vocab"][4] == description["model"]["vocab"][5]
    assert [token["id"] for token in cut["added_tokens"]] == [0, 1, 2, 3, 5]
    assert len(names(description)) == last + 1


def test_what_is_kept_first():
    pieces = ["<s>", "<pad>", "</s>", "<unk>", "often", "once", "world", "never", "x"]
    counts = np.array([0, 0, 0, 0, 9, 1, 0, 0, 0])
    shares = np.array([0, 0, 0, 0, 0, 0, 0.1, 0, 0])
    order = []
    for budget in range(5, 10):
        kept = choose_pieces(pieces, counts=counts, shares=shares, budget=budget)
        order += [pieces[number] for number in kept if pieces[number] not in order]
        assert len(kept) == budget
        assert (np.diff(kept) > 0).all()
    assert order[4:] == ["x", "often", "world", "once", "never"]


def test_a_budget_below_the_alphabet_is_refused():
    with pytest.raises(TrainingError, match="A budget of 2 pieces is too small for the 3"):
        choose_pieces(["a", "b", "c"], counts=np.zeros(3), shares=np.zeros(3), budget=2)


def test_the_special_pieces_must_stay_in_place(full):
    with pytest.raises(TrainingError, match="special pieces"):
        cut_tokenizer(full[0], [0, 2, 5])


def test_coverage():
    assert coverage(np.array([6, 3, 1]), [0, 2]) == 0.7
    assert coverage(np.zeros(3, dtype=np.int64), [0]) == 1.0
