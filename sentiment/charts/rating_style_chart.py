"""Rating style: the gap of each group about zero, and the stars given beside those expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.charts.interval_rows import LONGEST_NAME, frame_rows, interval_marks
from sentiment.charts.theme import (
    GROUP_COLOURS,
    LINE_COLOUR,
    OTHERS_COLOUR,
    apply_theme,
    plain,
    shorten,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import plotly.graph_objects as go

    from sentiment.charts.theme import NumberStyle
    from sentiment.evaluation.rating_style import RatingStyle

ROW_HEIGHT = 30
# A filled diamond and an open circle, so that no colour has to say it.
DECLARED_MARK, UNDECLARED_MARK = "diamond", "circle-open"
STARS = (1, 2, 3, 4, 5)


def gaps_figure(
    styles: Sequence[RatingStyle], *, names: Mapping[str, str], style: NumberStyle
) -> go.Figure:
    """The gap of each group with its 95 % interval, the most stars too few at the top.

    Declared gaps have filled diamonds, others open circles. ``names`` is group → what people
    call it.
    """
    import plotly.graph_objects as go

    ordered = sorted(styles, key=lambda one: one.gap.value, reverse=True)
    labels = _labels(ordered, names)
    figure = go.Figure()
    for declared in (True, False):
        chosen = [one for one in ordered if one.declared == declared]
        if not chosen:
            continue
        figure.add_trace(
            interval_marks(
                [(labels[one.group], one.gap) for one in chosen],
                name="declared" if declared else "not declared",
                symbol=DECLARED_MARK if declared else UNDECLARED_MARK,
                colour=GROUP_COLOURS[0] if declared else OTHERS_COLOUR,
                hover=[_write(one, names, style) for one in chosen],
            )
        )
    frame_rows(figure, rows=len(ordered), row_height=ROW_HEIGHT)
    figure.update_yaxes(
        categoryorder="array", categoryarray=[labels[one.group] for one in ordered], type="category"
    )
    figure.update_xaxes(title="Stars given − stars suggested", nticks=7)
    figure.add_vline(x=0, line={"width": 1.5, "color": LINE_COLOUR})
    return figure


def describe_gaps(
    styles: Sequence[RatingStyle], *, names: Mapping[str, str], style: NumberStyle
) -> str:
    """The chart of gaps in words."""
    ordered = sorted(styles, key=lambda one: one.gap.value)
    return "Stars given minus stars suggested. " + "; ".join(
        _write(one, names, style) for one in ordered
    )


def star_shares_figure(one: RatingStyle, *, style: NumberStyle) -> go.Figure:
    """The share of each number of stars that a group gives, beside what all give for such words."""
    import plotly.graph_objects as go

    figure = go.Figure()
    for name, shares, colour, hatch in (
        ("given here", one.given, GROUP_COLOURS[0], ""),
        ("given by all groups for such words", one.elsewhere, OTHERS_COLOUR, "/"),
    ):
        figure.add_trace(
            go.Bar(
                x=[_stars(star) for star in STARS],
                y=list(shares),
                name=name,
                marker={"color": colour, "pattern": {"shape": hatch, "size": 6}},
                text=[style.percent(share) for share in shares],
                textposition="outside",
                cliponaxis=False,
                hovertext=[
                    plain(f"{_stars(star)}, {name}: {style.percent(share, digits=1)}")
                    for star, share in zip(STARS, shares, strict=True)
                ],
                hoverinfo="text",
            )
        )
    apply_theme(
        figure,
        height=300,
        barmode="group",
        bargap=0.25,
        legend={"orientation": "h", "x": 0, "y": 1.08, "yanchor": "bottom", "title": None},
        hovermode="closest",
    )
    ticks = [tick / 5 for tick in range(6)]
    highest = max(*one.given, *one.elsewhere)
    figure.update_yaxes(
        range=[0, 1.12 * highest],
        tickvals=ticks,
        ticktext=[style.percent(tick) for tick in ticks],
        title="Reviews, share",
    )
    return figure


def describe_star_shares(one: RatingStyle, *, name: str, style: NumberStyle) -> str:
    """The chart of shares in words."""
    parts = (
        f"{_stars(star)}: {style.percent(here)} given, {style.percent(there)} by all for such words"
        for star, here, there in zip(STARS, one.given, one.elsewhere, strict=True)
    )
    return f"{name}, n = {style.number(one.n)}. " + "; ".join(parts)


def _labels(styles: Sequence[RatingStyle], names: Mapping[str, str]) -> dict[str, str]:
    """Group → its label; two that are alike when shortened are told apart by the whole name."""
    short = {
        one.group: plain(shorten(names.get(one.group, one.group), to=LONGEST_NAME))
        for one in styles
    }
    counted = list(short.values())
    return {
        group: label if counted.count(label) == 1 else plain(f"{names.get(group, group)} [{group}]")
        for group, label in short.items()
    }


def _stars(star: int) -> str:
    return "1 star" if star == 1 else f"{star} stars"


def _write(one: RatingStyle, names: Mapping[str, str], style: NumberStyle) -> str:
    value, low, high = (
        style.number(stars, digits=2).replace("-", "−")
        for stars in (one.gap.value, one.gap.low, one.gap.high)
    )
    word = "declared" if one.declared else "not declared"
    return (
        f"{names.get(one.group, one.group)}: {value} (95 %: {low} to {high}), "
        f"n = {style.number(one.n)}, {word}"
    )
