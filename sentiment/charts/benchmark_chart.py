"""A benchmark by language: one mark a model with its interval, published figures beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.charts.interval_rows import frame_rows, interval_marks, name_rows
from sentiment.charts.theme import MARKS, OTHERS_COLOUR, group_colour, plain, shorten
from sentiment.evaluation.intervals import reliability

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import plotly.graph_objects as go

    from sentiment.charts.theme import NumberStyle
    from sentiment.records import Interval

LONGEST_NAME = 22
ROW_HEIGHT = 26
PUBLISHED_MARKS = ("x-thin", "cross-thin", "asterisk", "hash")
Measured = tuple["str", "Mapping[str, Interval]", "Mapping[str, float]"]


def benchmark_figure(
    rows: Sequence[Measured], *, names: Mapping[str, str], style: NumberStyle
) -> go.Figure:
    """Macro-F1 in rows of (language, measured by model, published by model), in their order."""
    import plotly.graph_objects as go

    models = list(dict.fromkeys(model for _, measured, _ in rows for model in measured))
    published = list(dict.fromkeys(model for _, _, figures in rows for model in figures))
    height = max(ROW_HEIGHT, 12 * len(models))
    figure = go.Figure()
    for place, model in enumerate(models):
        shift = 0.0 if len(models) == 1 else 0.5 * (place / (len(models) - 1) - 0.5)
        at = [(y, measured[model]) for y, (_, measured, _) in enumerate(rows) if model in measured]
        figure.add_trace(
            interval_marks(
                [(y + shift, one) for y, one in at],
                name=plain(shorten(model, to=LONGEST_NAME)),
                symbol=[_symbol(place, one) for _, one in at],
                colour=group_colour(place),
                hover=[
                    f"{names.get(rows[y][0], rows[y][0])}, {model}: {_write(one, style)}"
                    for y, one in at
                ],
            )
        )
    for place, model in enumerate(published):
        marks = [(y, figures[model]) for y, (_, _, figures) in enumerate(rows) if model in figures]
        figure.add_trace(
            go.Scatter(
                x=[value for _, value in marks],
                y=[y for y, _ in marks],
                mode="markers",
                name=plain(f"{model} (published)"),
                marker={
                    "symbol": PUBLISHED_MARKS[place % len(PUBLISHED_MARKS)],
                    "size": 9,
                    "color": OTHERS_COLOUR,
                    "line": {"width": 2, "color": OTHERS_COLOUR},
                },
                hovertext=[
                    plain(
                        f"{names.get(rows[y][0], rows[y][0])}, {model} as published: "
                        f"{style.percent(value, digits=1)}"
                    )
                    for y, value in marks
                ],
                hoverinfo="text",
            )
        )
    frame_rows(figure, rows=len(rows), row_height=height)
    name_rows(figure, [names.get(row[0], row[0]) for row in rows], longest=LONGEST_NAME, lines=True)
    lows = [one.low for _, measured, _ in rows for one in measured.values()]
    low = max(0.0, min(lows, default=0.0) - 0.02)
    ticks = [tick / 10 for tick in range(11) if tick / 10 >= low - 1e-9]
    figure.update_xaxes(
        title="Macro-F1",
        range=[low, 1.01],
        tickvals=ticks,
        ticktext=[style.percent(tick) for tick in ticks],
    )
    return figure


def describe_benchmark(
    rows: Sequence[Measured], *, names: Mapping[str, str], style: NumberStyle
) -> str:
    """The chart in words."""
    parts = []
    for language, measured, published in rows:
        told = [f"{model} {_write(one, style)}" for model, one in measured.items()]
        told += [f"{model} as published {style.percent(v)}" for model, v in published.items()]
        parts.append(f"{names.get(language, language)}: {', '.join(told)}")
    return "Macro-F1 by language. " + "; ".join(parts)


def _symbol(place: int, one: Interval) -> str:
    """The model's mark, open where it rests on few texts."""
    mark = MARKS[place % len(MARKS)]
    return mark if reliability(one.n) == "enough" else f"{mark}-open"


def _write(one: Interval, style: NumberStyle) -> str:
    low, high = (style.percent(end, digits=1) for end in (one.low, one.high))
    value = style.percent(one.value, digits=1)
    return f"{value} (95 %: {low} to {high}), n = {style.number(one.n)}"
