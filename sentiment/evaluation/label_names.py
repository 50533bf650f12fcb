"""A column of labels, as files have them, read as negative, neutral and positive.

What numbers mean is decided by the whole column and never by guessing: numbers that fit
two schemes are refused until a person says which one it is.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from sentiment.errors import UsageError
from sentiment.records import SENTIMENTS

if TYPE_CHECKING:
    from collections.abc import Sequence

LabelKind = Literal["names", "classes", "signs", "binary", "stars"]
LABEL_KINDS: tuple[LabelKind, ...] = get_args(LabelKind)
MEANINGS: dict[LabelKind, str] = {
    "names": "names of classes",
    "classes": "0 negative, 1 neutral, 2 positive",
    "signs": "-1 negative, 0 neutral, 1 positive",
    "binary": "0 negative, 1 positive",
    "stars": "stars: 1-2 negative, 3 neutral, 4-5 positive",
}
_NEGATIVE, _NEUTRAL, _POSITIVE = range(3)
_NUMBERED: dict[LabelKind, dict[float, int]] = {
    "classes": {0: _NEGATIVE, 1: _NEUTRAL, 2: _POSITIVE},
    "signs": {-1: _NEGATIVE, 0: _NEUTRAL, 1: _POSITIVE},
    "binary": {0: _NEGATIVE, 1: _POSITIVE},
}
_EMPTY = frozenset({"", "-", "nan", "null", "n/a", "na", "<na>"})
_STRENGTH = re.compile(r"^(very|extremely|strongly|highly|somewhat|slightly|mostly) ")
_NUMBER = re.compile(r"(?:label|class|__label__)?\s?([+-]?\d+(?:[.,]\d+)?)")
_STARS = re.compile(
    r"([0-5](?:[.,]\d+)?)\s?(?:/ ?5|(?:out of|von|sur|de|su|van de|из) 5)?\s?"
    r"(?:stars?|stern\w*|sterren|ster|étoiles?|estrellas?|estrelas?|stell[ae]|gwiazdk\w*|"
    r"зв[её]зд\w*|yıldız|つ星|[颗顆]?星|نجوم|별)?"
)
_FULL_STARS, _EMPTY_STARS = "★⭐🌟", "☆✩"
_SHOWN = 10


@dataclass(frozen=True)
class LabelColumn:
    """A column of labels, understood.

    ``classes`` has one entry a cell: 0, 1 or 2, or None where the cell is empty or names
    no class. ``kind`` is what the column was taken for. ``empty`` counts cells without a
    label; ``no_class`` counts answers, such as "mixed", that are none of the three.
    """

    classes: tuple[int | None, ...]
    kind: LabelKind
    empty: int = 0
    no_class: Mapping[str, int] = field(default_factory=dict)

    @property
    def meaning(self) -> str:
        """What the column was taken for, in words."""
        return MEANINGS[self.kind]

    @property
    def two_classes(self) -> bool:
        """Whether the whole column has negative and positive labels and no neutral one."""
        return {one for one in self.classes if one is not None} == {_NEGATIVE, _POSITIVE}


def read_labels(
    cells: Sequence[object],
    *,
    kind: str = "auto",
    meanings: Mapping[str, str] | None = None,
) -> LabelColumn:
    """The classes that a column of texts or numbers states.

    With ``kind`` "auto" the whole column decides: any name makes it names; else numbers
    with a -1 are signs; 0 and 1 alone are negative and positive; 0 to 2 with a 2 are
    classes; 1 to 5 with something above 3, or written as stars, are stars (rounded, so
    that 2.8 is 3 stars). Refused as ambiguous are 1 and 2 alone, 1 to 3, and a 0, 1 or 2
    alone. A ``kind`` of :data:`LABEL_KINDS` decides instead of the column. ``meanings``
    says of labels what they mean, before anything else: a name of
    :data:`sentiment.records.SENTIMENTS`, or "none" to leave these rows out.

    Raises :class:`UsageError` for labels that are not understood, with those seen, for
    ambiguous columns, and for columns without any label.

    >>> read_labels(["POS", "neg", None, "Neutral"]).classes
    (2, 0, None, 1)
    >>> read_labels([-1, 0, 1]).classes, read_labels(["0", "1"]).classes
    ((0, 1, 2), (0, 2))
    """
    if kind != "auto" and kind not in LABEL_KINDS:
        raise UsageError(
            f"There are no labels of the kind '{kind}'.",
            hint=f"Choose one of: auto, {', '.join(LABEL_KINDS)}.",
        )
    seen = _seen(cells)
    said = _check_meanings(meanings or {}, seen)
    skipped = {
        name: label.n
        for name, label in seen.items()
        if (said[name] is None if name in said else _bare(name) in _names()["no_class"])
    }
    if not seen:
        raise UsageError("The column of labels is empty.", hint="Name the column with the labels.")
    rest = {name: seen[name] for name in seen if name not in said and name not in skipped}
    used, known = _understand(rest, kind)
    known = known | {name: place for name, place in said.items() if place is not None}
    return LabelColumn(
        tuple(known.get(plain_label(cell)) for cell in cells),
        used,
        empty=len(cells) - sum(label.n for label in seen.values()),
        no_class={seen[name].spelled: n for name, n in skipped.items()},
    )


class _Label(NamedTuple):
    """A label as it is first spelled in the column, and how many cells have it."""

    spelled: str
    n: int


_Seen = Mapping[str, _Label]


def _seen(cells: Sequence[object]) -> _Seen:
    """The labels of the filled cells by their plain spelling, in the order they come in."""
    counts: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for cell in cells:
        name = plain_label(cell)
        if name not in _EMPTY:
            counts[name] += 1
            spelled.setdefault(name, str(cell).strip())
    return {name: _Label(spelled[name], n) for name, n in counts.items()}


def _understand(seen: _Seen, kind: str) -> tuple[LabelKind, dict[str, int]]:
    """What the labels were taken for, and the class of each."""
    if not seen:
        return "names", {}
    names = {name: place for name in seen if (place := _class_named(name)) is not None}
    if kind == "names" or (kind == "auto" and names):
        return "names", _complete(seen, names, "names")
    numbers = {name: number for name in seen if (number := _number(name)) is not None}
    stars = {name: number for name in seen if (number := _stars(name)) is not None}
    used = _kind_of(seen, numbers, stars) if kind == "auto" else _as_kind(kind)
    if used == "stars":
        return used, _complete(seen, {name: _star_class(n) for name, n in stars.items()}, used)
    table = _NUMBERED[used]
    found = {name: table[number] for name, number in numbers.items() if number in table}
    return used, _complete(seen, found, used)


def _kind_of(seen: _Seen, numbers: Mapping[str, float], stars: Mapping[str, float]) -> LabelKind:
    values = set(numbers.values())
    if len(numbers) < len(seen):  # something is no bare number: written-out stars, or wrong
        if len(stars) == len(seen):
            return "stars"
        raise _unknown(seen, [name for name in seen if name not in numbers and name not in stars])
    if len(values) == 1 and values <= {0, 1, 2}:
        raise _ambiguous(seen, "A single number can mean any class.")
    if -1 in values:
        return "signs"
    if values == {0, 1}:
        return "binary"
    if 0 in values and values <= {0, 1, 2}:
        return "classes"
    if min(values) >= 1 and max(values) <= 5:
        if max(values) > 3:
            return "stars"
        raise _ambiguous(seen, "They may be stars, or classes counted from 1.")
    raise _unknown(seen, list(seen))


def _as_kind(kind: str) -> LabelKind:
    return next(one for one in LABEL_KINDS if one == kind)


def _complete(seen: _Seen, found: dict[str, int], kind: LabelKind) -> dict[str, int]:
    unknown = [name for name in seen if name not in found]
    if unknown:
        raise _unknown(seen, unknown, kind=kind)
    return found


def _unknown(seen: _Seen, unknown: Sequence[str], *, kind: LabelKind | None = None) -> UsageError:
    taken = f" as {MEANINGS[kind]}" if kind else ""
    known = {name: seen[name] for name in seen if name not in unknown}
    wrong = {name: seen[name] for name in unknown}
    example = max(wrong.values(), key=lambda label: label.n).spelled
    return UsageError(
        f"{len(wrong)} of {len(seen)} different labels are not understood{taken}: "
        f"{_listed(wrong)}." + (f" The others are {_listed(known)}." if known else ""),
        hint="Expected are 0/1/2, -1/0/1, 0/1, stars 1-5, or names such as negative, neutral, "
        f"positive. Say what a label means with --label-means '{example}=negative' (or neutral, "
        "positive; none leaves its rows out).",
    )


def _ambiguous(seen: _Seen, why: str) -> UsageError:
    return UsageError(
        f"The labels are ambiguous: {_listed(seen)}. {why}",
        hint="Choose with --labels stars (1-2 negative, 3 neutral, 4-5 positive), --labels classes "
        "(0/1/2), --labels signs (-1/0/1) or --labels binary (0/1), or say what they mean: "
        + " ".join(f"--label-means '{seen[name].spelled}=…'" for name in sorted(seen)[:3]),
    )


def _listed(seen: _Seen) -> str:
    ranked = sorted(seen.values(), key=lambda label: (-label.n, label.spelled))
    shown = ", ".join(f"'{spelled[:40]}' ({n:,}×)" for spelled, n in ranked[:_SHOWN])
    more = len(ranked) - _SHOWN
    return f"{shown} and {more:,} more" if more > 0 else shown


def _check_meanings(meanings: Mapping[str, str], seen: _Seen) -> dict[str, int | None]:
    said: dict[str, int | None] = {}
    for label, meaning in meanings.items():
        if meaning not in (*SENTIMENTS, "none"):
            raise UsageError(
                f"'{label}' cannot mean '{meaning}'.",
                hint=f"Choose one of: {', '.join(SENTIMENTS)}, none.",
            )
        if plain_label(label) not in seen:
            raise UsageError(
                f"No cell has the label '{label}'.", hint=f"There are: {_listed(seen) or 'none'}."
            )
        said[plain_label(label)] = None if meaning == "none" else SENTIMENTS.index(meaning)
    return said


def plain_label(cell: object) -> str:
    """One spelling for each label: small letters, single blanks, 4.0 as 4."""
    if cell is None:
        return ""
    text = f"{cell:g}" if isinstance(cell, float) else str(cell)
    text = unicodedata.normalize("NFKC", text).casefold().replace("−", "-").replace("\ufe0f", "")
    text = re.sub(r"\s+", " ", text).strip(" \t\"'“”.,;:!()[]")
    return re.sub(r"^([+-]?\d+)[.,]0+$", r"\1", text)


def _bare(name: str) -> str:
    """The name without accents, hyphens, underscores and the prefix of fastText."""
    return _without_accents(re.sub(r"[\s_\-]+", " ", name.removeprefix("__label__")).strip())


def _class_named(name: str) -> int | None:
    names = _names()
    for candidate in (_bare(name), _STRENGTH.sub("", _bare(name))):
        for place, sentiment in enumerate(SENTIMENTS):
            if candidate in names[sentiment]:
                return place
    return None


@cache
def _names() -> dict[str, frozenset[str]]:
    text = resources.files("sentiment.evaluation").joinpath("label_names.toml").read_text("utf-8")
    return {
        group: frozenset(_bare(plain_label(name)) for name in names)
        for group, names in tomllib.loads(text).items()
    }


def _without_accents(text: str) -> str:
    """Without marks above and below, so that NÉGATIF is négatif and POZİTİF is pozitif; ı is i."""
    return "".join(
        c
        for c in unicodedata.normalize("NFD", text.replace("ı", "i"))
        if unicodedata.category(c) != "Mn"
    )


def _number(name: str) -> float | None:
    match = _NUMBER.fullmatch(re.sub(r"(?<=[a-z])_(?=\d)", " ", name))
    return float(match[1].replace(",", ".")) if match else None


def _stars(name: str) -> float | None:
    """The number of stars from 1 to 5, written as digits, with "stars", or as glyphs."""
    full = sum(name.count(glyph) for glyph in _FULL_STARS)
    empty = sum(name.count(glyph) for glyph in _EMPTY_STARS)
    if full and full + empty == len(name.replace(" ", "")):
        value = float(full)
    elif match := _STARS.fullmatch(name):
        value = float(match[1].replace(",", "."))
    else:
        return None
    return value if 1 <= value <= 5 else None


def _star_class(stars: float) -> int:
    whole = int(stars + 0.5)
    return _NEGATIVE if whole <= 2 else _POSITIVE if whole >= 4 else _NEUTRAL
