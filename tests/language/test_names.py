import pytest

from sentiment.language.names import language_name, writing_direction
from sentiment.language.writing_systems import LANGUAGES_BY_SCRIPT, ONE_LANGUAGE


def test_every_language_that_can_be_found_has_a_name():
    found = set(ONE_LANGUAGE.values()).union(*LANGUAGES_BY_SCRIPT.values())
    assert [code for code in found if language_name(code) == code] == []


@pytest.mark.parametrize(
    ("code", "name"), [("no", "Norwegian"), ("tl", "Filipino"), ("zh", "Chinese"), ("qzz", "qzz")]
)
def test_names(code, name):
    assert language_name(code) == name


@pytest.mark.parametrize("code", ["ar", "he", "fa", "ur", "ps", "yi", "ug", "dv", "sd"])
def test_right_to_left(code):
    assert writing_direction(code) == "rtl"


@pytest.mark.parametrize("code", ["en", "ja", "und", "", "nij", "not a code"])
def test_left_to_right(code):
    assert writing_direction(code) == "ltr"
