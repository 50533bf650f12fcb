"""Sentiment over time by group, with the period before and the events."""

from __future__ import annotations

from dataclasses import replace
from math import isnan
from typing import TYPE_CHECKING, get_args

from sentiment.errors import UsageError
from sentiment.evaluation.group_counts import only_groups
from sentiment.evaluation.periods import count_starts, last_day_of
from sentiment.evaluation.style_taken_out import take_out_style
from sentiment.evaluation.trend_series import (
    OTHERS,
    ByStart,
    Measure,
    Trend,
    TrendGrouping,
    arrange_series,
    divide_counts,
    split_groups,
    with_corrections,
)
from sentiment.records import SENTIMENTS, Filters

if TYPE_CHECKING:
    from datetime import date

    from sentiment.evaluation.periods import Period
    from sentiment.records import Event, Grain
    from sentiment.storage.database import Database

STYLED_GROUPINGS = ("market", "language")
CORRECTED_MEASURES = ("negative", "positive")


def follow_sentiment(
    database: Database,
    *,
    by: TrendGrouping,
    grain: Grain,
    measure: Measure,
    period: Period,
    filters: Filters | None = None,
    compare: bool = False,
    most: int = 6,
    without_style: bool = False,
    corrected: bool = False,
) -> Trend:
    """The trend of the ``most`` largest groups of ``by``; smaller ones together as others.

    With ``compare`` the period before is laid over this one. Three queries, five
    with ``compare``, and the events; none of them returns more rows than there
    are groups, or than ``most`` groups have starts.

    ``without_style`` takes the declared rating style of each market, or language, out of its
    mean stars (:func:`sentiment.workflows.rating_style.rating_style` of all reviews, whatever
    the filters: how people rate is measured on all that they wrote).

    ``corrected`` lays the shares after the model's errors are taken out beside a negative or
    positive share (:func:`sentiment.workflows.correcting_shares.corrected_shares`).
    """
    from sentiment.storage.summaries import count_by

    if by not in get_args(TrendGrouping) or measure not in get_args(Measure):
        raise UsageError(
            f"There is no trend of '{measure}' by '{by}'.",
            hint=f"Choose one of {', '.join(get_args(Measure))} "
            f"by {', '.join(get_args(TrendGrouping))}.",
        )
    if without_style and (measure != "stars" or by not in STYLED_GROUPINGS):
        raise UsageError(
            f"A rating style cannot be taken out of '{measure}' by '{by}'.",
            hint=f"Choose stars by {' or '.join(STYLED_GROUPINGS)}.",
        )
    if corrected and measure not in CORRECTED_MEASURES:
        raise UsageError(
            f"The model's errors cannot be taken out of '{measure}'.",
            hint=f"Choose one of {', '.join(CORRECTED_MEASURES)}.",
        )
    filters = filters or Filters()
    previous = period.before() if compare and not period.everything else None
    ranked = sorted(
        count_by(database, by=by, filters=period.narrow(filters)),
        # What is not known is no group to look at first, however large it is.
        key=lambda counts: (counts.group == "", -counts.reviews, counts.group),
    )
    shown, rest = split_groups(tuple(counts.group for counts in ranked), most=most)
    inside = only_groups(filters, by=by, groups=shown) if shown else filters

    def count(days: Period) -> list[ByStart]:
        by_group = count_by(database, by=by, filters=days.narrow(inside), grain=grain)
        whole = (
            count_by(database, by=None, filters=days.narrow(filters), grain=grain) if rest else None
        )
        return divide_counts(by_group, groups=shown, whole=whole)

    now = count(period)
    before = count(previous) if previous else [ByStart() for _ in now]
    names = [*((group, (group,)) for group in shown), *([(OTHERS, rest)] if rest else [])]
    series = tuple(
        arrange_series(
            group,
            members,
            now=counts,
            before=earlier,
            steps=count_starts(period, grain=grain),
            grain=grain,
            measure=measure,
        )
        for (group, members), counts, earlier in zip(names, now, before, strict=True)
    )
    marked = _events_of(database, period=period, filters=filters)
    trend = Trend(by, grain, measure, period, previous, series, marked)
    if corrected:
        trend = _with_corrections(database, trend, filters=filters)
    return _without_style(database, trend) if without_style else trend


def _with_corrections(database: Database, trend: Trend, *, filters: Filters) -> Trend:
    from sentiment.workflows.correcting_shares import corrected_shares

    shown = tuple(series.group for series in trend.series if series.group != OTHERS)
    inside = only_groups(trend.period.narrow(filters), by=trend.by, groups=shown)
    answer = corrected_shares(database, by=trend.by, filters=inside, grain=trend.grain)
    place = SENTIMENTS.index(trend.measure)
    return with_corrections(
        trend,
        {
            (shares.group, shares.period): shares.corrected[place]
            for shares in answer.periods
            if shares.corrected is not None
            and shares.period is not None
            and not isnan(shares.corrected[place].value)
        },
    )


def _without_style(database: Database, trend: Trend) -> Trend:
    from sentiment.workflows.rating_style import rating_style

    answer = rating_style(database, by=trend.by)
    # What the model misreads is no way of rating.
    not_style = {one.group for one in answer.findings if one.cause == "model"}
    gaps = {
        style.group: style.gap
        for style in answer.groups
        if style.declared and style.group not in not_style
    }
    return take_out_style(trend, gaps=gaps)


def filters_of_point(
    trend: Trend, *, group: str, start: date, filters: Filters | None = None
) -> Filters | None:
    """The filters that leave the reviews of one point; None where there is no such point."""
    for series in trend.series:
        if series.group == group and any(point.start == start for point in series.points):
            first, last = start, last_day_of(start, grain=trend.grain)
            if not trend.period.everything:
                first, last = max(first, trend.period.since), min(last, trend.period.until)
            narrowed = replace(filters or Filters(), since=first, until=last)
            return only_groups(narrowed, by=trend.by, groups=series.members)
    return None


def _events_of(database: Database, *, period: Period, filters: Filters) -> tuple[Event, ...]:
    """Events in the period, of all markets or of those that the filters leave."""
    from sentiment.workflows.events import events

    return tuple(
        event
        for event in events(database)
        if period.since <= event.day <= period.until
        and (event.market is None or not filters.markets or event.market in filters.markets)
    )
