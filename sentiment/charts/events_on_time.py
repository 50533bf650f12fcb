"""Releases and campaigns as labelled vertical lines over a time axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.charts.theme import LINE_COLOUR, plain, shorten

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import plotly.graph_objects as go

    from sentiment.records import Event

LONGEST_LABEL = 26


def draw_events(
    figure: go.Figure, events: Sequence[Event], *, height: int, label_days: float = 0
) -> None:
    """Draw each event across the whole figure, its label upright beside the line.

    A label needs the room of ``label_days``: an event that follows the last
    labelled one sooner has its line only. Where the figure is low labels are cut
    shorter.
    """
    labelled: date | None = None
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
        if labelled is not None and abs((event.day - labelled).days) < label_days:
            continue
        labelled = event.day
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
