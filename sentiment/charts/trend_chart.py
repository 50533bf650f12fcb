"""Sentiment over time: lines with intervals, the period before, events, and counts beneath."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sentiment.charts.corrected_on_time import corrected_trace
from sentiment.charts.events_on_time import draw_events
from sentiment.charts.measures import (
    MEASURE_TITLES,
    measure_axis,
    write_corrected,
    write_interval,
)
from sentiment.charts.theme import (
    HATCHES,
    MARKS,
    OTHERS_COLOUR,
    apply_theme,
    group_colour,
    plain,
    shorten,
    translucent,
)
from sentiment.evaluation.intervals import reliability

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import plotly.graph_objects as go

    from sentiment.charts.theme import NumberStyle
    from sentiment.evaluation.trend_series import Trend, TrendPoint, TrendSeries
    from sentiment.records import Event, Interval

LONGEST_GAP = {"day": 8, "week": 29, "month": 95}
LONGEST_NAME = 28
MOST_WITH_BEFORE = 3
# The part of the time axis that an upright label covers.
LABEL_ROOM = 0.025
LABEL_ROOM_IN_PANEL = 0.09


@dataclass(frozen=True)
class Look:
    """Names and numbers as the reader knows them, and whether the chart is ``crowded``."""

    names: Mapping[str, str]
    style: NumberStyle
    crowded: bool

    def name_of(self, series: TrendSeries) -> str:
        """The name of a group, ready to be drawn."""
        return plain(shorten(self.names.get(series.group, series.group), to=LONGEST_NAME))


def trend_figure(
    trend: Trend,
    *,
    names: Mapping[str, str],
    style: NumberStyle,
    only: str | None = None,
    height: int = 520,
) -> go.Figure:
    """The trend as lines with 95 % bands, and the number of reviews as bars beneath.

    ``names`` is group → what people call it. Open marks stand for fewer than 30
    reviews; small open ones for fewer than 10, which the line passes over. The
    period before is dashed and drawn over this one, where there are at most
    three groups. ``only`` draws one group with the axes of all, the others
    thin and grey behind it, for charts side by side. Each mark carries
    ``[group, start]`` as custom data.
    """
    from plotly.subplots import make_subplots

    figure = make_subplots(
        rows=2, cols=1, shared_xaxes=True, row_heights=[0.76, 0.24], vertical_spacing=0.05
    )
    look = Look(names, style, crowded=only is None and len(trend.series) > MOST_WITH_BEFORE)
    for series in trend.series:
        if only not in (None, series.group):
            _draw_context(figure, trend, series=series, look=look)
    for position, series in enumerate(trend.series):
        if only in (None, series.group):
            _draw_series(figure, trend, position=position, look=look)
    room = LABEL_ROOM if only is None else LABEL_ROOM_IN_PANEL
    draw_events(
        figure,
        _events_for(trend, only=only),
        height=height,
        label_days=room * trend.period.days,
    )
    apply_theme(
        figure,
        height=height,
        barmode="stack",
        bargap=0.15,
        showlegend=only is None and (len(trend.series) > 1 or trend.previous is not None),
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "title": None},
        hovermode="closest",
        clickmode="event+select",
        # The chart keeps its zoom and hidden groups when it is drawn again.
        uirevision=f"{trend.by} {trend.grain} {trend.measure}",
    )
    shown = _intervals(trend)
    figure.update_yaxes(
        row=1,
        col=1,
        title=MEASURE_TITLES[trend.measure] if only is None else None,
        **measure_axis(shown, measure=trend.measure, style=style),
    )
    figure.update_yaxes(row=2, col=1, title="Reviews", rangemode="tozero", nticks=4)
    figure.update_xaxes(**_time_axis(trend, style=style))
    if only is None:
        figure.update_xaxes(
            row=2, col=1, title={"day": "Day", "week": "Week", "month": "Month"}[trend.grain]
        )
    if trend.measure == "net":
        figure.add_hline(y=0, row=1, col=1, line={"width": 1, "color": "rgba(128,136,144,0.8)"})
    return figure


def describe_trend(trend: Trend, *, names: Mapping[str, str], style: NumberStyle) -> str:
    """The chart in words, for who does not see it: each group's first and last value."""
    parts = []
    for series in trend.series:
        measured = [point for point in series.points if point.value is not None]
        if measured:
            first, last = (
                f"{style.period(point.start, grain=trend.grain)}: "
                f"{write_interval(value, measure=trend.measure, style=style)}"
                for point in (measured[0], measured[-1])
                if (value := point.value) is not None
            )
            parts.append(f"{names.get(series.group, series.group)} from {first} to {last}")
    return f"{MEASURE_TITLES[trend.measure]}, by {trend.grain}. " + ". ".join(parts)


