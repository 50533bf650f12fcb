"""The groups behind a change: their negative share before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.charts.interval_rows import frame_rows, interval_marks, name_rows
from sentiment.charts.measures import MEASURE_TITLES, measure_axis, write_interval
from sentiment.charts.theme import NEGATIVE_COLOUR, NEUTRAL_COLOUR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import plotly.graph_objects as go

    from sentiment.charts.theme import NumberStyle
    from sentiment.evaluation.drivers import Driver
    from sentiment.records import Interval

LONGEST_NAME = 22
ROW_HEIGHT = 44
# Both intervals of a row would lie on one line: they are moved apart a little.
_SIDES = {
    "before": ("circle-open", NEUTRAL_COLOUR, -0.13),
    "after": ("diamond", NEGATIVE_COLOUR, 0.13),
}


def driver_figure(
    drivers: Sequence[Driver], *, names: Mapping[str, str], style: NumberStyle
) -> go.Figure:
    """One row a group: an open circle before, a filled diamond after, each with its interval."""
    import plotly.graph_objects as go

    figure = go.Figure()
    for position, driver in enumerate(drivers):
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
    figure.add_trace(_marks(known, label="before", style=style))
    after = [(at, one.after) for at, one in enumerate(drivers)]
    figure.add_trace(_marks(after, label="after", style=style))
    frame_rows(figure, rows=len(drivers), row_height=ROW_HEIGHT, around=92)
    name_rows(figure, [names.get(one.group, one.group) for one in drivers], longest=LONGEST_NAME)
    shown = [interval for _, interval in (*known, *after)]
    figure.update_xaxes(
        title=MEASURE_TITLES["negative"],
        **measure_axis(shown, measure="negative", style=style, whole_intervals=True),
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


def _marks(known: Sequence[tuple[int, Interval]], *, label: str, style: NumberStyle) -> go.Scatter:
    symbol, colour, shift = _SIDES[label]
    return interval_marks(
        [(at + shift, interval) for at, interval in known],
        name=label,
        symbol=symbol,
        colour=colour,
        hover=[
            f"{label}: {write_interval(interval, measure='negative', style=style)}"
            for _, interval in known
        ],
    )
