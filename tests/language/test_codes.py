import pytest

from sentiment.language.codes import canonical_code, declared_code


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("pt-BR", "pt"),
        ("pt_BR.UTF-8", "pt"),
        ("EN", "en"),
        ("nb", "no"),
        ("nn-NO", "no"),
        ("iw", "he"),
        ("in", "id"),
        ("jw", "jv"),
        ("fil", "tl"),
        ("tl", "tl"),
        ("zh-Hant-TW", "zh"),
        ("zh-yue", "yue"),
        ("cmn", "zh"),
        ("sr-ME", "sr"),
        ("deu", "de"),
        ("ger", "de"),
        ("por", "pt"),
        ("ary", "ar"),
        ("yue", "yue"),
        ("und", None),
        ("un", None),
        ("", None),
        ("German", None),
        ("?", None),
    ],
)
def test_codes(code, expected):
    assert canonical_code(code) == expected


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        (None, None),
        ("", None),
        ("  ", None),
        ("unknown", None),
        ("N/A", None),
        ("xx", None),
        ("qqq", None),
        ("3", None),
        ("es-419", "es"),
        ("en_GB", "en"),
        ("English", "en"),
        ("ENGLISH", "en"),
        ("Deutsch", "de"),
        ("Englisch", "en"),
        ("français", "fr"),
        ("Français (Canada)", "fr"),
        ("Portuguese (Brazil)", "pt"),
        ("Chinese, Simplified", "zh"),
        ("中文", "zh"),
        ("日本語", "ja"),
        ("한국어", "ko"),
        ("русский", "ru"),
        ("العربية", "ar"),
        ("ไทย", "th"),
        ("Norwegian Bokmål", "no"),
        ("Filipino", "tl"),
        ("Cantonese", "yue"),
        ("eng", "en"),
    ],
)
def test_what_exports_declare(declared, expected):
    assert declared_code(declared) == expected
