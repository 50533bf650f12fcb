"""What all charts share: colours, marks, hatches, and a layout for light and dark pages.

The six colours follow Okabe and Ito's palette for colour-blind readers ("Color
Universal Design", 2008); the three that are too pale for white were darkened, so
that each has a contrast of at least 3 : 1 against the light and the dark page.
Marks and hatches say the same a second time for who sees no colours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from datetime import date

    import plotly.graph_objects as go

    from sentiment.records import Grain, Interval

GROUP_COLOURS = ("#2186C4", "#D55E00", "#009E73", "#C0609B", "#A87B00", "#7A6FC0")
OTHERS_COLOUR = "#808890"
NEGATIVE_COLOUR = "#D55E00"
NEUTRAL_COLOUR = "#8A929C"
POSITIVE_COLOUR = "#2186C4"
MARKS = ("circle", "square", "diamond", "triangle-up", "triangle-down", "pentagon", "star")
HATCHES = ("", "/", "x", ".", "\\", "+", "-")
GRID_COLOUR = "rgba(128, 136, 144, 0.25)"
LINE_COLOUR = "rgba(128, 136, 144, 0.9)"
CLEAR = "rgba(0, 0, 0, 0)"


class NumberStyle(Protocol):
    """How the reader writes numbers and dates; the pages bring it."""

    def number(self, value: float, *, digits: int = 0) -> str:
        """A number with the reader's separators."""

    def percent(self, share: float, *, digits: int = 0) -> str:
        """A share of 0 to 1 as a percentage."""

    def points(self, difference: float, *, digits: int = 0) -> str:
        """A difference of shares in percentage points, with its sign."""

    def share(self, interval: Interval, *, digits: int = 0) -> str:
        """A share with its interval."""

    def day(self, day: date) -> str:
        """A day."""

    def period(self, first_day: date, *, grain: Grain) -> str:
        """A day, a week or a month, named by its first day."""

    def tick_format(self, *, grain: Grain) -> str:
        """The d3 format of days or months beneath a time axis."""


def plain(text: str) -> str:
    """Text as Plotly shows it literally: it reads a few HTML tags, and our groups are not HTML.

    >>> plain("<b>Pulse & Co</b>")
    '&lt;b&gt;Pulse &amp; Co&lt;/b&gt;'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shorten(text: str, *, to: int) -> str:
    """The text, cut with an ellipsis where it is longer than ``to`` characters.

    >>> shorten("PulseApp Enterprise", to=9)
    'PulseApp…'
    """
    return text if len(text) <= to else text[: to - 1].rstrip() + "…"


def translucent(colour: str, *, opacity: float) -> str:
    """A colour such as ``#0072B2`` with an opacity of 0 to 1.

    >>> translucent("#0072B2", opacity=0.2)
    'rgba(0, 114, 178, 0.2)'
    """
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {opacity:g})"


def group_colour(position: int, *, others: bool = False) -> str:
    """The colour of the group at ``position``; the groups put together are grey."""
    return OTHERS_COLOUR if others else GROUP_COLOURS[position % len(GROUP_COLOURS)]


def apply_theme(figure: go.Figure, *, height: int, **layout: Any) -> go.Figure:
    """Give a figure the common layout: transparent, quiet grid, words in the page's own colour.

    The colour of words is left to the page, which knows whether it is light or dark.
    """
    figure.update_layout(
        height=height,
        paper_bgcolor=CLEAR,
        plot_bgcolor=CLEAR,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        hoverlabel={"align": "left", "namelength": -1},
        dragmode=False,
        **layout,
    )
    figure.update_xaxes(
        gridcolor=GRID_COLOUR, zeroline=False, fixedrange=True, automargin=True, showgrid=False
    )
    figure.update_yaxes(gridcolor=GRID_COLOUR, zeroline=False, fixedrange=True, automargin=True)
    return figure
