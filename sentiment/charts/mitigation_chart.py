"""How far each language is from all of them, before and after an adjustment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sentiment.charts.interval_rows import frame_rows, interval_marks, name_rows
from sentiment.charts.measures import measure_axis, write_interval
from sentiment.charts.theme import GROUP_COLOURS, LINE_COLOUR, OTHERS_COLOUR, translucent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import plotly.graph_objects as go

    from sentiment.charts.theme import NumberStyle
    from sentiment.evaluation.mitigation_effects import AdjustmentEffect

ROW_HEIGHT: Final = 40
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
        figure.add_trace(
            interval_marks(
                [(at + shift, getattr(one.gap, side)) for at, one in enumerate(effects)],
                name=side,
                symbol=symbol,
                colour=colour,
                hover=[_told(one, names, style) for one in effects],
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
    frame_rows(figure, rows=len(effects), row_height=ROW_HEIGHT)
    name_rows(figure, [names[one.group] for one in effects])
    listed = [getattr(one.gap, side) for one in effects for side, *_ in _SIDES]
    figure.update_xaxes(**measure_axis(listed, measure="net", style=style, whole_intervals=True))
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
