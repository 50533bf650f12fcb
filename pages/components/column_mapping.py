"""Which column of a file holds which part of a review: shown with examples, and corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.plain_text import shortened
from sentiment.records import FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentiment.records import Recognition

FIELD_LABELS = {
    "text": "Review text",
    "title": "Title",
    "liked": "What was liked",
    "disliked": "What was not liked",
    "rating": "Rating",
    "date": "Date",
    "language": "Language",
    "market": "Market",
    "product": "Product",
    "author": "Author",
    "review_id": "Number of the review",
    "label": "Label by a person",
}
_NOT_USED = ""
_EXAMPLES = 3


def corrected_mapping(file_id: str, recognition: Recognition) -> dict[str, str]:
    """Field → heading where a person chose otherwise than was recognised; "" for none."""
    corrections = {}
    for field in FIELDS:
        chosen = st.session_state.get(_key(file_id, recognition, field))
        if chosen is not None and chosen != recognition.mapping.get(field, _NOT_USED):
            corrections[field] = chosen
    return corrections


def mapping_fields(file_id: str, recognition: Recognition) -> None:
    """Draw a choice of heading for every field, with an example of each heading."""

    def heading_with_example(heading: str) -> str:
        if heading == _NOT_USED:
            return "not in this file"
        example = next((value for value in recognition.examples.get(heading, ()) if value), "")
        return f"{heading}: {shortened(example, to=40)}" if example else heading

    columns = st.columns(2)
    headings = [_NOT_USED, *recognition.headings]
    for place, (field, label) in enumerate(FIELD_LABELS.items()):
        recognised = recognition.mapping.get(field, _NOT_USED)
        columns[place % 2].selectbox(
            label,
            headings,
            index=headings.index(recognised) if recognised in headings else 0,
            format_func=heading_with_example,
            key=_key(file_id, recognition, field),
        )


def mapping_examples(recognition: Recognition) -> dict[str, list[str]]:
    """A table of the first values: one column a mapped field, headed with both names."""
    table = {}
    for field, label in FIELD_LABELS.items():
        heading = recognition.mapping.get(field)
        if not heading:
            continue
        values = list(recognition.examples.get(heading, ()))[:_EXAMPLES]
        table[f"{label} ← {heading}"] = values + [""] * (_EXAMPLES - len(values))
    return table


def holds_reviews(mapping: Mapping[str, str]) -> bool:
    """Whether the mapping names something that makes a row a review."""
    return any(mapping.get(field) for field in ("text", "title", "liked", "disliked", "rating"))


def _key(file_id: str, recognition: Recognition, field: str) -> str:
    # Read with another encoding or delimiter the headings differ, and so do the choices.
    return f"file {file_id}: {hash(recognition.headings)} {field}"
