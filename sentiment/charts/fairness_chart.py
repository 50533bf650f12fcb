"""One fairness metric of each group with its interval, beside the value of all reviews."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

from sentiment.charts.interval_rows import frame_rows, interval_marks, name_rows
from sentiment.charts.measures import measure_axis, write_interval
from sentiment.charts.theme import GROUP_COLOURS, OTHERS_COLOUR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import plotly.graph_objects as go

    from sentiment.charts.measures import Measure
    from sentiment.charts.theme import NumberStyle
    from sentiment.evaluation.fairness import GroupFairness
    from sentiment.evaluation.judged_cells import Group, Metric

ROW_HEIGHT: Final = 26
# A gap that stands has another shape and another colour.
_MARKS: Final = {False: ("circle", OTHERS_COLOUR), True: ("diamond", GROUP_COLOURS[1])}
_NAMES: Final = {False: "not clearly different from all others", True: "clearly different"}


def fairness_figure(
    groups: Sequence[GroupFairness],
    *,
    metric: Metric,
    overall: GroupFairness,
    names: Mapping[Group, str],
    style: NumberStyle,
) -> go.Figure:
    """A row a group, the first at the top, and a dashed line at the value of all reviews.

    Diamonds are gaps that stand after correction, circles are not. Groups without a value for
    this metric are left out: :func:`without_value` names them.
    """
    import plotly.graph_objects as go

    shown = _with_value(groups, metric)
    measure = _measure(metric)
    figure = go.Figure()
    for clear, (symbol, colour) in _MARKS.items():
        rows = [(at, one) for at, one in enumerate(shown) if _is_clear(one, metric) == clear]
        if not rows:
            continue
        figure.add_trace(
            interval_marks(
                [(at, one.rate(metric)) for at, one in rows],
                name=_NAMES[clear],
                symbol=symbol,
                colour=colour,
                hover=[_told(one, metric, names, style) for _, one in rows],
            )
        )
    of_all = overall.rate(metric)
    if not isnan(of_all.value):
        figure.add_vline(
            x=of_all.value, line={"color": OTHERS_COLOUR, "width": 1.5, "dash": "5px,4px"}
        )
    frame_rows(figure, rows=len(shown), row_height=ROW_HEIGHT, around=76, showlegend=False)
    name_rows(figure, [names[one.group] for one in shown])
    listed = [one.rate(metric) for one in shown] + ([of_all] if not isnan(of_all.value) else [])
    figure.update_xaxes(**measure_axis(listed, measure=measure, style=style, whole_intervals=True))
    return figure


def describe_fairness(
    groups: Sequence[GroupFairness],
    *,
    metric: Metric,
    overall: GroupFairness,
    names: Mapping[Group, str],
    style: NumberStyle,
) -> str:
    """The chart in words."""
    of_all = write_interval(overall.rate(metric), measure=_measure(metric), style=style)
    told = [_told(one, metric, names, style) for one in _with_value(groups, metric)]
    return "; ".join([f"All together: {of_all}", *told])


def without_value(groups: Sequence[GroupFairness], metric: Metric) -> list[GroupFairness]:
    """The groups that the chart of this metric leaves out: it is about too few reviews there."""
    return [one for one in groups if isnan(one.rate(metric).value)]


def _with_value(groups: Sequence[GroupFairness], metric: Metric) -> list[GroupFairness]:
    return [one for one in groups if not isnan(one.rate(metric).value)]


def _is_clear(group: GroupFairness, metric: Metric) -> bool:
    gap = group.against_rest.get(metric)
    return gap is not None and gap.clear


def _told(
    group: GroupFairness, metric: Metric, names: Mapping[Group, str], style: NumberStyle
) -> str:
    interval = write_interval(group.rate(metric), measure=_measure(metric), style=style)
    return f"{names[group.group]}: {interval}" + (
        f", {_NAMES[True]} from all others" if _is_clear(group, metric) else ""
    )


def _measure(metric: Metric) -> Measure:
    return "net" if metric in ("calibration", "overcalled") else "negative"
