"""Trends: sentiment over time by group, for managers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import streamlit as st

from pages.components.app_entry import enter_through_app
from pages.components.corrected_note import corrected_beside
from pages.components.empty_states import nothing_matches, nothing_scored
from pages.components.error_display import errors_shown
from pages.components.event_panel import event_panel
from pages.components.filter_bar import clear_filters, filter_bar
from pages.components.formats import reader_format
from pages.components.names import group_label
from pages.components.page_start import start_page
from pages.components.period_choice import choose_period
from pages.components.plain_text import literal
from pages.components.scoring_panel import scoring_note
from pages.components.style_taken_out import rating_style_toggle, style_taken_out_note
from pages.components.trend_points import chosen_point, clickable_chart, reviews_of_point
from pages.components.trend_table import trend_table
from sentiment.charts.trend_chart import describe_trend, trend_figure
from sentiment.evaluation.intervals import reliability
from sentiment.evaluation.trend_series import OTHERS
from sentiment.workflows.annotating import annotations_version
from sentiment.workflows.data_version import data_version
from sentiment.workflows.events import events
from sentiment.workflows.trends import (
    CORRECTED_MEASURES,
    STYLED_GROUPINGS,
    follow_sentiment,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentiment.evaluation.periods import Period
    from sentiment.evaluation.trend_series import Trend
    from sentiment.records import Choices, Event, Filters
    from sentiment.storage.database import Database

GROUPINGS = {"Market": "market", "Language": "language", "Product": "product", "Source": "source"}
MEASURES = {
    "Negative share": "negative",
    "Positive share": "positive",
    "Net sentiment": "net",
    "Mean stars": "stars",
}
GRAINS = {"Day": "day", "Week": "week", "Month": "month"}
IN_ONE_CHART = 6
SIDE_BY_SIDE = 12
LAYOUTS = ("automatic", "one chart", "side by side")
MOST_OVER_EACH_OTHER = 3
PANELS_IN_A_ROW = 3


@dataclass(frozen=True)
class Question:
    """What a person wants to see; each field has its place in the link."""

    by: str
    measure: str
    grain: str
    period: Period
    compare: bool
    layout: str
    without_style: bool = False
    corrected: bool = False


def main() -> None:
    """Draw the page."""
    store, known = start_page("Trends")
    with errors_shown():
        filters = filter_bar(known, page="trends", by_score=False)
        question = _ask(known, filters)
        scoring_note(store)
        if known.first_day is None:
            st.info("None of the reviews has a date, so there is nothing to follow over time.")
            return
        if known.scored == 0 and question.measure != "stars":
            nothing_scored()
            st.caption("Stars need no scoring: choose “Mean stars” to see them now.")
            return
        _answer(store, known, question=question, filters=filters)
        event_panel(store, markets=tuple(known.markets))


def _ask(known: Choices, filters: Filters) -> Question:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = st.segmented_control(
            "By", list(GROUPINGS), default="Market", required=True, key="by", bind="query-params"
        )
        measure = st.selectbox(
            "What", list(MEASURES), key="measure", bind="query-params", width=180
        )
        grain = st.segmented_control(
            "Each", list(GRAINS), default="Month", required=True, key="grain", bind="query-params"
        )
        period = choose_period(known, filters, key="span", default="everything")
        layout = st.segmented_control(
            "Layout",
            LAYOUTS,
            default=LAYOUTS[0],
            required=True,
            key="layout",
            bind="query-params",
        )
        compare = st.toggle(
            "Compare with the period before",
            key="compare",
            bind="query-params",
            disabled=period.everything,
            help="Draws the period of the same length before over this one, dashed.",
        )
        grouping, what = GROUPINGS[by or "Market"], MEASURES[measure or "Negative share"]
        corrected = what in CORRECTED_MEASURES and st.toggle(
            "Corrected beside it",
            key="corrected",
            bind="query-params",
            help="Lays the share with the model's errors taken out beside the one as it calls it, "
            "where labels of reviews drawn at random, or published errors, allow it.",
        )
        without_style = what == "stars" and grouping in STYLED_GROUPINGS and rating_style_toggle()
    return Question(
        by=grouping,
        measure=what,
        grain=GRAINS[grain or "Month"],
        period=period,
        compare=compare,
        layout=layout or LAYOUTS[0],
        without_style=without_style,
        corrected=corrected,
    )


@st.cache_data(max_entries=50, show_spinner=False)
def _follow(
    _store: Database,
    *,
    version: str,
    marked: tuple[Event, ...],
    question: Question,
    filters: Filters,
) -> Trend:
    return follow_sentiment(
        _store,
        by=question.by,
        grain=question.grain,
        measure=question.measure,
        period=question.period,
        filters=filters,
        compare=question.compare,
        most=SIDE_BY_SIDE if question.layout == LAYOUTS[2] else IN_ONE_CHART,
        without_style=question.without_style,
        corrected=question.corrected,
    )


def _answer(store: Database, known: Choices, *, question: Question, filters: Filters) -> None:
    version = f"{data_version(store, known=known)} {annotations_version(store)}"
    trend = _follow(
        store,
        version=version,
        marked=tuple(events(store)),
        question=question,
        filters=filters,
    )
    if not any(series.reviews for series in trend.series):
        nothing_matches(clear=clear_filters)
        return
    names = _names(trend)
    style = reader_format()
    period = trend.period
    st.caption(literal(f"{style.day(period.since)} to {style.day(period.until)}"))
    if question.without_style:
        style_taken_out_note(trend, names=names)
    side_by_side = _side_by_side(trend, layout=question.layout)
    if side_by_side:
        _panels(trend, names=names)
    else:
        clickable_chart(
            trend_figure(trend, names=names, style=style),
            trend,
            alt=describe_trend(trend, names=names, style=style),
        )
    st.caption(_legend(trend, side_by_side=side_by_side))
    if question.corrected:
        corrected_beside(
            store,
            trend,
            version=version,
            names=names,
            filters=filters,
            drawn=side_by_side or not _crowded(trend),
        )
    point = chosen_point(trend)
    if point is not None:
        reviews_of_point(store, trend, point=point, names=names, filters=filters)
    trend_table(trend, names=names)


def _side_by_side(trend: Trend, *, layout: str) -> bool:
    """Whether each group gets a chart of its own; by itself with more than three groups."""
    if layout == LAYOUTS[0]:
        return _crowded(trend)
    return layout == LAYOUTS[2] and len(trend.series) > 1


def _crowded(trend: Trend) -> bool:
    return len(trend.series) > MOST_OVER_EACH_OTHER


def _panels(trend: Trend, *, names: Mapping[str, str]) -> None:
    style = reader_format()
    for first in range(0, len(trend.series), PANELS_IN_A_ROW):
        columns = st.columns(PANELS_IN_A_ROW)
        row = trend.series[first : first + PANELS_IN_A_ROW]
        for column, series in zip(columns, row, strict=False):
            with column:
                st.markdown(f"**{literal(names[series.group])}**")
                clickable_chart(
                    trend_figure(trend, names=names, style=style, only=series.group, height=280),
                    trend,
                    alt=describe_trend(replace(trend, series=(series,)), names=names, style=style),
                    panel=series.group,
                )


def _names(trend: Trend) -> dict[str, str]:
    return {
        series.group: f"{len(series.members)} others"
        if series.group == OTHERS
        else group_label(series.group, by=trend.by)
        for series in trend.series
    }


def _legend(trend: Trend, *, side_by_side: bool) -> str:
    parts = [
        "Bands are 95 % intervals.",
        "Open marks: fewer than 30 reviews; small open marks: fewer than 10, too few to say.",
    ]
    if trend.previous is not None:
        if side_by_side or not _crowded(trend):
            style = reader_format()
            parts.append(
                f"Dashed: {literal(style.day(trend.previous.since))} to "
                f"{literal(style.day(trend.previous.until))}, the period before."
            )
        else:
            parts.append("Choose “side by side” to see the period before.")
    if side_by_side:
        parts.append("Thin and grey: the other groups.")
    if any(len(series.members) > 1 for series in trend.series):
        parts.append("The largest groups are drawn on their own, the others together in grey.")
    parts.append("Click on a mark to read its reviews.")
    if _mostly_too_few(trend):
        parts.append("**Most points rest on too few reviews: choose a longer unit of time.**")
    return " ".join(parts)


def _mostly_too_few(trend: Trend) -> bool:
    sizes = [
        reliability(point.value.n)
        for series in trend.series
        for point in series.points
        if point.value is not None
    ]
    return trend.grain != "month" and 2 * sizes.count("too few") > len(sizes)


enter_through_app()
main()
