"""By how much a word for a group moves a model's score: a row for each group, its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.charts.interval_rows import frame_rows, interval_marks, name_rows
from sentiment.charts.theme import GROUP_COLOURS, LINE_COLOUR, OTHERS_COLOUR
from sentiment.language.probe_groups import group_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    import plotly.graph_objects as go

    from sentiment.charts.theme import NumberStyle
    from sentiment.evaluation.probes import ProbeEffect

LONGEST_NAME = 18
ROW_HEIGHT = 30
_NARROWEST = 0.04
_STEPS = (0.02, 0.05, 0.1, 0.2, 0.25, 0.5)


def probe_figure(effects: Sequence[ProbeEffect], *, style: NumberStyle) -> go.Figure:
    """A row for each effect of one attribute and language, the lowest score at the top.

    A filled diamond is declared, an open circle is not clear of chance or small; lines are
    95 % intervals.
    """
    import plotly.graph_objects as go

    ordered = sorted(effects, key=lambda one: one.shift.value)
    figure = go.Figure()
    for declared, word, symbol, colour in (
        (True, "declared", "diamond", GROUP_COLOURS[1]),
        (False, "not clear of chance, or small", "circle-open", OTHERS_COLOUR),
    ):
        rows = [at for at, one in enumerate(ordered) if one.declared == declared]
        if rows:
            figure.add_trace(
                interval_marks(
                    [(at, ordered[at].shift) for at in rows],
                    name=word,
                    symbol=symbol,
                    colour=colour,
                    hover=[_write(ordered[at], style) for at in rows],
                )
            )
    figure.add_vline(x=0, line={"color": LINE_COLOUR, "width": 1.5, "dash": "dot"})
    frame_rows(figure, rows=len(ordered), row_height=ROW_HEIGHT, showlegend=True)
    name_rows(figure, [_name(one) for one in ordered], longest=LONGEST_NAME)
    edges = [edge for one in ordered for edge in (one.shift.low, one.shift.high)]
    reach = 1.08 * max(_NARROWEST, *map(abs, edges))
    step = next((step for step in _STEPS if reach / step <= 3), 1.0)
    ticks = [at * step for at in range(-int(reach / step), int(reach / step) + 1)]
    figure.update_xaxes(
        title="Shift of the score, in points",
        range=[-reach, reach],
        tickvals=ticks,
        ticktext=[style.points(tick) if abs(tick) > 1e-9 else "0" for tick in ticks],
    )
    return figure


def describe_probes(effects: Sequence[ProbeEffect], *, style: NumberStyle) -> str:
    """The chart in words."""
    ordered = sorted(effects, key=lambda one: one.shift.value)
    return "Shift of the score by group. " + "; ".join(_write(one, style) for one in ordered)


def _name(effect: ProbeEffect) -> str:
    return group_words(effect.group, attribute=effect.attribute)


def _write(effect: ProbeEffect, style: NumberStyle) -> str:
    value, low, high = (
        style.points(edge, digits=1)
        for edge in (effect.shift.value, effect.shift.low, effect.shift.high)
    )
    size = f"n = {style.number(effect.shift.n)}" + (", declared" if effect.declared else "")
    return f"{_name(effect)}: {value} (95 %: {low} to {high}), {size}"
