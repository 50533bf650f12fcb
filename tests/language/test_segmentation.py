import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentiment.errors import MissingExtraError
from sentiment.language import segmentation
from sentiment.language.segmentation import can_segment, character_pairs, words


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Don't buy!! It's 5,0 – bad 😡", ["Don't", "buy", "It's", "5", "0", "bad"]),
        ("de", "Akku-Laufzeit: größer", ["Akku", "Laufzeit", "größer"]),
        ("hi", "बैटरी बहुत अच्छी है।", ["बैटरी", "बहुत", "अच्छी", "है"]),
        ("mr", "क्‍या", ["क्‍या"]),
        ("fa", "نمی‌خواهم!", ["نمی‌خواهم"]),
        ("ar", "مُمتاز جدا", ["مُمتاز", "جدا"]),
        ("ko", "배송이 늦어요ㅠㅠ", ["배송이", "늦어요ㅠㅠ"]),
        ("zh", "手机屏幕非常清晰！", ["手机", "屏幕", "非常", "清晰"]),
        ("ja", "とても使いやすい商品です。", ["とても", "使い", "やすい", "商品", "です"]),
        ("th", "อาหารอร่อยมาก", ["อาหาร", "อร่อย", "มาก"]),
        ("und", "", []),
        ("xx", "one_two", ["one", "two"]),
    ],
)
def test_words(language, text, expected):
    assert words(text, language=language) == expected


@pytest.mark.parametrize(
    ("language", "package"), [("zh", "jieba"), ("ja", "fugashi"), ("th", "pythainlp")]
)
def test_a_missing_package_is_named_with_its_install_line(monkeypatch, language, package):
    monkeypatch.setattr(segmentation, "find_spec", lambda name: None)
    segmentation._missing_package.cache_clear()
    try:
        assert not can_segment(language)
        with pytest.raises(MissingExtraError, match=rf"'{package}'.*polytone\[words\]"):
            words("好", language=language)
    finally:
        monkeypatch.undo()
        segmentation._missing_package.cache_clear()


@given(st.text(max_size=80), st.sampled_from(["en", "hi", "zh", "ja", "th"]))
@settings(max_examples=100, deadline=None)
def test_words_come_from_the_text(text, language):
    found = words(text, language=language)
    assert all(word in text for word in found)
    assert all(any(map(str.isalnum, word)) for word in found)


def test_a_mark_without_its_letter_is_no_word():
    assert words("\u0a4b good", language="en") == ["good"]


def test_pairs():
    assert character_pairs("很好用！5G 快") == ["很好", "好用", "5G", "快"]


def test_threads_share_the_japanese_tagger():
    answers = []
    text = "とても使いやすい商品です。" * 20
    threads = [
        threading.Thread(target=lambda: answers.append(words(text, language="ja")))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4
    assert all(answer == answers[0] for answer in answers)
