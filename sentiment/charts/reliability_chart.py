"""A reliability diagram: how often a model is right where it is so sure, against how sure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.charts.interval_rows import interval_bars
from sentiment.charts.theme import GROUP_COLOURS, OTHERS_COLOUR, apply_theme, plain
from sentiment.evaluation.intervals import reliability

if TYPE_CHECKING:
    from collections.abc import Sequence

    import plotly.graph_objects as go

    from sentiment.charts.theme import NumberStyle
    from sentiment.evaluation.calibration_error import ReliabilityBin


def reliability_figure(bins: Sequence[ReliabilityBin], *, style: NumberStyle) -> go.Figure:
    """Share right by sureness with 95 % intervals, the line of perfect calibration, and counts.

    Open marks rest on fewer than 30 reviews.
    """
    import plotly.graph_objects as go
    from plotly.subplots import make_subplots

    figure = make_subplots(
        rows=2, cols=1, shared_xaxes=True, row_heights=[0.76, 0.24], vertical_spacing=0.05
    )
    colour = GROUP_COLOURS[0]
    figure.add_trace(
        go.Scatter(
            x=[1 / 3, 1],
            y=[1 / 3, 1],
            mode="lines",
            name="as sure as right",
            line={"color": OTHERS_COLOUR, "width": 1.5, "dash": "5px,4px"},
            hoverinfo="skip",
        ),
        row=1,
        col=1,
    )
    figure.add_trace(
        go.Scatter(
            x=[one.sureness for one in bins],
            y=[one.right.value for one in bins],
            mode="lines+markers",
            name="measured",
            line={"color": colour, "width": 2},
            marker={
                "symbol": [
                    "circle" if reliability(one.n) == "enough" else "circle-open" for one in bins
                ],
                "size": 9,
                "color": colour,
            },
            error_y=interval_bars([one.right for one in bins], colour=colour),
            hovertext=[plain(_write(one, style)) for one in bins],
            hoverinfo="text",
        ),
        row=1,
        col=1,
    )
    figure.add_trace(
        go.Bar(
            x=[(one.low + one.high) / 2 for one in bins],
            y=[one.n for one in bins],
            width=[0.9 * (one.high - one.low) for one in bins],
            marker={"color": colour, "opacity": 0.6},
            hovertext=[plain(_write(one, style)) for one in bins],
            hoverinfo="text",
            showlegend=False,
        ),
        row=2,
        col=1,
    )
    apply_theme(
        figure,
        height=420,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "title": None},
        hovermode="closest",
    )
    ticks = [tick / 10 for tick in range(0, 11, 2)]
    words = [style.percent(tick) for tick in ticks]
    figure.update_xaxes(range=[0.3, 1.01], tickvals=ticks, ticktext=words)
    figure.update_xaxes(title="How sure the model is", row=2, col=1)
    figure.update_yaxes(
        title="Right", range=[0, 1.02], tickvals=ticks, ticktext=words, row=1, col=1
    )
    figure.update_yaxes(title="Reviews", rangemode="tozero", nticks=4, row=2, col=1)
    return figure


def describe_reliability(bins: Sequence[ReliabilityBin], *, style: NumberStyle) -> str:
    """The diagram in words."""
    return "How often the model is right by how sure it is. " + "; ".join(
        _write(one, style) for one in bins
    )


def _write(one: ReliabilityBin, style: NumberStyle) -> str:
    low, high = style.percent(one.right.low), style.percent(one.right.high)
    return (
        f"sure {style.percent(one.low)} to {style.percent(one.high)}: right "
        f"{style.percent(one.right.value)} (95 %: {low} to {high}), n = {style.number(one.n)}"
    )
