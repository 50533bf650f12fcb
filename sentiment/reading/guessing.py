"""Which column is which, in a file that no profile knows.

Headings in the common languages first (``guessed_headings.toml``), each
checked against the values under it; then the values alone. Every guess says
how it was made, so that a person can judge it.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from sentiment.reading.column_traits import ColumnTraits, column_traits
from sentiment.reading.labels import holds_labels, may_name_labels
from sentiment.reading.profiles import heading_key

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    import pyarrow as pa

Basis = Literal["heading", "values"]
MOST_COLUMNS = 200  # beyond this many, columns are judged by their headings alone
# Clear fields first: a heading that fits two goes to the field whose values it has.
_ORDER = (
    *(
        "label",
        "rating",
        "date",
        "liked",
        "disliked",
        "text",
        "title",
        "language",
        "market",
        "product",
    ),
    *("review_id", "author"),
)
_FITS: Mapping[str, Callable[[ColumnTraits], bool]] = {
    "rating": lambda t: t.ratings >= 0.6,
    "date": lambda t: t.dates >= 0.5 or t.epochs >= 0.5,
    "text": lambda t: t.letters >= 2 and t.ratings < 0.9 and t.dates < 0.9,
    "title": lambda t: t.letters >= 1 and t.dates < 0.9,
    "liked": lambda t: t.letters >= 2,
    "disliked": lambda t: t.letters >= 2,
    "language": lambda t: t.languages >= 0.5 or (t.letters >= 2 and t.different < 0.7),
    "market": lambda t: t.markets >= 0.5,
    "product": lambda t: t.ratings < 1 or t.different < 0.9,
    "review_id": lambda t: t.different >= 0.9,
    "author": lambda t: t.letters >= 1,
}


def guess_mapping(
    headings: Sequence[str],
    rows: pa.Table,
    *,
    fields: Collection[str] = _ORDER,
    taken: Iterable[str] = (),
    by_values: bool = True,
) -> tuple[dict[str, str], dict[str, Basis]]:
    """Field → heading for an unknown file, and field → what the guess was made by.

    ``fields`` are the fields to look for, ``taken`` headings already in use.
    ``rows`` has a column ``c0``, ``c1``, … for each heading.
    """
    used = set(taken)
    positions = {heading: position for position, heading in enumerate(headings)}
    known: dict[str, ColumnTraits] = {}

    def traits(heading: str) -> ColumnTraits:
        if heading not in known:
            known[heading] = column_traits(heading, rows.column(f"c{positions[heading]}"))
        return known[heading]

    def fits(field: str, heading: str) -> bool:
        if field == "label":  # the whole column tells labels from stars, not a sample
            column = rows.column(f"c{positions[heading]}")
            return may_name_labels(heading, headings) and holds_labels(column)
        return _is_empty(traits(heading)) or _FITS[field](traits(heading))

    mapping: dict[str, str] = {}
    made_by: dict[str, Basis] = {}
    for field in (f for f in _ORDER if f in fields):
        for heading in _ranked(field, headings):
            if heading not in used and fits(field, heading):
                mapping[field] = heading
                used.add(heading)
                made_by[field] = "heading"
                break
    if by_values:
        candidates = [h for h in headings[:MOST_COLUMNS] if h not in used]
        for field, judge in _JUDGES.items():
            if field in fields and field not in mapping:
                scored = [(judge(traits(h)), h) for h in candidates if h not in used]
                best = max(scored, default=(0.0, ""), key=lambda entry: entry[0])
                if best[0] > 0:
                    mapping[field] = best[1]
                    used.add(best[1])
                    made_by[field] = "values"
    return mapping, made_by


def describe_guesses(mapping: Mapping[str, str], made_by: Mapping[str, Basis]) -> str:
    """The guesses in a sentence.

    >>> made_by = {"text": "heading", "date": "values", "rating": "heading"}
    >>> describe_guesses({"rating": "Sterne", "text": "Kommentar", "date": "c3"}, made_by)
    "Guessed by heading: rating = 'Sterne', text = 'Kommentar'; by values: date = 'c3'."
    """
    parts = []
    for basis in ("heading", "values"):
        fields = [name for name in mapping if made_by.get(name) == basis]
        if fields:
            named = ", ".join(f"{name} = '{mapping[name]}'" for name in fields)
            parts.append(f"by {basis}: {named}")
    return f"Guessed {'; '.join(parts)}." if parts else ""


def names_field(heading: str, field: str | None = None) -> bool:
    """Whether the heading is one that ``field`` (or any field) has in a common language.

    >>> names_field("Kommentar"), names_field("Kommentar", "date"), names_field("r1")
    (True, False, False)
    """
    table = _aliases()
    key = heading_key(heading)
    return any(key in table[name] for name in ([field] if field else table))


def _ranked(field: str, headings: Sequence[str]) -> list[str]:
    """Headings that may name the field: those of the table in its order, then looser ones."""
    table = _aliases()[field]
    exact = [(table[key], h) for h in headings if (key := heading_key(h)) in table]
    ranked = [heading for _, heading in sorted(exact, key=lambda entry: entry[0])]
    if field in {"text", "rating", "date", "title", "market", "language"}:
        ranked += [h for h in headings if h not in ranked and _contains(h, table)]
    return ranked


def _contains(heading: str, table: Mapping[str, int]) -> bool:
    """Whether the heading's first or last words are an alias, as in ``amazon_review_text``."""
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    words = [heading_key(word) for word in re.split(r"[\W_]+", split) if word]
    for size in range(1, len(words)):
        for part in ("".join(words[-size:]), "".join(words[:size])):
            if len(part) >= 4 and part in table:
                return True
    return False


