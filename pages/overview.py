"""Overview: markets at a glance, for managers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.app_entry import enter_through_app
from pages.components.background_panel import background_panel
from pages.components.corrected_note import corrected_by, ranking_note
from pages.components.empty_states import nothing_matches, nothing_scored
from pages.components.error_display import errors_shown
from pages.components.filter_bar import clear_filters, filter_bar
from pages.components.formats import reader_format
from pages.components.market_tile import market_tile
from pages.components.names import market_heading, market_label
from pages.components.page_start import start_page
from pages.components.period_choice import choose_period
from pages.components.plain_text import literal
from pages.components.scoring_panel import scoring_note
from pages.components.unsure_note import unsure_note
from sentiment.evaluation.market_states import RULE
from sentiment.workflows.annotating import annotations_version
from sentiment.workflows.data_version import data_version
from sentiment.workflows.overview import survey_markets

if TYPE_CHECKING:
    from sentiment.evaluation.market_states import MarketState, Overview
    from sentiment.evaluation.periods import Period
    from sentiment.records import Filters
    from sentiment.storage.database import Database

TILES_IN_A_ROW = 3
TILES_AT_FIRST = 12


def main() -> None:
    """Draw the page."""
    store, known = start_page("Overview")
    with errors_shown():
        filters = filter_bar(known, page="overview", by_score=False)
        period = choose_period(known, filters, key="period", default="90 days")
        scoring_note(store)
        if known.scored == 0:
            nothing_scored()
            return
        version = data_version(store, known=known)
        overview = _survey(store, version=version, period=period, filters=filters)
        if overview.total.counts.reviews == 0:
            nothing_matches(clear=clear_filters)
            return
        _draw(store, version, overview=overview, filters=filters)


@st.cache_data(max_entries=50, show_spinner=False)
def _survey(_store: Database, *, version: str, period: Period, filters: Filters) -> Overview:
    return survey_markets(_store, period=period, filters=filters)


def _draw(store: Database, version: str, *, overview: Overview, filters: Filters) -> None:
    st.caption(_days(overview))
    _together(overview)
    unsure_note(store, version=version, filters=overview.period.narrow(filters))
    _what_changed(store, version, overview=overview, filters=filters)
    _tiles(store, version, overview=overview, filters=filters)


def _together(overview: Overview) -> None:
    style, total = reader_format(), overview.total
    unscored = total.counts.reviews - total.counts.scored
    words = f"**{style.reviews(total.counts.reviews)}** in {_markets(len(overview.markets))}"
    if total.counts.scored:
        words += (
            f": {literal(style.share(total.negative))} negative, net sentiment "
            f"{literal(style.points(total.net.value).removesuffix(' pts'))}"
        )
    if unscored:
        words += f". {style.number(unscored)} of them are not scored or have no text"
    st.markdown(f"{words}.")


def _what_changed(store: Database, version: str, *, overview: Overview, filters: Filters) -> None:
    """The market that needs attention most, or the one that was chosen, and what is behind it."""
    st.subheader("What changed")
    states = {state.market: state for state in overview.markets}
    labels = {market_label(market): market for market in states}
    with st.container(border=True):
        chosen = st.selectbox(
            "Market",
            list(labels),
            key="focus",
            bind="query-params",
            help="The market that needs attention most comes first.",
        )
        state = states[labels[chosen]] if chosen in labels else overview.markets[0]
        background_panel(store, version=version, state=state, overview=overview, filters=filters)
    steady = [s for s in overview.markets if s.attention == "steady" and s.change is None]
    if steady:
        names = ", ".join(literal(market_heading(state.market)) for state in steady[:8])
        more = f" and {len(steady) - 8} more" if len(steady) > 8 else ""
        st.caption(f"No clear change: {names}{more}.")


def _tiles(store: Database, version: str, *, overview: Overview, filters: Filters) -> None:
    st.subheader("Markets")
    answer = corrected_by(
        store,
        version=f"{version} {annotations_version(store)}",
        by="market",
        filters=overview.period.narrow(filters),
    )
    corrected = {shares.group: shares for shares in answer.groups}
    if len(overview.markets) > 1:
        ranking_note(answer)
    with st.expander("In which order they stand", type="compact"):
        st.markdown(literal(RULE))

    @st.dialog("What is behind it", width="large")
    def look_behind(state: MarketState) -> None:
        background_panel(
            store, version=version, state=state, overview=overview, filters=filters, place="dialog"
        )

    shown = overview.markets
    if len(shown) > TILES_AT_FIRST and not st.toggle(
        f"All {len(shown)} markets", key="all", bind="query-params"
    ):
        shown = shown[:TILES_AT_FIRST]
    for first in range(0, len(shown), TILES_IN_A_ROW):
        row, columns = shown[first : first + TILES_IN_A_ROW], st.columns(TILES_IN_A_ROW)
        for column, state in zip(columns, row, strict=False):
            with column:
                market_tile(
                    state,
                    overview=overview,
                    filters=filters,
                    look_behind=look_behind,
                    corrected=corrected.get(state.market),
                )


def _days(overview: Overview) -> str:
    style, period = reader_format(), overview.period
    if overview.total.trend or not period.everything:
        words = f"{style.day(period.since)} to {style.day(period.until)}"
        if overview.previous is not None:
            before = overview.previous
            words += f", against {style.day(before.since)} to {style.day(before.until)}"
        return literal(words)
    return "None of these reviews has a date, so there is nothing to compare with."


def _markets(count: int) -> str:
    return "1 market" if count == 1 else f"{reader_format().number(count)} markets"


enter_through_app()
main()
