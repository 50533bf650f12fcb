"""A confusion table as a grid: shares of each true class, counts beneath, cells to click."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from sentiment.charts.heat_grid import HEAT_SCALE, frame_cell, ink_on
from sentiment.charts.theme import apply_theme, plain
from sentiment.evaluation.confusion import row_shares
from sentiment.records import SENTIMENTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import plotly.graph_objects as go

    from sentiment.charts.theme import NumberStyle
    from sentiment.evaluation.confusion import ConfusionQuality

_HEIGHT = 330
_MARK = 74
Cell = tuple[str, str]


def confusion_figure(
    quality: ConfusionQuality,
    *,
    names: Mapping[str, str],
    style: NumberStyle,
    chosen: Cell | None = None,
) -> go.Figure:
    """Rows are the truth, columns what the model says; right answers stand on the diagonal.

    ``names`` is sentiment → what people call it. Each cell carries ``[truth, predicted]``
    as custom data; ``chosen`` is framed.
    """
    import plotly.graph_objects as go

    shares = row_shares(quality.table)
    labels = [plain(names[sentiment]) for sentiment in SENTIMENTS]
    places = range(len(SENTIMENTS))
    figure = go.Figure(
        go.Heatmap(
            z=[[0.0 if isnan(share) else float(share) for share in row] for row in shares],
            x=list(places),
            y=list(places),
            zmin=0,
            zmax=1,
            colorscale=[list(stop) for stop in HEAT_SCALE],
            showscale=False,
            xgap=3,
            ygap=3,
            hoverinfo="skip",
        )
    )
    for row in places:
        for column in places:
            share, count = float(shares[row, column]), quality.table[row][column]
            figure.add_annotation(
                x=column,
                y=row,
                text=f"<b>{'–' if isnan(share) else style.percent(share)}</b>"
                f"<br>{style.number(count)}",
                showarrow=False,
                font={"size": 14, "color": ink_on(share)},
            )
    # A heat map cannot be selected; these marks lie over its cells and can.
    cells = [(row, column) for row in places for column in places]
    figure.add_trace(
        go.Scatter(
            x=[column for _, column in cells],
            y=[row for row, _ in cells],
            mode="markers",
            marker={"symbol": "square", "size": _MARK, "color": "rgba(0, 0, 0, 0.004)"},
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}},
            customdata=[[SENTIMENTS[row], SENTIMENTS[column]] for row, column in cells],
            hovertext=[_hover(quality, row, column, labels, style) for row, column in cells],
            hoverinfo="text",
            showlegend=False,
        )
    )
    if chosen is not None:
        row, column = (SENTIMENTS.index(sentiment) for sentiment in chosen)
        frame_cell(figure, row=row, column=column)
    apply_theme(figure, height=_HEIGHT, hovermode="closest", clickmode="event+select")
    axis = {"tickvals": list(places), "ticktext": labels, "range": [-0.5, 2.5], "showgrid": False}
    figure.update_xaxes(title="The model says", side="top", **axis)
    figure.update_yaxes(title="Truth", **(axis | {"range": [2.5, -0.5]}))
    return figure


def describe_confusion(
    quality: ConfusionQuality, *, names: Mapping[str, str], style: NumberStyle
) -> str:
    """The table in words, a sentence for each true class that occurs."""
    parts = []
    for truth, row, shares in zip(
        SENTIMENTS, quality.table, row_shares(quality.table), strict=True
    ):
        if sum(row):
            told = ", ".join(
                f"{names[said]} {style.number(count)} ({style.percent(float(share))})"
                for said, count, share in zip(SENTIMENTS, row, shares, strict=True)
            )
            parts.append(f"Of {style.number(sum(row))} that are {names[truth]} it calls {told}")
    return ". ".join(parts) or "No review has both a truth and a score"


def _hover(
    quality: ConfusionQuality, row: int, column: int, labels: list[str], style: NumberStyle
) -> str:
    count, total = quality.table[row][column], sum(quality.table[row])
    right = "rightly " if row == column else ""
    return (
        f"<b>{style.number(count)}</b> of {style.number(total)} that are {labels[row]}"
        f"<br>are {right}called {labels[column]}"
    )
