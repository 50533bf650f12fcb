import pytest

from sentiment.models.hashed_words import hash_word, split_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Tak dobře, že už ne.", ["tak", "dobře", ",", "že", "už", "ne", "."]),
        ("बहुत अच्छा।", ["बहुत", "अच्छा", "।"]),
        ("لا أنصح به، أبدا", ["لا", "أنصح", "به", "،", "أبدا"]),
        ("很好吃", ["很好", "吃"]),
        ("👍👍", ["👍", "👍"]),
        ("   ", []),
    ],
)
def test_words_of_each_script(text, words):
    assert split_words(text) == words


def test_nothing_of_a_word_without_end_is_lost():
    assert "".join(split_words("ha" * 500)) == "ha" * 500
    assert max(map(len, split_words("ha" * 500))) <= 24


def test_words_share_the_places_of_their_pieces():
    good, goods, bad = (set(hash_word(word, 1 << 20)) for word in ("good", "goods", "bad"))
    assert good & goods
    assert not good & bad
    assert all(0 <= place < 50 for place in hash_word("marvellous", 50))


def test_the_places_are_the_same_in_every_process():
    assert hash_word("a", 1 << 14) == (683,)
