"""The same words in several languages: shifts of the score, and labels that differ by pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.charts.heat_grid import HEAT_SCALE, ink_on
from sentiment.charts.interval_rows import frame_rows, interval_marks, name_rows
from sentiment.charts.theme import (
    LINE_COLOUR,
    OTHERS_COLOUR,
    apply_theme,
    group_colour,
    plain,
    shorten,
)
from sentiment.evaluation.intervals import reliability

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import plotly.graph_objects as go

    from sentiment.charts.theme import NumberStyle
    from sentiment.evaluation.parallel_consistency import LanguageConsistency, LanguagePair
    from sentiment.records import Interval

_ROW_HEIGHT = 26
_CELL_HEIGHT = 30
_LONGEST_NAME = 22
_NUMBERS_UP_TO = 12  # languages: in smaller cells a number would not fit a phone


def shift_figure(
    languages: Sequence[LanguageConsistency],
    *,
    names: Mapping[str, str],
    style: NumberStyle,
    clear: frozenset[str] = frozenset(),
) -> go.Figure:
    """The shift of each language's score with its interval, in the order given.

    Languages in ``clear`` have a filled diamond, the others an open circle.
    """
    import plotly.graph_objects as go

    figure = go.Figure()
    for is_clear, name, mark, colour in (
        (True, "clear of chance", "diamond", group_colour(1)),
        (False, "not clear of chance, or small", "circle-open", OTHERS_COLOUR),
    ):
        at = [(y, one) for y, one in enumerate(languages) if (one.language in clear) == is_clear]
        if not at:
            continue
        figure.add_trace(
            interval_marks(
                [(y, one.shift.difference) for y, one in at],
                name=name,
                symbol=mark,
                colour=colour,
                hover=[
                    f"{names.get(one.language, one.language)}: "
                    f"{_shift(one.shift.difference, style)}"
                    for _, one in at
                ],
            )
        )
    figure.add_vline(x=0, line={"color": LINE_COLOUR, "width": 1, "dash": "dash"})
    frame_rows(figure, rows=len(languages), row_height=_ROW_HEIGHT)
    name_rows(
        figure,
        [names.get(one.language, one.language) for one in languages],
        longest=_LONGEST_NAME,
        lines=True,
    )
    figure.update_xaxes(title="shift of the score", tickformat="+.2~f")
    return figure


def describe_shifts(
    languages: Sequence[LanguageConsistency], *, names: Mapping[str, str], style: NumberStyle
) -> str:
    """The chart in words."""
    told = [
        f"{names.get(one.language, one.language)} {_shift(one.shift.difference, style)}"
        for one in languages
    ]
    return "Shift of the score against the same texts in all languages. " + "; ".join(told)


def pair_figure(
    pairs: Sequence[LanguagePair],
    *,
    order: Sequence[str],
    names: Mapping[str, str],
    style: NumberStyle,
) -> go.Figure:
    """How many texts get two labels, for each pair of the languages in ``order``: a grid.

    Pairs that share too few texts have an empty cell, as a language with itself.
    """
    import plotly.graph_objects as go

    cells = {(pair.first, pair.other): pair for pair in pairs}
    cells |= {(pair.other, pair.first): pair for pair in pairs}
    most = max((pair.different.value for pair in pairs), default=1.0) or 1.0
    grid = [[cells.get((row, column)) for column in order] for row in order]
    figure = go.Figure(
        go.Heatmap(
            z=[[None if cell is None else cell.different.value for cell in row] for row in grid],
            x=list(range(len(order))),
            y=list(range(len(order))),
            zmin=0,
            zmax=most,
            colorscale=[list(stop) for stop in HEAT_SCALE],
            showscale=False,
            xgap=2,
            ygap=2,
            hovertext=[
                ["" if cell is None else plain(_pair(cell, names, style)) for cell in row]
                for row in grid
            ],
            hoverinfo="text",
        )
    )
    if len(order) <= _NUMBERS_UP_TO:
        for i, row in enumerate(grid):
            for j, cell in enumerate(row):
                if cell is not None:
                    figure.add_annotation(
                        x=j,
                        y=i,
                        text=style.number(100 * cell.different.value),
                        showarrow=False,
                        font={"color": ink_on(cell.different.value / most)},
                    )
    apply_theme(figure, height=90 + _CELL_HEIGHT * len(order))
    places = list(range(len(order)))
    figure.update_xaxes(tickvals=places, ticktext=[plain(code) for code in order], side="top")
    figure.update_yaxes(
        tickvals=places,
        ticktext=[_name(code, names) for code in order],
        autorange="reversed",
        showgrid=False,
    )
    return figure


def describe_pairs(
    pairs: Sequence[LanguagePair], *, names: Mapping[str, str], style: NumberStyle, most: int = 10
) -> str:
    """The pairs that differ most, in words."""
    worst = sorted(pairs, key=lambda pair: -pair.different.value)[:most]
    return "Share of texts with two labels, the largest first. " + "; ".join(
        _pair(pair, names, style) for pair in worst
    )


def _pair(pair: LanguagePair, names: Mapping[str, str], style: NumberStyle) -> str:
    first, other = (names.get(code, code) for code in (pair.first, pair.other))
    return (
        f"{first} and {other}: {style.share(pair.different)} of "
        f"{style.number(pair.different.n)} texts"
    )


def _name(code: str, names: Mapping[str, str]) -> str:
    return plain(shorten(names.get(code, code), to=_LONGEST_NAME))


def _shift(gap: Interval, style: NumberStyle) -> str:
    value, low, high = (
        ("−" if number < 0 else "+") + style.number(abs(number), digits=2)
        for number in (gap.value, gap.low, gap.high)
    )
    few = "" if reliability(gap.n) == "enough" else " – few texts"
    return f"{value} (95 %: {low} to {high}), n = {style.number(gap.n)}{few}"
