import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentiment.language.normalising import COMMON_RULES, RULES, normalise

LANGUAGES = ["und", "en", "xx", *RULES]
# Marks, tatweel and letters that a rule turns into another letter of the same name.
TURNED = {"ي": "ی", "ك": "ک", "ى": "ی", "ş": "ș", "ţ": "ț", "Ş": "Ș", "Ţ": "Ț"}
PARTS = (
    "&amp; &#xFF21; ＆ amp; @ @user http :// www. w W . e \u0301 ﾞ ｶ ـ َ ي ﷺ 😀 👩\u200d💻 🇧🇷 Ａ ！ "
    "! ㅋ \u0e4d \u0e32 ş a_b … \u200b \u200c \u200d \ufeff \x00"
)
TRICKY = st.sampled_from([*PARTS.split(" "), "\n", "\u3000", " "])
TEXTS = st.one_of(st.text(max_size=60), st.lists(TRICKY, max_size=25).map("".join))
PLAIN_TEXTS = TEXTS.filter(
    lambda text: (
        not any(part in unicodedata.normalize("NFKC", text) for part in "@&")
        and "www." not in text.casefold()
        and "//" not in unicodedata.normalize("NFKC", text)
    )
)


def kinds(text: str) -> set[str]:
    """The different letters and pictures of a text, whatever their form."""
    turned = "".join(TURNED.get(char, char) for char in unicodedata.normalize("NFC", text))
    plain = unicodedata.normalize("NFKD", turned)
    return {
        char
        for char in plain
        if (char.isalpha() or unicodedata.category(char) in ("So", "Sk")) and char != "\u0640"
    }


@given(TEXTS, st.sampled_from(LANGUAGES))
@settings(max_examples=400, deadline=None)
def test_twice_is_once(text, language):
    once = normalise(text, language=language)
    assert normalise(once, language=language) == once


@given(PLAIN_TEXTS, st.sampled_from(LANGUAGES))
@settings(max_examples=400, deadline=None)
def test_no_letter_and_no_emoji_vanishes(text, language):
    # Half-width marks join the kana before them, so they are compared decomposed.
    # A capital may have become a small letter.
    kept = kinds(normalise(text, language=language).lower())
    assert kinds(text.lower()) - {"ﾞ", "ﾟ"} <= kept


# Symbols of half or full width become the usual ones.
@given(
    st.text(
        alphabet=st.characters(categories=["So"], exclude_characters="\uffe4\uffe8\uffed\uffee"),
        max_size=20,
    )
)
@settings(deadline=None)
def test_emoji_keep_their_number(text):
    assert normalise(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("given", "language", "expected"),
    [
        ("soooooooo good", "en", "sooo good"),
        ("good", "en", "good"),
        ("10000000 points", "en", "10000000 points"),
        ("WHAT?????!!!!!!", "en", "what???!!!"),
        ("It was SO GOOD!!", "en", "It was SO GOOD!!"),
        ("LG", "en", "LG"),
        ("НЕ БЕРИТЕ, СЛОМАЛСЯ", "ru", "не берите, сломался"),
        ("ISI VE IŞIK YOK, İADE", "tr", "ısı ve ışık yok, iade"),
        ("ΠΟΛΥ ΚΑΛΟΣ", "el", "πολυ καλος"),
        ("最高 GOOD 最高", "ja", "最高 good 最高"),
        ("ครับบบบบบบ 55555", "th", "ครับบบ 55555"),
        ("RT @Anna: see HTTPS://t.co/xyz …", "en", "RT @user: see http …"),
        ("Www.example.org是好", "zh", "http是好"),
        ("mail me: a.b@example.org", "en", "mail me: a.b@example.org"),
        ("I &lt;3 it &amp;amp; you", "en", "I <3 it & you"),
        ("最高！！！　ｽﾊﾞﾗｼｲ", "ja", "最高!!! スバラシイ"),
        ("ﾊﾟｿｺﾝ", "ja", "パソコン"),
        ("مُمْتَازٌ جــــدًّا", "ar", "ممتاز جدا"),
        ("أحسن إلى آخر", "ar", "أحسن إلى آخر"),
        ("عالي كيفيت", "fa", "عالی کیفیت"),
        ("می\u200cخواهم", "fa", "می\u200cخواهم"),
        ("שָׁלוֹם", "he", "שלום"),
        ("क्‍या बात है", "hi", "क्‍या बात है"),
        ("e\u0301te\u0301", "fr", "été"),
        ("family 👨\u200d👩\u200d👧 ❤\ufe0f", "und", "family 👨\u200d👩\u200d👧 ❤\ufe0f"),
        ("a\x00b\r\n\tc", "und", "a b c"),
        ("", "und", ""),
        ("مُمْتَاز", "xx", "مُمْتَاز"),
    ],
)
def test_rules(given, language, expected):
    assert normalise(given, language=language) == expected


def test_every_rule_leaves_plain_text_alone():
    plain = "Das Gerät hält, was es verspricht – 10/10 😍"
    for rule in {*COMMON_RULES, *(rule for rules in RULES.values() for rule in rules)}:
        assert rule(plain) == plain
