"""One market at a glance: figures, small trend, what changed, and where to read on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from pages.components.change_sentences import ATTENTION_MARKS, since_when, span_of
from pages.components.corrected_note import corrected_line
from pages.components.explore_links import explore_link
from pages.components.formats import reader_format
from pages.components.names import market_heading
from pages.components.plain_text import literal
from pages.components.result_chart import draw_chart
from sentiment.charts.sparkline import describe_tile_trend, tile_trend_figure
from sentiment.evaluation.intervals import is_clear, reliability

if TYPE_CHECKING:
    from collections.abc import Callable

    from pages.components.formats import ReaderFormat
    from sentiment.evaluation.corrected_shares import CorrectedShares
    from sentiment.evaluation.market_states import MarketState, Overview
    from sentiment.records import Filters, Interval

# Two of them stand side by side in the narrowest tile.
FIGURE_WIDTH = 92


def market_tile(
    state: MarketState,
    *,
    overview: Overview,
    filters: Filters,
    look_behind: Callable[[MarketState], None],
    corrected: CorrectedShares | None = None,
) -> None:
    """Draw the tile; ``look_behind`` is called when a person asks what is behind the change.

    ``corrected`` are the market's shares with the model's errors taken out, if they are known.
    """
    style = reader_format()
    name = market_heading(state.market)
    with st.container(border=True, height="stretch"):
        st.markdown(f"#### {literal(name)}\n**{ATTENTION_MARKS[state.attention]}**")
        if state.counts.scored == 0:
            st.markdown(f"{literal(style.reviews(state.counts.reviews))}, none scored.")
            return
        _figures(state, style)
        if told := corrected_line(corrected, style):
            st.caption(told)
        if state.trend:
            draw_chart(
                tile_trend_figure(state, overview=overview, style=style),
                key=f"tile {state.market}",
                alt=describe_tile_trend(state, name=name, style=style),
            )
        st.markdown(_change_line(state, style))
        with st.container(horizontal=True, vertical_alignment="center"):
            explore_link("Read the negative reviews", reviews_of(state, overview, filters))
            if st.button(
                "What is behind it",
                key=f"behind {state.market}",
                type="tertiary",
                icon=":material/help:",
            ):
                look_behind(state)


def reviews_of(state: MarketState, overview: Overview, filters: Filters) -> Filters:
    """The market's negative reviews of the period, or since its change where that is later."""
    period = overview.period
    narrowed = replace(period.narrow(filters), markets=(state.market,), sentiments=("negative",))
    if state.change is not None and (period.everything or state.change.start > period.since):
        return replace(
            narrowed, since=state.change.start, until=None if period.everything else period.until
        )
    return narrowed


def _figures(state: MarketState, style: ReaderFormat) -> None:
    size = {"enough": "", "small": " (few)", "too few": " (too few to say)"}
    n = f"n = {style.number(state.counts.scored)}{size[reliability(state.counts.scored)]}"
    both = st.container(horizontal=True, gap="small")
    with both.container(width=FIGURE_WIDTH):
        st.metric(
            "Negative",
            style.percent(state.negative.value),
            delta=_change(state.rise, style),
            delta_color=_colour(state.rise, good_when_higher=False),
            help="Share of negative reviews among the scored ones. The arrow compares with the "
            "period before; grey means: not clear of chance.",
        )
        st.caption(f"{literal(_range(state.negative, style))}  \n{literal(n)}")
    with both.container(width=FIGURE_WIDTH):
        st.metric(
            "Net",
            style.points(state.net.value).removesuffix(" pts"),
            delta=_change(state.net_change, style),
            delta_color=_colour(state.net_change, good_when_higher=True),
            help="Net sentiment: share of positive minus share of negative reviews, −100 to +100.",
        )
        low, high = (
            style.points(edge).removesuffix(" pts") for edge in (state.net.low, state.net.high)
        )
        st.caption(f"{literal(f'{low} to {high}')}  \n95 % intervals")


def _range(share: Interval, style: ReaderFormat) -> str:
    return f"{style.percent(share.low)} to {style.percent(share.high)}"


def _change(difference: Interval | None, style: ReaderFormat) -> str | None:
    """The change with its sign, as the metric wants it: a minus of ASCII turns the arrow."""
    if difference is None:
        return None
    return style.points(difference.value).replace("−", "-")


def _colour(difference: Interval | None, *, good_when_higher: bool) -> str:
    if difference is None or difference.n == 0 or not is_clear(difference):
        return "off"
    return "normal" if good_when_higher else "inverse"


def _change_line(state: MarketState, style: ReaderFormat) -> str:
    if state.change is not None:
        found = state.change.found
        before, after = (
            literal(style.percent(share.value)) for share in (found.before, found.after)
        )
        since = since_when(state.change, style)
        return (
            f"{since[0].upper()}{since[1:]}: {before} → **{after}** negative "
            f"(n = {style.number(found.after.n)}, {span_of(found.rise, style)})"
        )
    if state.rise is not None and is_clear(state.rise):
        return f"Against the period before: {span_of(state.rise, style)}"
    if reliability(state.counts.scored) == "too few":
        return "Too few reviews to say"
    if state.rise is None and state.attention == "too few":
        return "No scored reviews in the period before to compare with"
    return "No clear change"
