"""The behaviour list: short reviews with what any sentiment model should make of them.

After CheckList (M. T. Ribeiro, T. Wu, C. Guestrin and S. Singh (2020), "Beyond
Accuracy: Behavioral Testing of NLP Models with CheckList", ACL). Three types of test:

- **Minimum functionality**: one text; its most probable label is one of those expected.
- **Invariance**: a text and a variant that says the same.
- **Direction**: a text and a variant that should move the answer one way, or at
  least not the other way.

What exactly passes is said in :mod:`sentiment.evaluation.behaviour`. The cases are in
``behaviour_lists``, a TOML file for each language: a table for each kind, in it an array
of texts for each expectation. ``{this|that}`` in a text of a kind with variants is
"this" in the text and "that" in the variant; for capitals the variant is derived.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

from sentiment.errors import ReadingError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TestType = Literal["minimum functionality", "invariance", "direction"]

LISTS = "behaviour_lists"
CAPITALS = "capitals"
LABELS: Mapping[str, tuple[int, ...]] = {
    "negative": (0,),
    "neutral": (1,),
    "positive": (2,),
    "not_negative": (1, 2),
    "not_positive": (0, 1),
}
MOVES = ("more_positive", "more_negative", "no_less_positive", "no_less_negative")
SAME = "same"
_EXPECTATIONS: Mapping[TestType, tuple[str, ...]] = {
    "minimum functionality": tuple(LABELS),
    "invariance": (SAME,),
    "direction": MOVES,
}
_CHOICE = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
_DOTTED_I = "tr"  # the language whose small i keeps its dot as a capital


_LABELS = {
    "plain": "plain words",
    "not_bad": '"not bad"',
    "sarcasm_emoji": "sarcasm by emoji",
    "code_switching": "code-switching",
    "emoji": "emoji that turn",
    CAPITALS: "all capitals",
    "names_places": "names and places",
}


@dataclass(frozen=True)
class BehaviourKind:
    """One kind of behaviour: its name in the files, its test type, what it looks at."""

    name: str
    test_type: TestType
    about: str

    @property
    def label(self) -> str:
        """The name as people read it: ``names_places`` → ``names and places``."""
        return _LABELS.get(self.name, self.name.replace("_", " "))


@dataclass(frozen=True)
class BehaviourCase:
    """One case; ``variant`` is None for minimum functionality.

    ``expectation`` is a key of ``LABELS`` for minimum functionality, ``same`` for
    invariance, one of ``MOVES`` (read as: the variant is …) for direction.
    """

    id: str
    language: str
    kind: BehaviourKind
    expectation: str
    text: str
    variant: str | None = None


KINDS: Mapping[str, BehaviourKind] = {
    kind.name: kind
    for kind in (
        BehaviourKind("plain", "minimum functionality", "plain praise, complaint or fact"),
        BehaviourKind("negation", "minimum functionality", "praise or complaint negated"),
        BehaviourKind("not_bad", "minimum functionality", "a bad word negated: no complaint"),
        BehaviourKind("contrast", "minimum functionality", "two sides, with a clear verdict"),
        BehaviourKind("sarcasm_emoji", "minimum functionality", "praise that an emoji mocks"),
        BehaviourKind("numbers_only", "minimum functionality", "dates, prices, codes: no opinion"),
        BehaviourKind(
            "code_switching", "minimum functionality", "Hindi or Swahili mixed with English"
        ),
        BehaviourKind("romanised", "minimum functionality", "Hindi or Arabic in Latin script"),
        BehaviourKind("intensifiers", "direction", "'very' added to praise or complaint"),
        BehaviourKind("emoji", "direction", "an emoji turns a fact into an opinion"),
        BehaviourKind("added_opinion", "direction", "a sentence of opinion added to a fact"),
        BehaviourKind("elongation", "direction", "the word of opinion drawn out"),
        BehaviourKind(CAPITALS, "direction", "the same in capital letters"),
        BehaviourKind("typos", "invariance", "one slip of the keyboard"),
        BehaviourKind("names_places", "invariance", "another person or place, same story"),
    )
}


def read_cases() -> tuple[BehaviourCase, ...]:
    """Every case of the list, by language, in the order of the files.

    Raises :class:`ReadingError` where a file is not well formed; the message names
    the file, the kind and the text.
    """
    folder = files(__package__) / LISTS
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    cases: list[BehaviourCase] = []
    for name in names:
        text = (folder / name).read_text(encoding="utf-8")
        cases += parse_cases(text, language=name.removesuffix(".toml"))
    _require_unique(cases)
    return tuple(cases)


def parse_cases(content: str, *, language: str) -> list[BehaviourCase]:
    """The cases of one file's ``content``; raises :class:`ReadingError` as above.

    >>> case, = parse_cases('[typos]\\nsame = ["A {good|godo} bag."]', language="en")
    >>> case.id, case.text, case.variant
    ('en-typos-1', 'A good bag.', 'A godo bag.')
    """
    try:
        tables = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise ReadingError(
            f"The behaviour list of {language!r} is not TOML: {error}.", hint="Mend that line."
        ) from error
    cases: list[BehaviourCase] = []
    for name, table in tables.items():
        kind = KINDS.get(name)
        if kind is None or not isinstance(table, dict):
            raise _refused(language, name, "not a kind", expected=", ".join(KINDS))
        cases += _parse_kind(table, kind=kind, language=language)
    return cases


def _parse_kind(
    table: Mapping[str, Any], *, kind: BehaviourKind, language: str
) -> Iterable[BehaviourCase]:
    number = 0
    for expectation, texts in table.items():
        known = _EXPECTATIONS[kind.test_type]
        if expectation not in known:
            raise _refused(
                language,
                kind.name,
                f"{expectation!r} is not an expectation of {kind.test_type}",
                expected=", ".join(known),
            )
        if not isinstance(texts, list):
            raise _refused(
                language, kind.name, f"{texts!r} is not an array of texts", expected="[...]"
            )
        for written in texts:
            number += 1
            text, variant = _read_variants(written, kind=kind, language=language)
            name = f"{language}-{kind.name}-{number}"
            yield BehaviourCase(name, language, kind, expectation, text, variant)


def _read_variants(
    written: object, *, kind: BehaviourKind, language: str
) -> tuple[str, str | None]:
    if not isinstance(written, str) or not written.strip():
        raise _refused(language, kind.name, f"{written!r} is not a text", expected="a string")
    text, variant = (" ".join(_CHOICE.sub(rf"\{side}", written).split()) for side in (1, 2))
    if any(brace in text + variant for brace in "{|}"):
        raise _refused(language, kind.name, f"unclear braces in {written!r}", expected="{a|b}")
    if kind.name == CAPITALS:
        variant = in_capitals(text, language=language)
    if kind.test_type == "minimum functionality":
        if text != variant:
            raise _refused(
                language, kind.name, f"a variant in {written!r}", expected="one text alone"
            )
        return text, None
    if text == variant:
        raise _refused(
            language, kind.name, f"no variant in {written!r}", expected="{this|that} in it"
        )
    return text, variant


def in_capitals(text: str, *, language: str) -> str:
    """``text`` in the capitals of its language.

    >>> in_capitals("iyi ılık", language="tr"), in_capitals("iyi", language="en")
    ('İYİ ILIK', 'IYI')
    """
    return (text.replace("i", "İ") if language == _DOTTED_I else text).upper()


def _require_unique(cases: Iterable[BehaviourCase]) -> None:
    pairs = Counter((case.text, case.variant) for case in cases)
    twice = [text for (text, _), count in pairs.items() if count > 1]
    if twice:
        raise ReadingError(
            f"The behaviour list has a case twice: {twice[0]!r}.", hint="Remove one of them."
        )


def _refused(language: str, kind: str, found: str, *, expected: str) -> ReadingError:
    return ReadingError(
        f"The behaviour list of {language!r}, kind {kind!r}: {found}.",
        hint=f"Expected: {expected}.",
    )
