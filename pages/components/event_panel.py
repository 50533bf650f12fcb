"""Releases and campaigns: add one to the charts, or take one away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.error_display import show_error
from pages.components.formats import reader_format
from pages.components.names import market_label
from pages.components.plain_text import literal
from sentiment.errors import PolytoneError
from sentiment.workflows.events import LONGEST_LABEL, add_event, delete_event, events

if TYPE_CHECKING:
    from sentiment.storage.database import Database

ALL_MARKETS = ""


def event_panel(database: Database, *, markets: tuple[str, ...]) -> None:
    """Draw the list of events and the form for a new one, behind a fold."""
    known = events(database)
    with st.expander(f"Releases and campaigns ({len(known)})", key="events"):
        _form(database, markets)
        style = reader_format()
        for event in known:
            with st.container(horizontal=True, vertical_alignment="center"):
                where = market_label(event.market) if event.market else "all markets"
                day, label = literal(style.day(event.day)), literal(event.label)
                st.markdown(f"{day} · **{label}** · {literal(where)}")
                st.button(
                    "Delete",
                    key=f"delete event {event.event_id}",
                    on_click=delete_event,
                    args=(database,),
                    kwargs={"event_id": event.event_id},
                    type="tertiary",
                    icon=":material/delete:",
                )


def _form(database: Database, markets: tuple[str, ...]) -> None:
    with (
        st.form("new event", clear_on_submit=True, border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        day = st.date_input(
            "Day", value=None, format=reader_format().day_pattern, key="event day", width=160
        )
        label = st.text_input(
            "What happened", max_chars=LONGEST_LABEL, key="event label", placeholder="Release 4.2"
        )
        market = st.selectbox(
            "Market",
            [ALL_MARKETS, *(market for market in markets if market)],
            format_func=lambda code: market_label(code) if code else "all markets",
            key="event market",
            width=200,
        )
        added = st.form_submit_button("Add to the charts")
    if not added:
        return
    if day is None:
        st.warning("Choose the day on which it happened.")
        return
    try:
        add_event(database, day=day, label=label, market=market or None)
    except PolytoneError as error:
        show_error(error)
        return
    st.rerun()
