"""The small trend inside a market's tile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.charts.measures import write_interval
from sentiment.charts.theme import (
    LINE_COLOUR,
    NEGATIVE_COLOUR,
    apply_theme,
    plain,
    translucent,
)
from sentiment.evaluation.intervals import reliability

if TYPE_CHECKING:
    from datetime import date

    import plotly.graph_objects as go

    from sentiment.charts.theme import NumberStyle
    from sentiment.evaluation.market_states import MarketState, Overview, SharePoint

HEIGHT = 96


def tile_trend_figure(state: MarketState, *, overview: Overview, style: NumberStyle) -> go.Figure:
    """The negative share over the period and the one before, with its band.

    The scale is 0 to 100 % in every tile, so that tiles can be compared. The
    period looked at is shaded; a dotted line stands where the change was
    found. Open marks are weeks or months with fewer than 30 reviews.
    """
    import plotly.graph_objects as go

    starts = [point.start for point in state.trend]
    shares = [point.negative for point in state.trend]
    figure = go.Figure()
    figure.add_trace(
        go.Scatter(
            x=[*starts, *reversed(starts)],
            y=[*(s.high for s in shares), *(s.low for s in reversed(shares))],
            fill="toself",
            fillcolor=translucent(NEGATIVE_COLOUR, opacity=0.18),
            line={"width": 0},
            mode="lines",
            hoverinfo="skip",
        )
    )
    figure.add_trace(
        go.Scatter(
            x=starts,
            y=[share.value for share in shares],
            mode="lines+markers",
            line={"color": NEGATIVE_COLOUR, "width": 1.8},
            marker={
                "symbol": [
                    "circle" if reliability(share.n) == "enough" else "circle-open"
                    for share in shares
                ],
                "size": [3 if reliability(share.n) == "too few" else 5 for share in shares],
                "color": NEGATIVE_COLOUR,
            },
            hovertext=[
                f"{_when(point, overview=overview, style=style)}<br>negative "
                + plain(write_interval(point.negative, measure="negative", style=style))
                for point in state.trend
            ],
            hoverinfo="text",
        )
    )
    if overview.previous is not None:
        figure.add_vrect(
            x0=overview.period.since,
            x1=overview.period.until,
            fillcolor="rgba(128, 136, 144, 0.14)",
            line_width=0,
            layer="below",
        )
    if state.change is not None:
        figure.add_vline(
            x=state.change.start, line={"color": LINE_COLOUR, "width": 1.5, "dash": "dot"}
        )
    apply_theme(figure, height=HEIGHT, showlegend=False, hovermode="closest")
    ends = _ends(state)
    figure.update_xaxes(
        type="date",
        tickvals=ends,
        ticktext=[plain(style.period(day, grain="month")) for day in ends],
        showline=False,
        ticks="",
    )
    figure.update_yaxes(
        range=[-0.03, 1.03], tickvals=[0, 0.5, 1], ticktext=["0", style.percent(0.5), ""]
    )
    return figure


def describe_tile_trend(state: MarketState, *, name: str, style: NumberStyle) -> str:
    """The small trend in words."""
    if not state.trend:
        return f"{name}: no scored reviews."
    first, last = state.trend[0], state.trend[-1]
    return (
        f"{name}: negative share from {style.share(first.negative)} on {style.day(first.start)} "
        f"to {style.share(last.negative)} on {style.day(last.start)}"
    )


def _when(point: SharePoint, *, overview: Overview, style: NumberStyle) -> str:
    when = plain(style.period(point.start, grain=overview.grain))
    return when if point.spans == 1 else f"{point.spans} {overview.grain}s from the {when}"


def _ends(state: MarketState) -> list[date]:
    """Ticks at a quarter and three quarters of the time, where labels fit into a tile."""
    if len(state.trend) < 4:
        return [point.start for point in state.trend[:1]]
    return [
        state.trend[len(state.trend) // 5].start,
        state.trend[len(state.trend) * 4 // 5].start,
    ]
