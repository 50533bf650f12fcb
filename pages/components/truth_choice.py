"""What is taken for true: chosen in the link, and said with its counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.formats import reader_format
from pages.components.plain_text import literal
from sentiment.records import TRUTHS

if TYPE_CHECKING:
    from sentiment.storage.truth import TruthCounts

_NAMES = {"annotation": "People's answers", "label": "The files' labels", "stars": "Stars"}


def choose_truths() -> tuple[str, ...]:
    """The kinds of truth to stand on, the most trusted first; all where none is chosen."""
    chosen = st.pills(
        "Truth",
        TRUTHS,
        selection_mode="multi",
        default=TRUTHS,
        format_func=_NAMES.__getitem__,
        key="truth",
        bind="query-params",
        help="A review stands under the first of these that it has. Stars are a weak truth: "
        "1 and 2 are taken for negative, 3 for neutral, 4 and 5 for positive.",
    )
    return tuple(truth for truth in TRUTHS if truth in (chosen or TRUTHS))


def truth_sentence(counts: TruthCounts) -> str:
    """On which truth the page stands, as Markdown."""
    style = reader_format()
    told = [
        f"{style.number(count)} by {words}"
        for count, words in (
            (counts.annotation, "people's answers"),
            (counts.label, "the files' own labels"),
            (counts.stars, "their stars, a weak truth"),
        )
        if count
    ]
    if not told:
        return "No review in view has a truth to compare the model with."
    return literal(f"Truth: {style.reviews(counts.known)}, {', '.join(told)}.")
