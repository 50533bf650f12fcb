"""Which columns of a dropped file are kept with its reviews, to compare groups by."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from pages.components.plain_text import shortened
from sentiment.reading.kept_columns import ORIGIN, describe_kept
from sentiment.reading.rejecting import WITHHELD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentiment.records import ReadingOptions, Recognition

_TEXTS = ("title", "text", "liked", "disliked")


def kept_columns_choice(file_id: str, found: Sequence[Recognition]) -> None:
    """Draw the choice: the headings that all tables of the file have, the guess preselected."""
    first = found[0]
    texts = {first.mapping.get(field) for field in _TEXTS}
    headings = [
        heading
        for heading in first.headings
        if heading.strip()
        and heading not in texts
        and first.examples.get(heading) != (WITHHELD,)
        and all(heading in one.headings for one in found)
    ]
    if not headings:
        return

    def with_example(heading: str) -> str:
        name = f"{heading} ({ORIGIN})" if heading == first.origin else heading
        example = next((value for value in first.examples.get(heading, ()) if value), "")
        return f"{name}: {shortened(example, to=40)}" if example else name

    # Read with another encoding or delimiter the headings differ, and so does the choice.
    key = f"file {file_id}: {hash(tuple(headings))} kept columns"
    st.session_state[_drawn(file_id)] = (key, first.origin)
    st.multiselect(
        "Keep these columns for comparing groups",
        headings,
        default=[first.origin] if first.origin in headings else [],
        format_func=with_example,
        key=key,
        placeholder="none",
        help="For example the traveller's type, the device or the plan. Their values are kept "
        "with each review; groups of reviews can then be compared by them.",
    )


def with_kept_columns(options: ReadingOptions, file_id: str) -> ReadingOptions:
    """The options with the columns that have been chosen so far."""
    key, origin = st.session_state.get(_drawn(file_id), ("", None))
    chosen = st.session_state.get(key) if key else None
    if chosen is None:
        return options
    return replace(
        options,
        keep=tuple(heading for heading in chosen if heading != origin),
        keep_origin=origin is None or origin in chosen,
    )


def kept_in_words(options: ReadingOptions, recognition: Recognition) -> str:
    """Which columns are going to be kept; "" for none."""
    origin = recognition.origin if options.keep_origin else None
    return describe_kept({heading: heading for heading in options.keep}, origin=origin)


def _drawn(file_id: str) -> str:
    return f"file {file_id}: kept columns as drawn"
