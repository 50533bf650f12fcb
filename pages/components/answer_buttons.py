"""The row of answers that a person can give about a review."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.names import sentiment_label
from sentiment.records import SENTIMENTS
from sentiment.workflows.annotating import ANSWERS

if TYPE_CHECKING:
    from collections.abc import Callable


def answer_buttons(on_answer: Callable[[str], None], *, key: str) -> None:
    """Draw a button for each answer; ``on_answer`` gets the one that was clicked.

    ``key`` tells the buttons of one review from those of all others on the page.
    """
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("What does it say?")
        for answer in ANSWERS:
            st.button(
                sentiment_label(answer) if answer in SENTIMENTS else answer,
                key=f"{key} {answer}",
                on_click=on_answer,
                args=(answer,),
                type="tertiary",
            )
