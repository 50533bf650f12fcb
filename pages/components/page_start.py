"""How a page about stored reviews begins: its title, the store, or what to do first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.empty_states import no_reviews_yet, nothing_scored
from pages.components.error_display import errors_shown
from pages.components.resources import database
from sentiment.workflows.exploring import choices

if TYPE_CHECKING:
    from sentiment.records import Choices
    from sentiment.storage.database import Database


def start_page(title: str, *, needs_scores: bool = False) -> tuple[Database, Choices]:
    """Draw the title; the store and what can be chosen in it.

    Where there is no review yet, or with ``needs_scores`` no scored one, the page says what
    to do and ends there, as it does where the store cannot be opened.
    """
    st.title(title)
    with errors_shown(stop=True):
        store = database()
        known = choices(store)
    if known.reviews == 0:
        no_reviews_yet()
        st.stop()
    if needs_scores and known.scored == 0:
        nothing_scored()
        st.stop()
    return store, known
