"""Explore: find, read and export single reviews."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, get_args

import streamlit as st

from pages.components.app_entry import enter_through_app
from pages.components.empty_states import nothing_matches
from pages.components.error_display import errors_shown
from pages.components.export_buttons import export_buttons
from pages.components.filter_bar import change_filters, clear_filters, filter_bar
from pages.components.formats import reader_format
from pages.components.page_start import start_page
from pages.components.review_list import review_list
from pages.components.scoring_panel import scoring_note
from pages.components.unsure_note import stated_bands
from sentiment.workflows.abstaining import thresholds_of
from sentiment.workflows.exploring import Order, find

if TYPE_CHECKING:
    from sentiment.models.abstaining import AbstainBands
    from sentiment.records import Filters
    from sentiment.storage.database import Database

A_PAGE = 25
# So many digits are no number of a page; the database could not count so far either.
_TOO_LONG = 10


def main() -> None:
    """Draw the page."""
    store, known = start_page("Explore")
    with errors_shown():
        bands = stated_bands(store)
        thresholds = thresholds_of(bands) if bands else None
        filters = filter_bar(known, page="explore", thresholds=thresholds)
        scoring_note(store)
        _results(store, filters, bands=bands)


def _results(store: Database, filters: Filters, *, bands: AbstainBands | None) -> None:
    _first_page_for_new_filters(filters)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        order = st.selectbox("Order", get_args(Order), key="order", bind="query-params", width=200)
        if not filters.disagree:
            st.button(
                "Stars against text",
                on_click=change_filters,
                kwargs={
                    "disagree": True,
                    "thresholds": thresholds_of(bands) if bands else None,
                },
                help="Only reviews whose stars say the opposite of their text.",
            )
    number = _page_number()
    found = find(store, filters=filters, order=order, limit=A_PAGE, offset=A_PAGE * (number - 1))
    if found.total == 0:
        nothing_matches(clear=clear_filters)
        return
    pages = ceil(found.total / A_PAGE)
    if number > pages:
        number = 1
        found = find(store, filters=filters, order=order, limit=A_PAGE)
    first = A_PAGE * (number - 1) + 1
    style = reader_format()
    st.markdown(
        f"**{style.reviews(found.total)}**, showing {style.number(first)} to "
        f"{style.number(first + len(found.reviews) - 1)}"
    )
    review_list(store, found.reviews, found=filters.text, bands=bands)
    if found.total > A_PAGE:
        st.pagination(pages, key="page", bind="query-params")
    export_buttons(store, filters=filters, total=found.total)


def _page_number() -> int:
    """The page to show: as turned to, else as the link says; the widget comes below the list."""
    named = str(st.session_state.get("page") or st.query_params.get("page", "1"))
    return max(1, int(named)) if named.isdecimal() and len(named) < _TOO_LONG else 1


def _first_page_for_new_filters(filters: Filters) -> None:
    if st.session_state.setdefault("explored filters", filters) != filters:
        st.session_state["explored filters"] = filters
        st.session_state["page"] = 1


enter_through_app()
main()
