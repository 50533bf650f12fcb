"""Shares of one sentiment by group, as the model calls them and corrected, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.charts.interval_rows import frame_rows, interval_marks, name_rows
from sentiment.charts.theme import GROUP_COLOURS, OTHERS_COLOUR
from sentiment.records import SENTIMENTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import plotly.graph_objects as go

    from sentiment.charts.theme import NumberStyle
    from sentiment.evaluation.corrected_shares import CorrectedShares
    from sentiment.records import Interval

ROW_HEIGHT = 38
# An open circle and a filled diamond, above each other, so that no colour has to say it.
RAW_MARK, CORRECTED_MARK = "circle-open", "diamond"
APART = 0.16


def shares_figure(
    groups: Sequence[CorrectedShares],
    *,
    sentiment: str,
    names: Mapping[str, str],
    style: NumberStyle,
) -> go.Figure:
    """A row a group in the order given, the first at the top, with 95 % intervals.

    ``names`` is group → what people call it. Groups that cannot be corrected have the raw
    share alone.
    """
    import plotly.graph_objects as go

    place = SENTIMENTS.index(sentiment)
    figure = go.Figure()
    raw = [(row, one, one.raw[place]) for row, one in enumerate(groups)]
    corrected = [
        (row, one, one.corrected[place])
        for row, one in enumerate(groups)
        if one.corrected is not None
    ]
    for name, points, mark, colour, shift in (
        ("as the model calls them", raw, RAW_MARK, OTHERS_COLOUR, -APART),
        ("corrected", corrected, CORRECTED_MARK, GROUP_COLOURS[0], APART),
    ):
        if not points:
            continue
        figure.add_trace(
            interval_marks(
                [
                    (row if one.corrected is None else row + shift, value)
                    for row, one, value in points
                ],
                name=name,
                symbol=mark,
                colour=colour,
                hover=[
                    f"{names.get(one.group, one.group)}, {name}: {_write(value, style)}"
                    for _, one, value in points
                ],
            )
        )
    highest = max((value.high for _, _, value in [*raw, *corrected]), default=1.0)
    frame_rows(figure, rows=len(groups), row_height=ROW_HEIGHT)
    name_rows(figure, [names.get(one.group, one.group) for one in groups], lines=True)
    step = 0.05 if highest <= 0.25 else 0.1 if highest <= 0.5 else 0.2
    ticks = [tick * step for tick in range(round(1 / step) + 1)]
    figure.update_xaxes(
        title=f"{sentiment.capitalize()} reviews, share",
        range=[0, min(1.02, 1.04 * highest)],
        tickvals=ticks,
        ticktext=[style.percent(tick) for tick in ticks],
    )
    return figure


def describe_shares(
    groups: Sequence[CorrectedShares],
    *,
    sentiment: str,
    names: Mapping[str, str],
    style: NumberStyle,
) -> str:
    """The chart in words."""
    place = SENTIMENTS.index(sentiment)
    told = []
    for one in groups:
        words = f"{names.get(one.group, one.group)}: {_write(one.raw[place], style)} as called"
        if one.corrected is None:
            words += ", not corrected"
        else:
            words += f", {style.share(one.corrected[place])} corrected"
        told.append(words)
    return f"Share of {sentiment} reviews. " + "; ".join(told)


def _write(share: Interval, style: NumberStyle) -> str:
    return f"{style.share(share)}, n = {style.number(share.n)}"
