import unicodedata

import pytest

from sentiment.language.scripts import count_letters, has_letters, profile_script, script_of
from sentiment.language.writing_systems import is_written_in


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("naïve façade", "latin"),
        ("Ｇｏｏｄ", "latin"),
        ("Хорошо", "cyrillic"),
        ("좋아요", "hangul"),
        ("ㅋㅋㅋ", "hangul"),
        ("ｽｺﾞｲ", "japanese"),
        ("良い商品でした", "japanese"),
        ("很好的产品", "han"),
        ("ดีมาก", "thai"),
        ("कमाल", "devanagari"),
        ("😍😍 10/10 – €5", None),
        ("", None),
        ("Good แต่แพงไปหน่อย", "thai"),
        ("only one ок here", "latin"),
    ],
)
def test_leading_script(text, script):
    assert profile_script(text).script == script


def test_letters_are_counted_and_nothing_else():
    assert count_letters("ab 12 🎉 вг!") == {"latin": 2, "cyrillic": 2}
    assert profile_script("ab 12 🎉 вг!").letters == 4


def test_scripts_hold_what_unicode_names_after_them():
    names = {
        "CYRILLIC": "cyrillic",
        "GREEK": "greek",
        "HEBREW": "hebrew",
        "ARABIC": "arabic",
        "DEVANAGARI": "devanagari",
        "THAI": "thai",
        "BENGALI": "bengali",
        "TAMIL": "tamil",
        "ETHIOPIC": "ethiopic",
        "HANGUL": "hangul",
        "HIRAGANA": "kana",
        "LATIN": "latin",
    }
    wrong = []
    for char in map(chr, range(0x10000)):
        first = unicodedata.name(char, "").partition(" ")[0]
        if char.isalpha() and first in names and script_of(char) not in (names[first], None):
            wrong.append((char, first, script_of(char)))
    assert wrong == []


def test_letters_in_unicodes_sense():
    assert has_letters("…a")
    assert not has_letters("👍 ½ ②")


@pytest.mark.parametrize(
    ("language", "script", "expected"),
    [
        ("sr", "latin", True),
        ("sr", "cyrillic", True),
        ("ru", "latin", False),
        ("ja", "han", True),
        ("ja", "latin", False),
        ("ko", "latin", False),
        ("he", "hebrew", True),
        ("nij", "latin", True),
        ("de", "cyrillic", False),
        ("fa", "arabic", True),
    ],
)
def test_who_writes_what(language, script, expected):
    assert is_written_in(language, script) is expected
