"""How far each language is from all of them, before and after an adjustment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sentiment.charts.measures import measure_axis, write_interval
from sentiment.charts.theme import (
    GROUP_COLOURS,
    LINE_COLOUR,
    OTHERS_COLOUR,
    apply_theme,
    plain,
    shorten,
    translucent,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import plotly.graph_objects as go

    from sentiment.charts.theme import NumberStyle
    from sentiment.evaluation.mitigation_effects import AdjustmentEffect

ROW_HEIGHT: Final = 40
LONGEST_NAME: Final = 24
# Another shape, colour and place in the row: before above, after below.
_SIDES: Final = (("before", "circle-open", OTHERS_COLOUR, -0.14),
                 ("after", "diamond", GROUP_COLOURS[0], 0.14))  # fmt: skip


def mitigation_figure(
    effects: Sequence[AdjustmentEffect],
    *,
    tolerance: float,
    names: Mapping[str, str],
    style: NumberStyle,
) -> go.Figure:
    """A row a language: open circles for the gap as it is, diamonds for the adjusted version.

    Gaps are in points from the rate of all; the band is the ``tolerance`` (0..1) to each side.
    """
    import plotly.graph_objects as go

    figure = go.Figure()
    for side, symbol, colour, shift in _SIDES:
        gaps = [getattr(one.gap, side) for one in effects]
        figure.add_trace(
            go.Scatter(
                x=[gap.value for gap in gaps],
                y=[at + shift for at in range(len(effects))],
                mode="markers",
                name=side,
                marker={"symbol": symbol, "size": 10, "color": colour, "line": {"width": 2}},
                error_x={
                    "type": "data",
                    "symmetric": False,
                    "array": [gap.high - gap.value for gap in gaps],
                    "arrayminus": [gap.value - gap.low for gap in gaps],
                    "color": colour,
                    "thickness": 1.5,
                    "width": 3,
                },
                hovertext=[plain(_told(one, names, style)) for one in effects],
                hoverinfo="text",
            )
        )
    figure.add_vrect(
        x0=-tolerance,
        x1=tolerance,
        fillcolor=translucent(OTHERS_COLOUR, opacity=0.16),
        line_width=0,
        layer="below",
    )
    figure.add_vline(x=0, line={"color": LINE_COLOUR, "width": 1})
    legend: dict[str, Any] = {"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0}
    apply_theme(figure, height=110 + ROW_HEIGHT * len(effects), legend=legend, hovermode="closest")
    listed = [getattr(one.gap, side) for one in effects for side, *_ in _SIDES]
    figure.update_xaxes(
        showgrid=True, **measure_axis(listed, measure="net", style=style, whole_intervals=True)
    )
    figure.update_yaxes(
        tickvals=list(range(len(effects))),
        ticktext=[plain(shorten(names[one.group], to=LONGEST_NAME)) for one in effects],
        range=[len(effects) - 0.4, -0.6],
        showgrid=False,
        title=None,
    )
    return figure


def describe_mitigation(
    effects: Sequence[AdjustmentEffect], *, names: Mapping[str, str], style: NumberStyle
) -> str:
    """The chart in words."""
    return "; ".join(_told(one, names, style) for one in effects)


def _told(one: AdjustmentEffect, names: Mapping[str, str], style: NumberStyle) -> str:
    before, after = (
        write_interval(gap, measure="net", style=style) for gap in (one.gap.before, one.gap.after)
    )
    return f"{names[one.group]}: {before} from all as it is, {after} adjusted"
