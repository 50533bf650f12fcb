"""Values with their 95 % intervals, a row for each group: the marks and the frame around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentiment.charts.theme import apply_theme, plain, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import plotly.graph_objects as go

    from sentiment.records import Interval

LONGEST_NAME = 26
AROUND_ROWS = 110  # pixels for the value axis beneath the rows and the legend above them


def interval_bars(
    intervals: Iterable[Interval], *, colour: str, thickness: float = 1.5
) -> dict[str, Any]:
    """Plotly's ``error_x`` or ``error_y`` for values that are drawn at ``interval.value``."""
    listed = list(intervals)
    return {
        "type": "data",
        "symmetric": False,
        "array": [one.high - one.value for one in listed],
        "arrayminus": [one.value - one.low for one in listed],
        "color": colour,
        "thickness": thickness,
        "width": 3,
    }


def interval_marks(
    placed: Sequence[tuple[float | str, Interval]],
    *,
    name: str,
    symbol: str | Sequence[str],
    colour: str,
    hover: Sequence[str],
) -> go.Scatter:
    """One kind of mark, ``name`` in the legend: rows (place on the axis, interval), a text each.

    ``symbol`` is one for all or one a row. Texts of ``hover`` are shown literally.
    """
    import plotly.graph_objects as go

    return go.Scatter(
        x=[interval.value for _, interval in placed],
        y=[place for place, _ in placed],
        mode="markers",
        name=name,
        marker={
            "symbol": symbol,
            "size": 10,
            "color": colour,
            "line": {"width": 1.5, "color": colour},
        },
        error_x=interval_bars([interval for _, interval in placed], colour=colour),
        hovertext=[plain(text) for text in hover],
        hoverinfo="text",
    )


def frame_rows(
    figure: go.Figure, *, rows: int, row_height: int, around: int = AROUND_ROWS, **layout: Any
) -> None:
    """Theme, height in pixels, a legend above and hovering for ``rows`` rows of marks."""
    apply_theme(
        figure,
        height=around + row_height * rows,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "title": None},
        hovermode="closest",
        **layout,
    )
    figure.update_xaxes(showgrid=True)


def name_rows(
    figure: go.Figure, names: Sequence[str], *, longest: int = LONGEST_NAME, lines: bool = False
) -> None:
    """Names beside the places 0, 1, 2 …, the first at the top, cut to ``longest`` characters.

    With ``lines`` each row has a quiet one behind its marks.
    """
    figure.update_yaxes(
        tickvals=list(range(len(names))),
        ticktext=[plain(shorten(name, to=longest)) for name in names],
        range=[len(names) - 0.4, -0.6],
        showgrid=lines,
        title=None,
    )
