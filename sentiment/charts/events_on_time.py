"""Releases and campaigns as labelled vertical lines over a time axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.charts.theme import LINE_COLOUR, plain, shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    import plotly.graph_objects as go

    from sentiment.records import Event

LONGEST_LABEL = 26


def draw_events(figure: go.Figure, events: Sequence[Event], *, height: int) -> None:
    """Draw each event across the whole figure, its label upright beside the line.

    Upright labels of neighbouring events do not run into each other; where the
    figure is low they are cut shorter.
    """
    longest = min(LONGEST_LABEL, max(10, height // 18))
    for event in events:
        figure.add_shape(
            type="line",
            x0=event.day,
            x1=event.day,
            y0=0,
            y1=1,
            xref="x",
            yref="paper",
            line={"color": LINE_COLOUR, "width": 1.5, "dash": "dot"},
        )
        market = f"{event.market}: " if event.market else ""
        figure.add_annotation(
            x=event.day,
            y=1,
            xref="x",
            yref="paper",
            text=plain(shorten(market + event.label, to=longest)),
            hovertext=plain(market + event.label),
            textangle=-90,
            xanchor="right",
            yanchor="top",
            showarrow=False,
            font={"size": 11},
        )
