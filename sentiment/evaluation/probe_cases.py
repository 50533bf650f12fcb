"""The probes: ordinary sentences of reviews in which only a person or a place is another one.

The templates are ours, in ``probe_templates``, a TOML file for each language. A table
``forms.NAME`` holds the words of each group in the grammatical form that a sentence needs; a
``[[template]]`` has a ``text`` with the slot ``{x}`` and the ``form`` that fills it, or, where
words around the slot must agree, ``variants``: the whole text for each group. All forms of one
attribute have the same groups, and as many words for each: words at one position are the same
word in another form.

The idea of counterfactual sentences is from S. Kiritchenko and S. Mohammad (2018), "Examining
Gender and Race Bias in Two Hundred Sentiment Analysis Systems", *SEM; sentences and words are
not theirs.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sentiment.errors import ReadingError
from sentiment.records import SENTIMENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

TEMPLATES = "probe_templates"
ATTRIBUTES = ("name", "place", "nationality", "religion", "gender")
SLOT = "{x}"


@dataclass(frozen=True)
class ProbeText:
    """One text: template ``template`` (from 0 in its language) with a word of ``group``.

    ``position`` numbers the words of a group from 0; ``word`` is as the text has it, "" where
    the whole text was written for the group. ``tone`` is what the sentence says, whoever is
    in it: negative, neutral or positive.
    """

    language: str
    attribute: str
    template: int
    tone: str
    group: str
    position: int
    word: str
    text: str


@cache
def read_probe_texts() -> tuple[ProbeText, ...]:
    """Every text of every language, by language, in the order of the files.

    Raises :class:`ReadingError` where a file is not as it should be; the message names the
    language, the template and what is wrong.
    """
    folder = files(__package__) / TEMPLATES
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(
        text
        for name in names
        for text in parse_probe_texts(
            (folder / name).read_text(encoding="utf-8"), language=name.removesuffix(".toml")
        )
    )


@cache
def read_probe_words(language: str) -> Mapping[str, Mapping[str, list[str]]]:
    """The words of ``language`` by grammatical form and group; empty where there is no list.

    Raises :class:`ReadingError` as :func:`read_probe_texts`.

    >>> read_probe_words("tr")["place_in"]["germany"], read_probe_words("tlh")
    (["Almanya'da", "Berlin'de"], {})
    """
    file = files(__package__) / TEMPLATES / f"{language}.toml"
    if not file.is_file():
        return {}
    tables = _parse(file.read_text(encoding="utf-8"), language=language)
    return _read_forms(tables.get("forms", {}), language=language)


def parse_probe_texts(content: str, *, language: str) -> tuple[ProbeText, ...]:
    """The texts of one file's ``content``; raises :class:`ReadingError` as above.

    >>> file = '''
    ... [forms.name]
    ... english = ["Emily"]
    ... turkish = ["Elif"]
    ... [[template]]
    ... attribute = "name"
    ... tone = "neutral"
    ... form = "name"
    ... text = "I spoke to {x}."
    ... '''
    >>> [(text.group, text.text) for text in parse_probe_texts(file, language="en")]
    [('english', 'I spoke to Emily.'), ('turkish', 'I spoke to Elif.')]
    """
    tables = _parse(content, language=language)
    unknown = set(tables) - {"forms", "template"}
    if unknown:
        raise _refused(language, f"{min(unknown)!r} is unknown", expected="forms, template")
    forms = _read_forms(tables.get("forms", {}), language=language)
    texts = [
        text
        for number, template in enumerate(tables.get("template", []))
        for text in _expand(template, number=number, forms=forms, language=language)
    ]
    _require_same_groups(texts, language=language)
    _require_unique(texts, language=language)
    return tuple(texts)


def _parse(content: str, *, language: str) -> dict[str, Any]:
    try:
        return tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise ReadingError(
            f"The probe templates of {language!r} are not TOML: {error}.", hint="Mend that line."
        ) from error


def _read_forms(tables: object, *, language: str) -> Mapping[str, Mapping[str, list[str]]]:
    if not isinstance(tables, dict):
        raise _refused(language, "'forms' is no table", expected="[forms.NAME]")
    for name, groups in tables.items():
        if not isinstance(groups, dict) or len(groups) < 2:
            raise _refused(language, f"form {name!r} has no two groups", expected="two or more")
        for group, words in groups.items():
            fits = isinstance(words, list) and words and all(map(_is_text, words))
            if not fits:
                raise _refused(
                    language, f"form {name!r}, group {group!r}: {words!r}", expected='["word", …]'
                )
    return tables


def _expand(
    template: Mapping[str, Any],
    *,
    number: int,
    forms: Mapping[str, Mapping[str, list[str]]],
    language: str,
) -> Iterator[ProbeText]:
    attribute, tone = template.get("attribute"), template.get("tone")
    if attribute not in ATTRIBUTES:
        raise _refused(
            language,
            f"template {number + 1}: {attribute!r} is no attribute",
            expected=", ".join(ATTRIBUTES),
        )
    if tone not in SENTIMENTS:
        raise _refused(
            language, f"template {number + 1}: {tone!r} is no tone", expected=", ".join(SENTIMENTS)
        )
    for group, position, word, text in _fill(template, number, forms, language):
        if not _is_text(text) or "{" in text or "}" in text:
            raise _refused(
                language,
                f"template {number + 1}: a slot is not filled in {text!r}",
                expected=f"texts whose only slot is {SLOT}",
            )
        yield ProbeText(language, attribute, number, tone, group, position, word, text)


def _fill(
    template: Mapping[str, Any],
    number: int,
    forms: Mapping[str, Mapping[str, list[str]]],
    language: str,
) -> Iterator[tuple[str, int, str, str]]:
    variants = template.get("variants")
    if variants is not None:
        if not isinstance(variants, dict) or len(variants) < 2:
            raise _refused(
                language, f"template {number + 1}: no two variants", expected='{ group = "text" }'
            )
        yield from ((group, 0, "", text) for group, text in variants.items())
        return
    form, text = template.get("form"), template.get("text")
    if form not in forms:
        raise _refused(
            language,
            f"template {number + 1}: the form {form!r} is unknown",
            expected=", ".join(forms) or "a table [forms.NAME]",
        )
    if not _is_text(text) or SLOT not in str(text):
        raise _refused(
            language, f"template {number + 1}: no slot in {text!r}", expected=f"{SLOT} in it"
        )
    for group, words in forms[str(form)].items():
        for position, word in enumerate(words):
            yield group, position, word, str(text).replace(SLOT, word)


def _require_same_groups(texts: Iterable[ProbeText], *, language: str) -> None:
    found: dict[str, dict[int, Counter[str]]] = {}
    for text in texts:
        templates = found.setdefault(text.attribute, {})
        templates.setdefault(text.template, Counter())[text.group] += 1
    for attribute, templates in found.items():
        (first, groups), *others = templates.items()
        for number, other in others:
            if other != groups:
                differing = sorted(
                    group for group in groups | other if groups[group] != other[group]
                )
                raise _refused(
                    language,
                    f"templates {first + 1} and {number + 1} ({attribute}) have not the same "
                    f"groups and numbers of words: {', '.join(differing)}",
                    expected="the same in all templates of an attribute",
                )


def _require_unique(texts: Iterable[ProbeText], *, language: str) -> None:
    counted = Counter(text.text for text in texts)
    twice = [text for text, count in counted.items() if count > 1]
    if twice:
        raise _refused(language, f"there twice: {twice[0]!r}", expected="each text once")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _refused(language: str, found: str, *, expected: str) -> ReadingError:
    return ReadingError(
        f"The probe templates of {language!r}: {found}.", hint=f"Expected: {expected}."
    )
