import json

import numpy as np
import pytest
from tokenizers import Tokenizer

from sentiment.training.text_noise import add_typos, resegment
from sentiment.training.vocabulary import encode_texts

TEXTS = ["good food good room good staff", "", "okay room bad food slabe jidlo"] * 20
TEXTS += ["not read"]
ORDER = np.arange(60)


@pytest.fixture
def description(tokenizer_path):
    """With letters that are likely enough for words to be spelled in them now and then."""
    content = json.loads(tokenizer_path.read_text(encoding="utf-8"))
    vocabulary = content["model"]["vocab"]
    flat = [[piece, -1.0 if len(piece) == 1 else score] for piece, score in vocabulary]
    return {**content, "model": {**content["model"], "vocab": flat}}


@pytest.fixture
def best(description):
    return encode_texts(description, TEXTS, ORDER, longest=20)


def noisy(description, best, share, longest=20):
    return resegment(best, TEXTS, tokenizer=description, share=share, longest=longest, seed=3)


def test_the_same_seed_makes_the_same_typing_errors():
    text = "the room was clean and the breakfast excellent, we will come again " * 3
    one, again, other = (add_typos(text, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert one == again != other
    assert one != text
    assert abs(len(one) - len(text)) < 15


def test_only_letters_are_mistyped():
    random = np.random.default_rng(5)
    assert {add_typos("?! 12", random) for _ in range(40)} == {"?! 12"}
    assert {add_typos(text, random) for text in ("", "a") for _ in range(20)} == {"", "a"}
    swapped = {add_typos("ab", random) for _ in range(80)}
    assert swapped == {"ba", "aab", "b", "aaab", "aaaab", "aaaaab"}


def test_a_share_of_the_texts_gets_other_tokens_with_the_same_letters(description, best):
    drawn = noisy(description, best, 0.5)
    changed = [n for n in ORDER if not np.array_equal(drawn[n], best[n])]
    assert 8 < len(changed) < 30  # of forty texts that are not blank
    decode = Tokenizer.from_str(json.dumps(description)).id_to_token
    same = 0
    for number in changed:
        spelled = "".join(decode(piece) for piece in drawn[number][1:-1]).replace("▁", " ").strip()
        assert drawn[number].dtype == np.int32
        assert len(drawn[number]) <= 20
        same += TEXTS[number].startswith(spelled)
    assert same > len(changed) / 2  # the others have typing errors


def test_nothing_changes_without_a_share_and_texts_that_are_not_read_stay_empty(description, best):
    assert all(map(np.array_equal, noisy(description, best, 0.0), best))
    assert len(noisy(description, best, 1.0)[-1]) == 0
    assert noisy(description, best, 1.0)[1].tolist() == best[1].tolist()  # a blank text


def test_which_texts_are_drawn_follows_from_the_seed(description, best):
    one, other = (noisy(description, best, 0.4) for _ in range(2))
    touched = [{n for n in ORDER if not np.array_equal(ids[n], best[n])} for ids in (one, other)]
    # a drawn segmentation may by chance be the best one, hence not the same set
    assert len(touched[0] & touched[1]) > len(touched[0] ^ touched[1])
