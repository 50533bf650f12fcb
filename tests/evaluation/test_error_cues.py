"""Words that hint at a kind of error, by language."""

import pytest

from sentiment.evaluation.error_cues import (
    cue_languages,
    emoji_cues,
    fold,
    has_cue,
    has_plain_cue,
)

LISTED = "en de fr es it pt nl pl ru sw hi th tr ar he fa id vi ko ja zh"


def test_languages_with_lists():
    needed = set(LISTED.split())
    for cue in ("negation", "contrast", "praise", "blame"):
        assert needed <= cue_languages(cue)
        assert cue_languages(cue) == cue_languages("negation")


def test_a_language_without_list_is_not_judged():
    assert has_cue("negation", "x", language="eo") is None
    assert has_plain_cue("praise", "bona", language="eo") is None


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("not good", "en", False),
        ("not good, but lovely", "en", True),
        ("çok iyi", "tr", True),
        ("iyi değil", "tr", False),
        ("美味しくない、でも店員は親切", "ja", True),
    ],
)
def test_negated_praise_is_no_praise(text, language, expected):
    assert has_plain_cue("praise", fold(text), language=language) is expected


@pytest.mark.parametrize(
    ("cue", "language", "text", "expected"),
    [
        ("negation", "en", "DON’T   BUY", True),
        ("negation", "en", "a knot", False),
        ("negation", "tr", "HİÇ iyi değildi", True),
        ("negation", "ja", "良くなかった", True),
        ("blame", "ar", "والخدمة السيئة", True),
        ("blame", "he", "והשירות הגרוע", True),
        ("praise", "hi", "बहुत अच्छा", True),
        ("praise", "hi", "अच्छाई", False),
        ("contrast", "zh", "好看但是贵", True),
    ],
)
def test_cues_are_whole_words_where_words_are_written_apart(cue, language, text, expected):
    assert has_cue(cue, fold(text), language=language) is expected


def test_emoji_with_and_without_their_selector():
    assert emoji_cues("❤️") == emoji_cues("❤") == {"praise"}
    assert emoji_cues("👎🏽 🙄") == {"blame", "mocking"}
    assert emoji_cues(":-) ok") == frozenset()
