"""Texts that mix languages, and texts that only name a brand."""

import pytest

from sentiment.evaluation.language_mixing import mixes_languages


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Camera quality ज़बरदस्त है, totally worth it.", "hi", True),
        ("Bilkul bekaar saamaan hai, paise barbaad ho gaye.", "hi", True),
        ("El akl 7elw awy w el ma3amla helwa", "ar", True),
        ("我很happy，service很好，definitely会再来again", "zh", True),
        ("Food yao was so good, asante sana", "sw", True),
        ("El hotel fue great and the staff was very kind con nosotros", "es", True),
        ("这个 iPhone 15 Pro 很好用，屏幕清晰", "zh", False),
        ("この商品はAmazonで買いました。とても良いです。", "ja", False),
        ("Das iPad Pro von Apple ist super", "de", False),
        ("C'est un bon hôtel dans un quartier calme", "fr", False),
        ("Model A3X, B7Q and size M4", "en", False),
        ("👍 10/10", "en", False),
        ("", "und", False),
    ],
)
def test_mixing(text, language, expected):
    assert mixes_languages(text, language=language) is expected
