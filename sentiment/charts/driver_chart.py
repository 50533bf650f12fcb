"""The groups behind a change: their negative share before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.charts.measures import MEASURE_TITLES, measure_axis, write_interval
from sentiment.charts.theme import (
    NEGATIVE_COLOUR,
    NEUTRAL_COLOUR,
    apply_theme,
    plain,
    shorten,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import plotly.graph_objects as go

    from sentiment.charts.theme import NumberStyle
    from sentiment.evaluation.drivers import Driver
    from sentiment.records import Interval

LONGEST_NAME = 22
ROW_HEIGHT = 44


def driver_figure(
    drivers: Sequence[Driver], *, names: Mapping[str, str], style: NumberStyle
) -> go.Figure:
    """One row a group: an open circle before, a filled diamond after, each with its interval."""
    import plotly.graph_objects as go

    rows = [plain(shorten(names.get(one.group, one.group), to=LONGEST_NAME)) for one in drivers]
    figure = go.Figure()
    for driver, position in zip(drivers, range(len(rows)), strict=True):
        if driver.before is not None:
            figure.add_shape(
                type="line",
                x0=driver.before.value,
                x1=driver.after.value,
                y0=position,
                y1=position,
                line={"color": NEUTRAL_COLOUR, "width": 1.5, "dash": "dot"},
            )
    known = [(at, one.before) for at, one in enumerate(drivers) if one.before is not None]
    figure.add_trace(
        _marks(known, label="before", style=style, symbol="circle-open", colour=NEUTRAL_COLOUR)
    )
    after = [(at, one.after) for at, one in enumerate(drivers)]
    figure.add_trace(
        _marks(after, label="after", style=style, symbol="diamond", colour=NEGATIVE_COLOUR)
    )
    apply_theme(
        figure,
        height=92 + ROW_HEIGHT * len(rows),
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "title": None},
        hovermode="closest",
    )
    shown = [interval for _, interval in (*known, *after)]
    figure.update_xaxes(
        title=MEASURE_TITLES["negative"],
        showgrid=True,
        **measure_axis(shown, measure="negative", style=style, whole_intervals=True),
    )
    figure.update_yaxes(
        tickvals=list(range(len(rows))),
        ticktext=rows,
        range=[len(rows) - 0.4, -0.6],
        showgrid=False,
        title=None,
    )
    return figure


def describe_drivers(
    drivers: Sequence[Driver], *, names: Mapping[str, str], style: NumberStyle
) -> str:
    """The chart in words."""
    return "; ".join(
        f"{names.get(one.group, one.group)}: "
        + (f"from {style.share(one.before)} " if one.before else "new, ")
        + f"to {style.share(one.after)}"
        for one in drivers
    )


def _marks(
    placed: Sequence[tuple[int, Interval]],
    *,
    label: str,
    style: NumberStyle,
    symbol: str,
    colour: str,
) -> go.Scatter:
    import plotly.graph_objects as go

    # Both intervals of a row would lie on one line: they are moved apart a little.
    shift = -0.13 if label == "before" else 0.13
    return go.Scatter(
        x=[interval.value for _, interval in placed],
        y=[at + shift for at, _ in placed],
        mode="markers",
        name=label,
        marker={"symbol": symbol, "size": 11, "color": colour, "line": {"width": 1.5}},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [interval.high - interval.value for _, interval in placed],
            "arrayminus": [interval.value - interval.low for _, interval in placed],
            "color": colour,
            "thickness": 1.5,
            "width": 4,
        },
        hovertext=[
            plain(f"{label}: {write_interval(interval, measure='negative', style=style)}")
            for _, interval in placed
        ],
        hoverinfo="text",
    )
