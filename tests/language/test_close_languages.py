import pytest

from sentiment.language.close_languages import close_to, is_romanised_hindi, tell_by_markers


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Det er mye bra, men noe er dårlig", "no"),
        ("Det er meget godt, men noget er dårligt", "da"),
        ("Lepo mesto, ali nije uvek brzo", "sr"),
        ("Lijepo mjesto, ali nije uvijek brzo", "hr"),
        ("Barangnya bisa rusak karena hujan", "id"),
        ("Barang boleh rosak kerana hujan", "ms"),
        ("Velmi dobře a rychle, také díky", "cs"),
        ("Veľmi dobre a rýchlo, tiež vďaka", "sk"),
        ("Não é bom, mas você gosta", "pt"),
        ("Unha cousa moi boa, tamén", "gl"),
        ("कंपनी अच्छी है और सस्ती", "hi"),
        ("कंपनी चांगली आहे आणि स्वस्त", "mr"),
    ],
)
def test_small_words_tell(text, language):
    assert tell_by_markers(text, close_to(language)) == language


def test_nothing_is_told_without_small_words_or_relatives():
    assert tell_by_markers("Super app", close_to("da")) is None
    assert tell_by_markers("Det er noget", close_to("da"), margin=5) is None
    assert close_to("ja") == frozenset()


@pytest.mark.parametrize(
    "text", ["I said hai to him", "Sie hat kar und ho", "hai", "tha best", "Kita semua hai, aur"]
)
def test_other_languages_are_not_hindi(text):
    assert is_romanised_hindi(text) is (text.endswith("aur"))
