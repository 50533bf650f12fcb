"""Mean stars over time with the groups' own ways of rating taken out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sentiment.evaluation.intervals import difference
from sentiment.records import Interval

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentiment.evaluation.trend_series import Trend, TrendPoint

LOWEST, HIGHEST = 1.0, 5.0


def take_out_style(trend: Trend, *, gaps: Mapping[str, Interval]) -> Trend:
    """The trend of mean stars less each group's gap; other groups stay as they are.

    ``gaps`` is group → stars that it gives more (or, below 0, less) than is usual over the groups
    for words alike. The gap's own uncertainty goes into the intervals by square-and-add
    (:func:`sentiment.evaluation.intervals.difference`), and nothing leaves 1 to 5 stars. Groups
    that are drawn together are left alone. ``taken_out`` of the trend says what was done.

    Raises ValueError for another measure.
    """
    if trend.measure != "stars":
        raise ValueError(f"A way of rating can be taken out of stars, not of {trend.measure!r}.")
    done = tuple(
        (series.group, gaps[series.group])
        for series in trend.series
        if series.members == (series.group,) and series.group in gaps
    )
    found = dict(done)
    adjusted = tuple(
        replace(
            series,
            points=_less(series.points, found[series.group]),
            earlier=_less(series.earlier, found[series.group]),
        )
        if series.group in found
        else series
        for series in trend.series
    )
    return replace(trend, series=adjusted, taken_out=done)


def _less(points: tuple[TrendPoint, ...], gap: Interval) -> tuple[TrendPoint, ...]:
    return tuple(
        point if point.value is None else replace(point, value=_value(point.value, gap))
        for point in points
    )


def _value(value: Interval, gap: Interval) -> Interval:
    less = difference(value, gap)
    return Interval(_inside(less.value), _inside(less.low), _inside(less.high), value.n)


def _inside(stars: float) -> float:
    return min(max(stars, LOWEST), HIGHEST)
