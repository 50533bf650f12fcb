from __future__ import annotations

import pyarrow as pa
import pytest
from babel import Locale

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


def test_codes_of_two_letters_are_those_that_have_a_name() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    named = {code for code in Locale("en").languages if len(code) == 2}
    known = {one + two for one in letters for two in letters if is_language_tag(one + two)}
    assert {language_of(code) for code in known} == {language_of(code) for code in named}
