"""Sentiment over time by group, from counts by day, week or month."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from sentiment.evaluation.group_counts import add_up_by_start, subtract
from sentiment.evaluation.intervals import mean_stars, net_sentiment, wilson
from sentiment.evaluation.periods import next_start

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sentiment.evaluation.periods import Period
    from sentiment.records import Event, Grain, Interval, SentimentCounts

TrendGrouping = Literal["language", "market", "product", "source"]
Measure = Literal["negative", "positive", "net", "stars"]
ByStart = dict["date", "SentimentCounts"]
OTHERS = "(others)"


@dataclass(frozen=True)
class TrendPoint:
    """One group in one day, week or month; ``value`` is None where nothing is measured.

    ``start`` is where it is drawn, ``counted_from`` the first day that was
    counted: they differ for the period before, which is drawn over this one.
    """

    start: date
    counted_from: date
    counts: SentimentCounts
    value: Interval | None


@dataclass(frozen=True)
class TrendSeries:
    """One group over time; ``members`` are the groups in it (several for the others).

    ``corrected`` are shares after the model's errors are taken out, where that was asked for
    and can be done; their ``n`` is the number of labelled texts behind the correction.
    """

    group: str
    members: tuple[str, ...]
    points: tuple[TrendPoint, ...]
    earlier: tuple[TrendPoint, ...]
    reviews: int
    corrected: tuple[TrendPoint, ...] = ()


@dataclass(frozen=True)
class Trend:
    """A measure over time, the largest group first and the others last.

    Points of measures of the text count scored reviews, those of stars starred ones.
    ``previous`` is None where the period before was not asked for. ``taken_out`` are the groups
    whose way of rating was taken out of their mean stars, each with its gap in stars.
    """

    by: TrendGrouping
    grain: Grain
    measure: Measure
    period: Period
    previous: Period | None
    series: tuple[TrendSeries, ...]
    events: tuple[Event, ...]
    taken_out: tuple[tuple[str, Interval], ...] = ()


def split_groups(ranked: tuple[str, ...], *, most: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The groups that are drawn on their own, and those that are drawn together.

    >>> split_groups(("a", "b", "c", "d"), most=3)
    (('a', 'b'), ('c', 'd'))
    """
    if len(ranked) <= most:
        return ranked, ()
    return ranked[: max(1, most - 1)], ranked[max(1, most - 1) :]


def divide_counts(
    by_group: list[SentimentCounts], *, groups: tuple[str, ...], whole: list[SentimentCounts] | None
) -> list[ByStart]:
    """The counts of each of ``groups`` by start, then what is left of the ``whole``, if given."""
    parts = [
        add_up_by_start(group, (counts for counts in by_group if counts.group == group))
        for group in groups
    ]
    if whole is None:
        return parts
    left = add_up_by_start(OTHERS, whole)
    for part in parts:
        for start, counts in part.items():
            # Reviews may have come in between the two queries.
            if start in left:
                left[start] = subtract(left[start], counts)
    return [*parts, {start: counts for start, counts in left.items() if counts.reviews}]


def arrange_series(
    group: str,
    members: tuple[str, ...],
    *,
    now: ByStart,
    before: ByStart,
    steps: int,
    grain: Grain,
    measure: Measure,
) -> TrendSeries:
    """One series; the period before is drawn ``steps`` starts later than it was counted."""
    return TrendSeries(
        group=group,
        members=members,
        points=_points(now, steps=0, grain=grain, measure=measure),
        earlier=_points(before, steps=steps, grain=grain, measure=measure),
        reviews=sum(counts.reviews for counts in now.values()),
    )


def with_corrections(trend: Trend, corrected: Mapping[tuple[str, date], Interval]) -> Trend:
    """``trend`` with the corrected shares, by group and start, laid beside those of its series."""
    return replace(
        trend,
        series=tuple(
            replace(
                series,
                corrected=tuple(
                    replace(point, value=corrected[series.group, point.start])
                    for point in series.points
                    if (series.group, point.start) in corrected
                ),
            )
            for series in trend.series
        ),
    )


def measure_counts(counts: SentimentCounts, *, measure: Measure) -> Interval | None:
    """The measure of one group's counts; None where there is nothing to measure."""
    if measure == "stars":
        return mean_stars(counts.stars_sum, counts.starred) if counts.starred else None
    if not counts.scored:
        return None
    if measure == "net":
        return net_sentiment(counts.negative, counts.neutral, counts.positive)
    return wilson(counts.negative if measure == "negative" else counts.positive, counts.scored)


def _points(
    counted: ByStart, *, steps: int, grain: Grain, measure: Measure
) -> tuple[TrendPoint, ...]:
    return tuple(
        TrendPoint(
            start=next_start(start, grain=grain, steps=steps),
            counted_from=start,
            counts=counts,
            value=measure_counts(counts, measure=measure),
        )
        for start, counts in counted.items()
    )