@cache
def _aliases() -> dict[str, dict[str, int]]:
    """Field → key of a heading → its rank."""
    text = (files(__package__) / "guessed_headings.toml").read_text(encoding="utf-8")
    return {
        field: {heading_key(alias): rank for rank, alias in reversed(list(enumerate(aliases)))}
        for field, aliases in tomllib.loads(text).items()
    }


def _is_empty(traits: ColumnTraits) -> bool:
    return not traits.values


def _judge_text(traits: ColumnTraits) -> float:
    prose = traits.letters >= 8 and traits.different > 0.3 and traits.dates < 0.5
    return traits.letters if prose and traits.ratings < 0.5 else 0.0


def _judge_rating(traits: ColumnTraits) -> float:
    values = set(traits.values)
    small = 2 <= len(values) <= 21 and traits.ratings >= 0.9 and 1 < traits.highest_rating <= 10
    marked = any(c in "★☆⭐/" for value in values for c in value)
    counted = len(values) == len(traits.values) and not marked  # 1, 2, 3, … numbers the rows
    return traits.ratings + marked if small and not counted else 0.0


def _judge_date(traits: ColumnTraits) -> float:
    epochs = traits.epochs if all(len(value) >= 9 for value in traits.values) else 0.0
    share = max(traits.dates, epochs)
    return share if share >= 0.8 and traits.letters < 80 else 0.0


def _judge_language(traits: ColumnTraits) -> float:
    return traits.languages if traits.languages >= 0.8 and traits.different <= 0.6 else 0.0


def _judge_market(traits: ColumnTraits) -> float:
    if traits.country_codes >= 0.8 and traits.different <= 0.6:
        return traits.country_codes
    named = traits.markets >= 0.8 and traits.letters >= 3 and traits.languages < 0.5
    repeated = traits.different <= 0.8 or len(traits.values) < 10
    return traits.markets if named and repeated else 0.0


_JUDGES: Mapping[str, Callable[[ColumnTraits], float]] = {
    "date": _judge_date,
    "rating": _judge_rating,
    "language": _judge_language,
    "market": _judge_market,
    "text": _judge_text,
}
