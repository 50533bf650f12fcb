"""A review beside its truth: what decided, and the answer of the person who reads it."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from pages.components.answer_buttons import answer_buttons
from pages.components.attribution_html import attribution_html
from pages.components.error_display import errors_shown, show_error
from pages.components.formats import reader_format
from pages.components.names import sentiment_label
from pages.components.plain_text import literal
from pages.components.review_card import review_html
from sentiment.errors import PolytoneError
from sentiment.workflows.annotating import annotate, withdraw
from sentiment.workflows.error_groups import kinds_of_review
from sentiment.workflows.explaining import explain_review

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pages.components.formats import ReaderFormat
    from sentiment.models.abstaining import AbstainBands
    from sentiment.records import Annotation
    from sentiment.storage.confusion_cells import JudgedReview
    from sentiment.storage.database import Database

WHO = "annotator"
_LAST, _FAILED = "last answer", "answer failed"
_FROM = {"annotation": "people", "label": "the file's label", "stars": "the stars"}


def who_answers() -> None:
    """Ask once for the name under which answers are kept, and say what the last one was."""
    # Kept under a name of its own: Streamlit forgets a widget that a page does not draw.
    st.session_state.setdefault(WHO, st.session_state.get("kept name", ""))
    name = st.text_input(
        "Your name, kept with your answers", key=WHO, max_chars=80, placeholder="who answers?"
    )
    st.session_state["kept name"] = name


def last_answer(database: Database) -> None:
    """Say what was answered last, with a way back; and why an answer was not kept."""
    failed: PolytoneError | None = st.session_state.pop(_FAILED, None)
    if failed is not None:
        show_error(failed)
    if _LAST not in st.session_state:
        return
    review_id, answer, name = st.session_state[_LAST]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"Kept: review {review_id} is **{literal(answer)}**, says {literal(name)}. "
            "The figures count it from now on."
        )
        st.button(
            "Undo",
            key="undo answer",
            type="tertiary",
            on_click=_undo,
            args=(database, review_id, name),
        )


def remember_answer(review_id: int, answer: str, name: str) -> None:
    """Have :func:`last_answer` say it, and offer the way back."""
    st.session_state[_LAST] = (review_id, answer, name)


def judged_list(
    database: Database,
    reviews: Sequence[JudgedReview],
    *,
    bands: AbstainBands | None,
    identity: str | None = None,
    notes: Sequence[str] = (),
) -> None:
    """Draw the reviews in their order; ``notes`` stands for each what is particular to it.

    ``identity`` is the model whose answers these are, by default the active one.
    """
    for place, judged in enumerate(reviews):
        with st.container(border=True):
            _draw(database, judged, bands, identity, notes[place] if notes else "")


def _draw(
    database: Database,
    judged: JudgedReview,
    bands: AbstainBands | None,
    identity: str | None,
    note: str,
) -> None:
    style = reader_format()
    review = judged.review
    st.html(review_html(review, style, bands=bands) + _truth_html(judged, note, style))
    answer_buttons(partial(_answer, database, review.review_id), key=f"answer {review.review_id}")
    fold = st.expander(
        "Which words decided?",
        key=f"words {review.review_id} {identity}",
        on_change="rerun",
        type="compact",
    )
    if fold.open:
        with fold, errors_shown(), st.spinner("Leaving out one word after the other…"):
            found = explain_review(database, review_id=review.review_id, identity=identity)
            st.html(attribution_html(found, style))


def _truth_html(judged: JudgedReview, note: str, style: ReaderFormat) -> str:
    kinds = ", ".join(kinds_of_review(judged))
    said = "".join(_annotation_html(one, style) for one in judged.annotations)
    words = (
        f"<strong>Truth: {sentiment_label(judged.truth)}</strong>, "
        f"by {_FROM.get(judged.truth_from, escape(judged.truth_from))}."
    )
    of_kind = f" Kind: {escape(kinds)}." if kinds else ""
    more = f" {escape(note)}" if note else ""
    return f'<div class="pt-review"><div class="pt-side">{words}{of_kind}{more}{said}</div></div>'


def _annotation_html(one: Annotation, style: ReaderFormat) -> str:
    return (
        f"<div><bdi>{escape(one.annotator)}</bdi>, {escape(style.moment(one.annotated_at))} UTC: "
        f"{escape(one.answer)}</div>"
    )


def _answer(database: Database, review_id: int, answer: str) -> None:
    name = " ".join(st.session_state.get(WHO, "").split())
    try:
        annotate(database, review_id=review_id, answer=answer, annotator=name)
    except PolytoneError as error:
        st.session_state[_FAILED] = error
    else:
        remember_answer(review_id, answer, name)


def _undo(database: Database, review_id: int, name: str) -> None:
    withdraw(database, review_id=review_id, annotator=name)
    st.session_state.pop(_LAST, None)
