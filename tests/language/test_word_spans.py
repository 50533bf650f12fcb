from itertools import pairwise

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from sentiment.language import segmentation
from sentiment.language.word_spans import word_spans


def cut(text, language):
    return [text[start:end] for start, end in word_spans(text, language=language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Don't buy!! It's 5,0 :(", ["Don't", "buy", "!!", "It's", "5,0", ":("]),
        ("en", "see www.x.org/a?b=1 @anna now", ["see", "www.x.org/a?b=1", "@anna", "now"]),
        ("en", "won\u00adder\u00adful &amp; <3", ["won\u00adder\u00adful", "&amp;", "<3"]),
        ("de", "o\u0308de Akku-Zeit", ["o\u0308de", "Akku", "-", "Zeit"]),
        ("zh", "手机iPhone很清晰！😍", ["手机", "iPhone", "很", "清晰", "！", "😍"]),
        (
            "ja",
            "店員は親切でしたが、使えません。",
            ["店員は", "親切でしたが", "、", "使えません", "。"],
        ),
        ("th", "อาหารไม่อร่อย 😡", ["อาหาร", "ไม่", "อร่อย", "😡"]),
        ("en", "ok 但是电池不好", ["ok", "但是", "电池", "不好"]),
        ("ar", "مُمتاز جدا، لكن!", ["مُمتاز", "جدا", "،", "لكن", "!"]),
        ("hi", "बैटरी अच्छी है।", ["बैटरी", "अच्छी", "है", "।"]),
        ("fa", "نمی‌خواهم", ["نمی‌خواهم"]),
        ("ko", "늦어요ㅠㅠ", ["늦어요", "ㅠㅠ"]),
        ("en", "👍🏽👍🏽👨‍👩‍👧🇩🇪🇫🇷❤️", ["👍🏽👍🏽", "👨‍👩‍👧", "🇩🇪", "🇫🇷", "❤️"]),
        ("und", " \u200f\n", []),
        ("und", "", []),
    ],
)
def test_spans_of_words(language, text, expected):
    assert cut(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("zh", "很好吃，A级", ["很", "好", "吃", "，", "A", "级"]),
        ("ja", "おいしい", ["お", "い", "し", "い"]),
        ("th", "ไม่ดี", ["ไ", "ม่", "ดี"]),
    ],
)
def test_without_the_packages_every_character_stands_alone(monkeypatch, language, text, expected):
    monkeypatch.setattr(segmentation, "find_spec", lambda name: None)
    segmentation._missing_package.cache_clear()
    try:
        assert cut(text, language) == expected
    finally:
        monkeypatch.undo()
        segmentation._missing_package.cache_clear()


def test_a_language_without_cutter_is_cut_by_character():
    assert "".join(cut("ម្ហូបឆ្ងាញ់", "km")) == "ម្ហូបឆ្ងាញ់"
    assert len(cut("ម្ហូបឆ្ងាញ់", "km")) > 1


TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="aé\u0301 好吃のไม่ดีำุ👍🏽\u200d\ufe0f🇩🇪!&;@.3نَम्", max_size=40),
)


@given(TEXTS, st.sampled_from(["en", "hi", "zh", "ja", "th", "ar"]))
@settings(max_examples=150, deadline=None)
def test_spans_hold_all_that_is_visible_and_never_cut_a_grapheme(text, language):
    spans = word_spans(text, language=language)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    edges = {0, *(cluster.end() for cluster in regex.finditer(r"\X", text))}
    assert all(start in edges and end in edges for start, end in spans)
    covered = {place for start, end in spans for place in range(start, end)}
    outside = "".join(char for place, char in enumerate(text) if place not in covered)
    assert regex.fullmatch(r"[\s\p{Cf}\p{Cc}\p{M}]*", outside)
