"""Shares corrected for the model's errors, beside the shares as it calls them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.charts.interval_rows import interval_bars

if TYPE_CHECKING:
    from collections.abc import Sequence

    import plotly.graph_objects as go

    from sentiment.evaluation.trend_series import TrendPoint


def corrected_trace(
    points: Sequence[TrendPoint], *, hover: Sequence[str], colour: str, name: str, group: str
) -> go.Scatter:
    """Crosses joined by a dotted line, each with its 95 % interval as a bar.

    ``points`` all have values, ``hover`` a text for each. The trace stands under ``name`` in
    the legend, switched with the other traces of ``group``.
    """
    import plotly.graph_objects as go

    values = [point.value for point in points if point.value is not None]
    return go.Scatter(
        x=[point.start for point in points],
        y=[value.value for value in values],
        mode="lines+markers",
        line={"color": colour, "width": 1.4, "dash": "2px,4px"},
        marker={
            "symbol": "x-thin",
            "size": 8,
            "color": colour,
            "line": {"width": 2, "color": colour},
        },
        error_y=interval_bars(values, colour=colour, thickness=1.2),
        hovertext=list(hover),
        hoverinfo="text",
        name=name,
        legendgroup=group,
        showlegend=True,
    )
