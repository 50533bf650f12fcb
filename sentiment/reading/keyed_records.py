"""JSON objects that hold one record under each key, or one column under each heading.

Databases of documents export ``{"r1": {…}, "r2": {…}}``, data frames
``{"text": {"0": …}, "stars": {"0": …}}``. Both look like one record with nested parts,
``{"reviewer": {…}, "product": {…}}``, which they are not: records share a field, and
none of their keys is the name of a field.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from sentiment.reading.guessing import names_field

ID_HEADING = "review_id"
"""The heading under which the keys become ids, where the records have none."""
_MOST_FIELDS = 500  # an object with more keys than this is no record
_LACKING = 10  # one record in so many may lack the field that the others share


def keyed_records(value: Any) -> list[Any] | None:
    """The records of an object that keeps them by key or by column; None where it is another.

    >>> keyed_records({"r1": {"text": "good"}, "r2": {"text": "bad"}})
    [{'review_id': 'r1', 'text': 'good'}, {'review_id': 'r2', 'text': 'bad'}]
    >>> keyed_records({"text": {"0": "good", "1": "bad"}, "stars": {"0": 5, "1": 1}})
    [{'text': 'good', 'stars': 5}, {'text': 'bad', 'stars': 1}]
    """
    if not isinstance(value, dict):
        return None
    # Lists of documents leave gaps (null) where one was deleted.
    if not all(inner is None or isinstance(inner, dict) for inner in value.values()):
        return None
    filled = [inner for inner in value.values() if inner]
    if _is_by_column(value, filled):
        rows = list(filled[0])
        return [{name: (cells or {}).get(row) for name, cells in value.items()} for row in rows]
    having = Counter(name for inner in filled for name in inner)
    if not _is_by_key(value, filled, having=having):
        return None
    if _numbers(value) or any(names_field(name, "review_id") for name in having):
        return list(value.values())
    return [inner and {ID_HEADING: key, **inner} for key, inner in value.items()]


def _is_by_column(value: dict[str, Any], filled: list[dict[str, Any]]) -> bool:
    if len(filled) < 2 or not any(names_field(name) for name in list(value)[:_MOST_FIELDS]):
        return False
    rows = filled[0].keys()
    return (
        all(row.isdecimal() for row in rows)
        and all(cells.keys() == rows for cells in filled)
        and not any(isinstance(cell, dict) for cells in filled for cell in cells.values())
    )


def _is_by_key(
    value: dict[str, Any], filled: list[dict[str, Any]], *, having: Counter[str]
) -> bool:
    if len(filled) < 2:
        # A single one is told from a part of a record ("review") by a digit in its key.
        return len(value) == 1 == len(filled) and any(char.isdigit() for char in next(iter(value)))
    if len(value) <= _MOST_FIELDS and any(names_field(name) for name in value):
        return False
    return max(having.values()) * _LACKING >= len(filled) * (_LACKING - 1)


def _numbers(value: dict[str, Any]) -> bool:
    """Whether the keys only number the records from 0 or 1 on, as a data frame's index does."""
    return any(
        all(key == str(number) for number, key in enumerate(value, start=first)) for first in (0, 1)
    )
