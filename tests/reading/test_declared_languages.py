from __future__ import annotations

import pyarrow as pa
import pytest

from sentiment.reading.declared_languages import is_language_tag, language_of, read_languages


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("en", "en"),
        ("EN", "en"),
        ("pt_BR", "pt"),
        ("zh-Hans-CN", "zh"),
        ("iw", "he"),
        ("deu", "de"),
        ("German", "de"),
        ("Deutsch", "de"),
        ("日本語", "ja"),
        ("Portuguese (Brazil)", "pt"),
    ],
)
def test_languages(text: str, code: str) -> None:
    assert language_of(text) == code


def test_a_column_counts_what_it_cannot_read() -> None:
    languages, unread = read_languages(pa.array(["de", "Klingonese!", None, "null"]))
    assert languages.to_pylist() == ["de", None, None, None]
    assert unread == 1


def test_tags_are_told_from_words_and_countries() -> None:
    assert is_language_tag("es-MX")
    assert not is_language_tag("ES")
    assert not is_language_tag("good")
