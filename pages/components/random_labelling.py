"""Reviews drawn at random to be answered: what shares are corrected with."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from pages.components.answer_buttons import answer_buttons
from pages.components.error_display import show_error
from pages.components.formats import reader_format
from pages.components.judged_review import WHO, last_answer, remember_answer, who_answers
from pages.components.names import group_label
from pages.components.plain_text import literal
from pages.components.review_card import review_html
from sentiment.errors import PolytoneError
from sentiment.records import Filters
from sentiment.workflows.kept_columns import filters_of_group
from sentiment.workflows.random_labelling import (
    answer_random_review,
    next_random_review,
    random_progress,
)

if TYPE_CHECKING:
    from sentiment.records import Choices
    from sentiment.storage.database import Database

_FAILED = "random answer failed"


def random_labelling(
    database: Database, known: Choices, *, filters: Filters, by: str = "market"
) -> None:
    """Hand out one review after the other, without its stars and without the model's answer.

    Of ``filters`` those of markets and languages narrow the draw: what was drawn unevenly over
    these is weighed when shares are corrected. Under any other filter the answers would be no
    sample of their market. Where ``by`` is "language" one of these can be chosen, else a market.
    """
    st.subheader("Answer for reviews drawn at random")
    st.markdown(
        "Only such answers can say how often the model errs: what somebody picked because it "
        "looked wrong is not a sample. Stars and the model's answer are hidden, for they lead. "
        "Where you cannot tell, say so rather than wait for an easier one."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        narrowed = _narrowed(known, filters, by="language" if by == "language" else "market")
        who_answers()
    if filters != Filters(markets=filters.markets, languages=filters.languages):
        st.caption(
            "Only the filters of markets and languages narrow the draw: answers drawn under others "
            "would be no sample of their market."
        )
    failed: PolytoneError | None = st.session_state.pop(_FAILED, None)
    if failed is not None:
        show_error(failed)
    last_answer(database)
    st.caption(_progress_words(database, narrowed))
    name = " ".join(st.session_state.get(WHO, "").split())
    judged = next_random_review(database, filters=narrowed, annotator=name)
    if judged is None:
        st.info("Every review in view that was scored has an answer.")
        return
    review = judged.review
    with st.container(border=True):
        st.html(review_html(review, reader_format(), blind=True))
        answer_buttons(
            partial(_answer, database=database, review_id=review.review_id, name=name),
            key=f"random answer {review.review_id}",
        )


def _narrowed(known: Choices, filters: Filters, *, by: str) -> Filters:
    groups = {"market": known.markets, "language": known.languages}[by]
    shown = {"market": filters.markets, "language": filters.languages}[by]
    chosen = st.selectbox(
        f"From which {by}",
        [None, *(group for group in groups if not shown or group in shown)],
        format_func=lambda group: "all in view" if group is None else group_label(group, by=by),
        key=f"drawn from {by}",
        width=240,
    )
    drawn = Filters(markets=filters.markets, languages=filters.languages)
    return drawn if chosen is None else filters_of_group(drawn, by=by, group=chosen)


def _progress_words(database: Database, filters: Filters) -> str:
    style = reader_format()
    so_far = random_progress(database, filters=filters)
    words = f"{style.number(so_far.drawn)} of {style.reviews(so_far.reviews)} drawn and answered"
    if so_far.drawn > so_far.usable:
        words += f", {style.number(so_far.usable)} of them with a clear answer"
    if so_far.people > 1:
        words += f", by {style.number(so_far.people)} people"
    return literal(f"{words}.")


def _answer(answer: str, *, database: Database, review_id: int, name: str) -> None:
    try:
        answer_random_review(database, review_id=review_id, answer=answer, annotator=name)
    except PolytoneError as error:
        st.session_state[_FAILED] = error
    else:
        remember_answer(review_id, answer, name)
