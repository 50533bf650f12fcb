"""The chart whose marks can be clicked, the mark that is chosen (in the link), and its reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from pages.components.explore_links import explore_link
from pages.components.formats import reader_format
from pages.components.plain_text import literal
from pages.components.result_chart import CHART_CONFIG
from pages.components.review_list import review_list
from pages.components.unsure_note import stated_bands
from sentiment.charts.measures import write_interval
from sentiment.workflows.exploring import find
from sentiment.workflows.trends import filters_of_point

if TYPE_CHECKING:
    from collections.abc import Mapping

    import plotly.graph_objects as go

    from sentiment.evaluation.trend_series import Trend
    from sentiment.records import Filters
    from sentiment.storage.database import Database

PARAMETER = "point"
SHOWN_REVIEWS = 10
_SEPARATOR = "~"


@dataclass(frozen=True)
class ChosenPoint:
    """A mark: its group and the first day of its day, week or month."""

    group: str
    start: date


def clickable_chart(figure: go.Figure, trend: Trend, *, alt: str, panel: str = "") -> None:
    """Draw the figure; a click on a mark puts it into the link, a second one takes it out."""
    # Another question is another chart: what was clicked in the last one is over.
    key = f"trend {trend.by} {trend.measure} {trend.grain} {trend.period} {panel}"

    def remember() -> None:
        chosen = _clicked(st.session_state[key])
        if chosen is not None:
            st.query_params[PARAMETER] = f"{chosen.start.isoformat()}{_SEPARATOR}{chosen.group}"
        elif PARAMETER in st.query_params:
            del st.query_params[PARAMETER]

    st.plotly_chart(
        figure,
        key=key,
        on_select=remember,
        selection_mode="points",
        config=CHART_CONFIG,
        alt=alt,
    )


def chosen_point(trend: Trend) -> ChosenPoint | None:
    """The mark that the link names, if the trend has it."""
    text = st.query_params.get(PARAMETER, "")
    start, separator, group = text.partition(_SEPARATOR)
    try:
        point = ChosenPoint(group, date.fromisoformat(start))
    except ValueError:
        return None
    if not separator or filters_of_point(trend, group=group, start=point.start) is None:
        return None
    return point


def reviews_of_point(
    database: Database,
    trend: Trend,
    *,
    point: ChosenPoint,
    names: Mapping[str, str],
    filters: Filters,
) -> None:
    """The figures of the chosen mark and its newest reviews."""
    style = reader_format()
    inside = filters_of_point(trend, group=point.group, start=point.start, filters=filters)
    if inside is None:
        return
    st.subheader(
        literal(f"{names[point.group]}, {style.period(point.start, grain=trend.grain)}"),
        anchor=False,
    )
    value = next(
        (
            p.value
            for series in trend.series
            if series.group == point.group
            for p in series.points
            if p.start == point.start
        ),
        None,
    )
    if value is not None:
        st.markdown(literal(write_interval(value, measure=trend.measure, style=style)))
    order = {"negative": "most negative", "positive": "most positive"}.get(trend.measure, "newest")
    page = find(database, filters=inside, order=order, limit=SHOWN_REVIEWS)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            f"{style.number(len(page.reviews))} of {style.reviews(page.total)}, {order} first"
        )
        explore_link("All of them in Explore", inside)
    review_list(database, page.reviews, bands=stated_bands(database))


def _clicked(state: Any) -> ChosenPoint | None:
    """The mark in Streamlit's account of what was selected."""
    for point in state.get("selection", {}).get("points", []):
        data = point.get("customdata")
        if data and len(data) >= 2 and data[1]:
            return ChosenPoint(str(data[0]), date.fromisoformat(str(data[1])))
    return None