def _draw_series(figure: go.Figure, trend: Trend, *, position: int, look: Look) -> None:
    """Band, period before, line with marks, and bars of one group."""
    import plotly.graph_objects as go

    series = trend.series[position]
    colour = group_colour(position, others=len(series.members) > 1)
    mark = MARKS[position % len(MARKS)]
    name = look.name_of(series)
    common: dict[str, Any] = {"legendgroup": series.group, "name": name}
    crowded = look.crowded
    for run in _firm_runs(series.points, trend=trend):
        if len(run) > 1:
            figure.add_trace(
                go.Scatter(
                    x=[*(p.start for p, _ in run), *(p.start for p, _ in reversed(run))],
                    y=[*(value.high for _, value in run), *(v.low for _, v in reversed(run))],
                    fill="toself",
                    fillcolor=translucent(colour, opacity=0.1 if crowded else 0.2),
                    line={"width": 0},
                    mode="lines",
                    hoverinfo="skip",
                    showlegend=False,
                    **common,
                ),
                row=1,
                col=1,
            )
    if series.earlier and not crowded:
        line = _line(series.earlier, series=series, trend=trend, look=look)
        line.update(
            line={"color": colour, "width": 1.6, "dash": "5px,4px"},
            mode="lines",
            opacity=0.8,
            showlegend=False,
            **common,
        )
        figure.add_trace(line, row=1, col=1)
    line = _line(series.points, series=series, trend=trend, look=look)
    line.update(
        line={"color": colour, "width": 2.2},
        mode="lines",
        hoverinfo="skip",
        showlegend=False,
        **common,
    )
    figure.add_trace(line, row=1, col=1)
    if series.corrected and not crowded:
        trace = corrected_trace(
            series.corrected,
            hover=[
                _corrected_hover(p, series=series, trend=trend, look=look) for p in series.corrected
            ],
            colour=colour,
            name=f"{name}, corrected",
            group=series.group,
        )
        figure.add_trace(trace, row=1, col=1)
    marks = _marks(series, trend=trend, look=look, mark=mark, colour=colour)
    figure.add_trace(marks.update(showlegend=False, **common), row=1, col=1)
    # The legend shows the mark as it is where there are enough reviews.
    figure.add_trace(
        go.Scatter(
            x=[None],
            y=[None],
            mode="lines+markers",
            line={"color": colour, "width": 2.2},
            marker={"symbol": mark, "size": 9, "color": colour},
            **common,
        ),
        row=1,
        col=1,
    )
    figure.add_trace(
        _bars(series, trend=trend, look=look, colour=colour).update(
            marker_pattern_shape=HATCHES[position % len(HATCHES)], **common
        ),
        row=2,
        col=1,
    )


def _draw_context(figure: go.Figure, trend: Trend, *, series: TrendSeries, look: Look) -> None:
    """Another group as a thin grey line, for comparison."""
    line = _line(series.points, series=series, trend=trend, look=look)
    line.update(
        line={"color": translucent(OTHERS_COLOUR, opacity=0.45), "width": 1},
        mode="lines",
        hoverinfo="skip",
        showlegend=False,
    )
    figure.add_trace(line, row=1, col=1)


def _line(
    points: Sequence[TrendPoint], *, series: TrendSeries, trend: Trend, look: Look
) -> go.Scatter:
    """The line through the firm points of a series, with gaps where there are none for long."""
    import plotly.graph_objects as go

    x: list[Any] = []
    y: list[float | None] = []
    hover: list[str] = []
    for run in _firm_runs(points, trend=trend):
        if x:
            x.append(run[0][0].start)
            y.append(None)
            hover.append("")
        for point, value in run:
            x.append(point.start)
            y.append(value.value)
            hover.append(_hover(point, value, series=series, trend=trend, look=look))
    return go.Scatter(x=x, y=y, hovertext=hover, hoverinfo="text")


