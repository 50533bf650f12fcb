"""Templates of probes: expanded as written, refused in plain words; those of the package too."""

from __future__ import annotations

from collections import Counter

import pytest

from sentiment.errors import ReadingError
from sentiment.evaluation.probe_cases import ATTRIBUTES, parse_probe_texts, read_probe_texts
from sentiment.records import SENTIMENTS

FORMS = """
[forms.name]
english = ["Emily", "Harry"]
turkish = ["Elif", "Emre"]
"""


def _template(**fields: str) -> str:
    given = {"attribute": "name", "tone": "neutral", "form": "name", "text": "I met {x}."}
    lines = [f'{key} = "{value}"' for key, value in (given | fields).items() if value]
    return "\n[[template]]\n" + "\n".join(lines)


def test_each_word_fills_the_slot_wherever_it_stands() -> None:
    texts = parse_probe_texts(
        FORMS + _template(text="{x} asked, and {x} answered.", tone="positive"), language="en"
    )
    assert [one.text for one in texts] == [
        f"{name} asked, and {name} answered." for name in ("Emily", "Harry", "Elif", "Emre")
    ]
    last = texts[-1]
    assert (last.language, last.attribute, last.template, last.tone) == (
        "en",
        "name",
        0,
        "positive",
    )
    assert (last.group, last.position, last.word) == ("turkish", 1, "Emre")


def test_variants_are_whole_texts() -> None:
    content = (
        '[[template]]\nattribute = "gender"\ntone = "neutral"\n'
        'variants = { woman = "She came.", man = "He came." }\n'
    )
    texts = parse_probe_texts(content, language="en")
    assert [(one.group, one.text, one.word) for one in texts] == [
        ("woman", "She came.", ""),
        ("man", "He came.", ""),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[forms", "not TOML"),
        ("[words.name]\na = ['b']", "'words' is unknown"),
        ("[forms.name]\nenglish = ['Emily']", "form 'name' has no two groups"),
        ("[forms.name]\nenglish = []\nturkish = ['Elif']", "group 'english'"),
        (FORMS + _template(form="names"), "the form 'names' is unknown"),
        (FORMS + _template(text="I met them."), "no slot in 'I met them.'"),
        (FORMS + _template(text="I met {x} and {y}."), "a slot is not filled"),
        (FORMS + _template(attribute="age"), "'age' is no attribute"),
        (FORMS + _template(tone="angry"), "'angry' is no tone"),
        (FORMS + _template() + _template(), "there twice: 'I met Emily.'"),
        (
            FORMS
            + '[forms.other]\nenglish = ["Emilys", "Harrys"]\nrussian = ["Olgas", "Dmitris"]\n'
            + _template()
            + _template(form="other", text="A friend of {x}."),
            "have not the same groups and numbers of words: russian, turkish",
        ),
        (
            '[[template]]\nattribute = "gender"\ntone = "neutral"\nvariants = { woman = "She." }',
            "no two variants",
        ),
    ],
)
def test_what_does_not_fit_is_refused(content: str, said: str) -> None:
    with pytest.raises(ReadingError) as refused:
        parse_probe_texts(content, language="en")
    assert said in str(refused.value)
    assert "'en'" in str(refused.value)


def test_the_languages_of_the_package_have_all_attributes_tones_and_groups() -> None:
    texts = read_probe_texts()
    languages = {one.language for one in texts}
    assert {"ar", "de", "en", "hi", "ja", "ru", "sw", "tr", "zh"} <= languages
    assert len(languages) >= 10
    for attribute in ATTRIBUTES:
        mine = [one for one in texts if one.attribute == attribute]
        by_language = {
            language: frozenset(one.group for one in mine if one.language == language)
            for language in languages
        }
        assert len(set(by_language.values())) == 1, attribute
        for language in languages:
            tones = Counter(
                {one.template: one.tone for one in mine if one.language == language}.values()
            )
            assert all(tones[tone] >= 2 for tone in SENTIMENTS), (language, attribute)


def test_no_word_stands_for_two_groups() -> None:
    groups: dict[tuple[str, str, str], set[str]] = {}
    for one in read_probe_texts():
        if one.word:
            groups.setdefault((one.language, one.attribute, one.word), set()).add(one.group)
    assert {key: found for key, found in groups.items() if len(found) > 1} == {}
