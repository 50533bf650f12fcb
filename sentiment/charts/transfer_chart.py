"""Train language by test language: a heat map whose cells carry their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.charts.heat_grid import HEAT_SCALE, frame_cell, ink_on
from sentiment.charts.theme import apply_theme, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    import plotly.graph_objects as go

    from sentiment.charts.theme import NumberStyle
    from sentiment.evaluation.transfer_table import TransferTable

_ROW_HEIGHT = 38


def transfer_figure(
    table: TransferTable, *, names: Mapping[str, str], style: NumberStyle
) -> go.Figure:
    """Macro-F1 in percent; rows are trained in, columns tested in; a language's own is framed."""
    import plotly.graph_objects as go

    labels = [plain(names.get(code, code)) for code in table.languages]
    values = [cell.value for row in table.macro_f1 for cell in row]
    low, high = min(values), max(values)
    figure = go.Figure(
        go.Heatmap(
            z=[[cell.value for cell in row] for row in table.macro_f1],
            x=list(table.languages),
            y=labels,
            zmin=low,
            zmax=high,
            colorscale=[list(stop) for stop in HEAT_SCALE],
            showscale=False,
            xgap=2,
            ygap=2,
            hovertext=[
                [
                    plain(
                        f"trained in {labels[i]}, tested in {labels[j]}: "
                        f"{style.share(cell, digits=1)}, n = {style.number(cell.n)}"
                    )
                    for j, cell in enumerate(row)
                ]
                for i, row in enumerate(table.macro_f1)
            ],
            hoverinfo="text",
        )
    )
    for i, row in enumerate(table.macro_f1):
        for j, cell in enumerate(row):
            deep = (cell.value - low) / max(1e-9, high - low)
            figure.add_annotation(
                x=j,
                y=i,
                text=style.number(100 * cell.value),
                showarrow=False,
                font={"color": ink_on(deep)},
            )
    for place in range(len(labels)):
        frame_cell(figure, row=place, column=place)
    apply_theme(figure, height=110 + _ROW_HEIGHT * len(labels))
    figure.update_xaxes(title="tested in", side="top", showgrid=False, type="category")
    figure.update_yaxes(title="trained in", autorange="reversed", showgrid=False)
    return figure


def describe_transfer(table: TransferTable, *, names: Mapping[str, str], style: NumberStyle) -> str:
    """The heat map in words."""
    rows = [
        f"trained in {names.get(train, train)}: "
        + ", ".join(
            f"{names.get(test, test)} {style.percent(cell.value)}"
            for test, cell in zip(table.languages, row, strict=True)
        )
        for train, row in zip(table.languages, table.macro_f1, strict=True)
    ]
    return "Macro-F1 by the language tested in. " + "; ".join(rows)
