"""The behaviour list is well formed, wide enough, and written in the scripts of its languages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest

from sentiment.errors import ReadingError
from sentiment.evaluation.behaviour_cases import (
    CAPITALS,
    KINDS,
    LABELS,
    MOVES,
    SAME,
    in_capitals,
    parse_cases,
    read_cases,
)
from sentiment.language.scripts import count_letters

CASES = read_cases()
SCRIPTS = {
    "ar": {"arabic"},
    "hi": {"devanagari"},
    "ja": {"han", "kana"},
    "ko": {"hangul"},
    "ru": {"cyrillic"},
    "th": {"thai"},
    "zh": {"han"},
}
FOREIGN = {"romanised", "code_switching", "numbers_only"}
TWO_LANGUAGES = {"code_switching": {"hi", "sw"}, "romanised": {"ar", "hi"}}
VIETNAMESE = re.compile("[ăâđêôơưạảãàáằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]")


def test_ids_and_cases_are_given_once():
    assert len({case.id for case in CASES}) == len(CASES)
    assert len({(case.text, case.variant) for case in CASES}) == len(CASES)


def test_every_language_has_enough_cases():
    languages = Counter(case.language for case in CASES)
    assert len(languages) >= 18 and min(languages.values()) >= 30
    assert {"ar", "de", "en", "es", "fr", "hi", "ja", "sw", "th", "zh"} <= set(languages)


def test_every_kind_is_there_in_twelve_languages_or_those_it_is_about():
    languages = defaultdict(set)
    for case in CASES:
        languages[case.kind.name].add(case.language)
    assert set(languages) == set(KINDS)
    for kind, codes in languages.items():
        assert TWO_LANGUAGES.get(kind, codes) == codes
        assert len(codes) >= 12 or kind in TWO_LANGUAGES, kind


def test_every_kind_of_every_language_has_three_cases_or_more():
    cells = Counter((case.kind.name, case.language) for case in CASES)
    assert min(cells.values()) >= 3, cells.most_common()[-3:]


def test_expectations_are_of_the_test_type_and_variants_differ():
    for case in CASES:
        if case.kind.test_type == "minimum functionality":
            assert case.expectation in LABELS and case.variant is None
        else:
            assert case.expectation in (MOVES if case.kind.test_type == "direction" else (SAME,))
            assert case.variant and case.variant != case.text


def test_kinds_of_opinion_ask_for_more_than_one_answer():
    expected = defaultdict(set)
    for case in CASES:
        expected[case.kind.name].add(case.expectation)
    one = {kind for kind, expectations in expected.items() if len(expectations) == 1}
    assert one == {"not_bad", "sarcasm_emoji", "numbers_only", "typos", "names_places"}


@pytest.mark.parametrize("language", SCRIPTS)
def test_native_texts_are_in_the_native_script(language):
    for case in CASES:
        if case.language == language and case.kind.name not in FOREIGN:
            letters = count_letters(case.text)
            own = sum(letters.get(script, 0) for script in SCRIPTS[language])
            assert own >= 0.8 * sum(letters.values()), case.text


def test_japanese_has_kana_and_vietnamese_its_marks():
    for case in CASES:
        if case.kind.name in FOREIGN:
            continue
        if case.language == "ja":
            assert count_letters(case.text).get("kana", 0), case.text
        if case.language == "vi":
            assert VIETNAMESE.search(case.text.lower()), case.text


def test_romanised_texts_are_latin_and_numbers_are_mostly_digits():
    for case in CASES:
        if case.kind.name == "romanised":
            assert set(count_letters(case.text)) == {"latin"}, case.text
        if case.kind.name == "numbers_only":
            digits = sum(char.isdigit() for char in case.text)
            assert digits >= 3 and digits >= sum(char.isalpha() for char in case.text), case.text


def test_mocking_emoji_and_turning_emoji_are_there():
    for case in CASES:
        if case.kind.name == "sarcasm_emoji":
            assert re.search("[🙄🤡🙃]", case.text), case.text
        if case.kind.name == "emoji":
            assert re.search("[😍👏😡🤬]", case.variant.removeprefix(case.text)), case.variant


def test_slips_of_the_keyboard_are_small_and_capitals_are_capitals():
    for case in CASES:
        if case.kind.name == "typos":
            assert abs(len(case.text) - len(case.variant)) <= 2, case.variant
            changed = set(case.variant.split()) - set(case.text.split())
            assert len(changed) == 1, case.variant
        if case.kind.name == CAPITALS:
            assert case.variant == in_capitals(case.text, language=case.language)
            assert not any(char.islower() for char in case.variant)


def test_a_choice_gives_text_and_variant():
    more, less = parse_cases(
        '[intensifiers]\nno_less_positive = ["A {|very} good {tea|TEA}."]\n'
        '[typos]\nsame = ["Fine{|e} hat."]',
        language="en",
    )
    assert (more.text, more.variant) == ("A good tea.", "A very good TEA.")
    assert (less.text, less.variant) == ("Fine hat.", "Finee hat.")
    assert (more.id, less.id) == ("en-intensifiers-1", "en-typos-1")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[plain", "is not TOML"),
        ('[irony]\npositive = ["x"]', "'irony': not a kind"),
        ("plain = 3", "'plain': not a kind"),
        ('[plain]\nmore_positive = ["x"]', "'more_positive' is not an expectation"),
        ('[typos]\nsame = ["A bag."]', "no variant in 'A bag.'"),
        ('[typos]\nsame = ["A {bag|bga."]', "unclear braces"),
        ('[plain]\npositive = ["A {bag|bga}."]', "a variant in"),
        ("[plain]\npositive = [3]", "3 is not a text"),
        ('[plain]\npositive = [" "]', "' ' is not a text"),
        ('[plain]\npositive = "Good."', "not an array of texts"),
    ],
)
def test_a_file_that_is_not_well_formed_is_refused(content, message):
    with pytest.raises(ReadingError, match=re.escape(message)):
        parse_cases(content, language="en")
