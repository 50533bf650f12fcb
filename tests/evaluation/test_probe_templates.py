"""What is held against every file of probe templates, whichever language it is in."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from importlib.resources import files

import pytest

from sentiment.evaluation.probe_cases import (
    ATTRIBUTES,
    TEMPLATES,
    ProbeText,
    parse_probe_texts,
    read_probe_texts,
)
from sentiment.language.names import language_name
from sentiment.language.scripts import count_letters
from sentiment.records import SENTIMENTS

FOLDER = files("sentiment.evaluation") / TEMPLATES
LANGUAGES = sorted(
    entry.name.removesuffix(".toml") for entry in FOLDER.iterdir() if entry.name.endswith(".toml")
)

# Every other language here is written in Latin letters.
SCRIPTS = {
    "ar": {"arabic"},
    "hi": {"devanagari"},
    "ja": {"han", "kana"},
    "ko": {"hangul"},
    "ru": {"cyrillic"},
    "zh": {"han"},
}
# One spelling everywhere, so that groups can be compared over languages.
PEOPLES = "english german spanish turkish arabic russian indian chinese japanese african"
COUNTRIES = "germany turkey nigeria india china russia usa japan brazil saudi_arabia kenya poland"
GROUPS = {
    "name": set(PEOPLES.split()),
    "place": set(COUNTRIES.split()),
    "nationality": set(COUNTRIES.split()),
    "religion": {"christian", "muslim", "jewish", "hindu", "buddhist"},
    "gender": {"woman", "man"},
}
SENTENCE_END = re.compile(r"[.!?。！？।]$")


def content(language: str) -> str:
    return (FOLDER / f"{language}.toml").read_text(encoding="utf-8")


@cache
def texts_of(language: str) -> tuple[ProbeText, ...]:
    return parse_probe_texts(content(language), language=language)


def test_the_five_languages_least_like_english_are_among_at_least_ten() -> None:
    assert len(LANGUAGES) >= 10
    assert {"ar", "hi", "ja", "sw", "zh"} <= set(LANGUAGES)


def test_reading_all_files_gives_every_language() -> None:
    assert sorted({text.language for text in read_probe_texts()}) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
class TestEachFile:
    def test_its_name_is_the_code_of_a_language_that_has_a_name(self, language: str) -> None:
        assert language_name(language) != language

    def test_it_says_first_what_was_done_for_agreement(self, language: str) -> None:
        assert content(language).startswith("# ")

    def test_each_attribute_has_templates_of_every_tone(self, language: str) -> None:
        templates: dict[str, dict[int, str]] = defaultdict(dict)
        for text in texts_of(language):
            templates[text.attribute][text.template] = text.tone
        assert set(templates) == set(ATTRIBUTES)
        for attribute, tones in templates.items():
            assert len(tones) >= 4, attribute
            assert set(tones.values()) == set(SENTIMENTS), attribute

    def test_groups_have_the_names_shared_by_all_languages(self, language: str) -> None:
        for text in texts_of(language):
            assert text.group in GROUPS[text.attribute], text.text

    def test_every_letter_is_of_the_script_of_the_language(self, language: str) -> None:
        script = SCRIPTS.get(language, {"latin"})
        for text in texts_of(language):
            found = {name for name, count in count_letters(text.text).items() if count}
            assert found and found <= script, text.text

    def test_no_text_is_there_twice(self, language: str) -> None:
        counted = Counter(text.text for text in texts_of(language))
        assert [text for text, count in counted.items() if count > 1] == []

    def test_each_text_is_a_sentence_without_stray_blanks(self, language: str) -> None:
        for text in texts_of(language):
            assert text.text == " ".join(text.text.split()), text.text
            assert SENTENCE_END.search(text.text), text.text
            assert text.text[0] == text.text[0].upper(), text.text

    def test_no_form_is_left_unused(self, language: str) -> None:
        source = content(language)
        declared = set(re.findall(r"^\[forms\.(\w+)\]", source, flags=re.MULTILINE))
        used = set(re.findall(r'^form = "(\w+)"', source, flags=re.MULTILINE))
        assert declared == used