def _marks(series: TrendSeries, *, trend: Trend, look: Look, mark: str, colour: str) -> go.Scatter:
    """A mark for each measured point: open where there are few reviews, small where too few."""
    import plotly.graph_objects as go

    measured = [(point, point.value) for point in series.points if point.value is not None]
    sizes = [reliability(value.n) for _, value in measured]
    return go.Scatter(
        x=[point.start for point, _ in measured],
        y=[value.value for _, value in measured],
        mode="markers",
        marker={
            "symbol": [mark if size == "enough" else f"{mark}-open" for size in sizes],
            "size": [{"enough": 8, "small": 8, "too few": 5}[size] for size in sizes],
            "color": colour,
            "line": {"width": 1.5},
        },
        hovertext=[
            _hover(point, value, series=series, trend=trend, look=look) for point, value in measured
        ],
        hoverinfo="text",
        customdata=[[series.group, point.start.isoformat()] for point, _ in measured],
        # What is not clicked must stay legible.
        unselected={"marker": {"opacity": 0.85}},
        selected={"marker": {"size": 14}},
    )


def _bars(series: TrendSeries, *, trend: Trend, look: Look, colour: str) -> go.Bar:
    import plotly.graph_objects as go

    style = look.style
    return go.Bar(
        x=[point.start for point in series.points],
        y=[point.counts.reviews for point in series.points],
        marker={
            "color": translucent(colour, opacity=0.65),
            "pattern": {"fgcolor": colour, "size": 5},
            "line": {"width": 0},
        },
        hovertext=[
            f"<b>{look.name_of(series)}</b><br>"
            f"{plain(style.period(point.start, grain=trend.grain))}<br>"
            f"{style.number(point.counts.reviews)} reviews, "
            f"{style.number(point.counts.scored)} scored"
            for point in series.points
        ],
        hoverinfo="text",
        showlegend=False,
    )


def _hover(
    point: TrendPoint, value: Interval, *, series: TrendSeries, trend: Trend, look: Look
) -> str:
    when = plain(look.style.period(point.counted_from, grain=trend.grain))
    before = " (period before)" if point.counted_from != point.start else ""
    told = plain(write_interval(value, measure=trend.measure, style=look.style))
    return f"<b>{look.name_of(series)}</b><br>{when}{before}<br>{told}"


def _corrected_hover(point: TrendPoint, *, series: TrendSeries, trend: Trend, look: Look) -> str:
    if point.value is None:
        return ""
    when = plain(look.style.period(point.start, grain=trend.grain))
    told = write_corrected(point.value, measure=trend.measure, style=look.style)
    return f"<b>{look.name_of(series)}</b><br>{when}, the model's errors taken out<br>{plain(told)}"


def _firm_runs(
    points: Sequence[TrendPoint], *, trend: Trend
) -> Iterator[list[tuple[TrendPoint, Interval]]]:
    """Points with 10 reviews or more that follow each other without a long gap."""
    run: list[tuple[TrendPoint, Interval]] = []
    for point in points:
        if point.value is None or reliability(point.value.n) == "too few":
            continue
        if run and (point.start - run[-1][0].start).days > LONGEST_GAP[trend.grain]:
            yield run
            run = []
        run.append((point, point.value))
    if run:
        yield run


def _events_for(trend: Trend, *, only: str | None) -> list[Event]:
    """The events to draw: in the chart of one market, its own and those of all."""
    if only is None or trend.by != "market":
        return list(trend.events)
    return [replace(e, market=None) for e in trend.events if e.market in (None, only)]


def _intervals(trend: Trend) -> list[Interval]:
    return [
        point.value
        for series in trend.series
        for point in (*series.points, *series.earlier, *series.corrected)
        if point.value is not None
    ]


def _time_axis(trend: Trend, *, style: NumberStyle) -> dict[str, Any]:
    """The same days for all charts of the trend; ticks without the time of day."""
    from datetime import timedelta

    starts = [point.start for series in trend.series for point in series.points]
    pad = timedelta(days={"day": 1, "week": 5, "month": 20}[trend.grain])
    tick_format = style.tick_format(grain=trend.grain)
    axis: dict[str, Any] = {"type": "date", "tickformat": tick_format, "nticks": 8}
    if starts:
        axis["range"] = [min(starts) - pad, max(starts) + pad]
    if len(set(starts)) == 1:
        axis["tickvals"] = [starts[0]]
    return axis
