"""Cells coloured by a share of 0 to 1: their colours, the ink upon them, the frame around one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import plotly.graph_objects as go

# One hue from pale to deep, which stays in order for every kind of colour vision.
HEAT_SCALE: Final = ((0.0, "#EAF2F9"), (0.5, "#6FA8D6"), (1.0, "#0B3C6F"))
_WHITE_FROM: Final = 0.71  # from there on white has the better contrast, at least 4.5 : 1
_FRAME: Final = "#D55E00"


def ink_on(depth: float) -> str:
    """The colour of words on a cell that lies at ``depth`` (0 to 1) of the scale; nan is pale.

    >>> ink_on(0.2), ink_on(0.9)
    ('#000000', '#FFFFFF')
    """
    return "#FFFFFF" if depth > _WHITE_FROM else "#000000"


def frame_cell(figure: go.Figure, *, row: int, column: int) -> None:
    """Draw a frame around one cell of a grid whose cells are 1 wide and 1 high."""
    figure.add_shape(
        type="rect",
        x0=column - 0.48,
        x1=column + 0.48,
        y0=row - 0.48,
        y1=row + 0.48,
        line={"color": _FRAME, "width": 2.5},
    )
