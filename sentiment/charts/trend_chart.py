"""Sentiment over time: lines with intervals, the period before, events, and counts beneath."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentiment.charts.events_on_time import draw_events
from sentiment.charts.measures import MEASURE_TITLES, measure_axis, write_interval
from sentiment.charts.theme import (
    DASHES,
    HATCHES,
    MARKS,
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
    from sentiment.records import Interval

LONGEST_GAP = {"day": 8, "week": 29, "month": 95}
LONGEST_NAME = 28


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
    reviews, small open ones for fewer than 10. The period before is dashed
    and drawn over this one. ``only`` draws one group, with the axes and the
    colours of all, for charts side by side. Each mark carries
    ``[group, start]`` as custom data.
    """
    from plotly.subplots import make_subplots

    figure = make_subplots(
        rows=2, cols=1, shared_xaxes=True, row_heights=[0.76, 0.24], vertical_spacing=0.05
    )
    for position, series in enumerate(trend.series):
        if only in (None, series.group):
            _draw_series(figure, trend, position=position, names=names, style=style)
    draw_events(figure, trend.events, height=height)
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
    figure.update_xaxes(**_time_axis(trend))
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


def _draw_series(
    figure: go.Figure,
    trend: Trend,
    *,
    position: int,
    names: Mapping[str, str],
    style: NumberStyle,
) -> None:
    import plotly.graph_objects as go

    series = trend.series[position]
    others = len(series.members) > 1
    colour = group_colour(position, others=others)
    name = plain(shorten(names.get(series.group, series.group), to=LONGEST_NAME))
    common: dict[str, Any] = {"legendgroup": series.group, "name": name}
    for band in _bands(series, trend=trend):
        figure.add_trace(
            go.Scatter(
                x=[*(p.start for p, _ in band), *(p.start for p, _ in reversed(band))],
                y=[*(value.high for _, value in band), *(v.low for _, v in reversed(band))],
                fill="toself",
                fillcolor=translucent(colour, opacity=0.13 if len(trend.series) > 2 else 0.2),
                line={"width": 0},
                mode="lines",
                hoverinfo="skip",
                showlegend=False,
                **common,
            ),
            row=1,
            col=1,
        )
    if series.earlier:
        figure.add_trace(
            _line(series.earlier, series=series, trend=trend, style=style, names=names).update(
                line={"color": colour, "width": 1.5, "dash": "4px,4px"},
                mode="lines",
                opacity=0.75,
                showlegend=False,
                **common,
            ),
            row=1,
            col=1,
        )
    figure.add_trace(
        _line(series.points, series=series, trend=trend, style=style, names=names).update(
            line={"color": colour, "width": 2.2, "dash": DASHES[position % len(DASHES)]},
            mode="lines+markers",
            marker=_marks(series.points, position=position, colour=colour, trend=trend),
            # What is not clicked must stay legible.
            unselected={"marker": {"opacity": 0.85}},
            selected={"marker": {"size": 14}},
            **common,
        ),
        row=1,
        col=1,
    )
    figure.add_trace(
        go.Bar(
            x=[point.start for point in series.points],
            y=[point.counts.reviews for point in series.points],
            marker={
                "color": translucent(colour, opacity=0.65),
                "pattern": {
                    "shape": HATCHES[position % len(HATCHES)],
                    "fgcolor": colour,
                    "size": 5,
                },
                "line": {"width": 0},
            },
            hovertext=[
                f"{name}<br>{plain(style.period(point.start, grain=trend.grain))}<br>"
                f"{style.number(point.counts.reviews)} reviews, "
                f"{style.number(point.counts.scored)} scored"
                for point in series.points
            ],
            hoverinfo="text",
            showlegend=False,
            selectedpoints=None,
            **common,
        ),
        row=2,
        col=1,
    )


def _line(
    points: Sequence[TrendPoint],
    *,
    series: TrendSeries,
    trend: Trend,
    style: NumberStyle,
    names: Mapping[str, str],
) -> go.Scatter:
    """The line of a series, with a gap where nothing was measured for long."""
    import plotly.graph_objects as go

    x: list[Any] = []
    y: list[float | None] = []
    hover: list[str] = []
    data: list[list[str]] = []
    name = plain(names.get(series.group, series.group))
    for run in _runs(points, trend=trend):
        if x:
            x.append(run[0][0].start)
            y.append(None)
            hover.append("")
            data.append(["", ""])
        for point, value in run:
            x.append(point.start)
            y.append(value.value)
            when = style.period(point.counted_from, grain=trend.grain)
            before = " (period before)" if point.counted_from != point.start else ""
            told = write_interval(value, measure=trend.measure, style=style)
            hover.append(f"<b>{name}</b><br>{plain(when)}{before}<br>{plain(told)}")
            data.append([series.group, point.start.isoformat()])
    return go.Scatter(x=x, y=y, hovertext=hover, hoverinfo="text", customdata=data)


def _marks(
    points: Sequence[TrendPoint], *, position: int, colour: str, trend: Trend
) -> dict[str, Any]:
    mark = MARKS[position % len(MARKS)]
    symbols: list[str] = []
    sizes: list[float] = []
    for index, run in enumerate(_runs(points, trend=trend)):
        if index:
            symbols.append(mark)
            sizes.append(0)
        for _, value in run:
            size = reliability(value.n)
            symbols.append(mark if size == "enough" else f"{mark}-open")
            sizes.append({"enough": 8, "small": 8, "too few": 5}[size])
    return {"symbol": symbols, "size": sizes, "color": colour, "line": {"width": 1.5}}


def _runs(
    points: Sequence[TrendPoint], *, trend: Trend
) -> Iterator[list[tuple[TrendPoint, Interval]]]:
    """Measured points that follow each other without a long gap."""
    run: list[tuple[TrendPoint, Interval]] = []
    for point in points:
        if point.value is None:
            continue
        if run and (point.start - run[-1][0].start).days > LONGEST_GAP[trend.grain]:
            yield run
            run = []
        run.append((point, point.value))
    if run:
        yield run


def _bands(series: TrendSeries, *, trend: Trend) -> Iterator[list[tuple[TrendPoint, Interval]]]:
    """The runs of which a band can be drawn: it needs two points at least."""
    return (run for run in _runs(series.points, trend=trend) if len(run) > 1)


def _intervals(trend: Trend) -> list[Interval]:
    return [
        point.value
        for series in trend.series
        for point in (*series.points, *series.earlier)
        if point.value is not None
    ]


def _time_axis(trend: Trend) -> dict[str, Any]:
    """The same days for all charts of the trend; ticks without the time of day."""
    from datetime import timedelta

    starts = [point.start for series in trend.series for point in series.points]
    pad = timedelta(days={"day": 1, "week": 5, "month": 20}[trend.grain])
    axis: dict[str, Any] = {"type": "date", "tickformat": "%-d %b\n%Y", "nticks": 8}
    if trend.grain == "month":
        axis["tickformat"] = "%b\n%Y"
    if starts:
        axis["range"] = [min(starts) - pad, max(starts) + pad]
    if len(set(starts)) == 1:
        axis["tickvals"] = [starts[0]]
    return axis
