"""How each market stands against the period before, and which need attention first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sentiment.evaluation.change_points import find_change
from sentiment.evaluation.group_counts import add_up, add_up_by_start
from sentiment.evaluation.intervals import (
    TOO_FEW,
    difference,
    is_clear,
    net_sentiment,
    share_difference,
    wilson,
)
from sentiment.evaluation.periods import next_start
from sentiment.records import SentimentCounts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sentiment.evaluation.change_points import ChangePoint
    from sentiment.evaluation.periods import Period
    from sentiment.records import Grain, Interval

Attention = Literal["worse", "steady", "better", "too few"]
MOST_SPANS = 4
ATTENTION_ORDER: tuple[Attention, ...] = ("worse", "steady", "better", "too few")
RULE = (
    "Markets that got worse clear of chance come first, by the number of negative reviews beyond "
    "what the former share would have given (size of the change × number of reviews). Got worse "
    "means: since a change that was found inside the period, or else against the period before. "
    "Then follow markets without a clear change, by their number of negative reviews, markets "
    f"that got better, and markets with fewer than {TOO_FEW} scored reviews in either. "
    "Clear of chance means: the 95 % interval of the difference does not contain 0."
)


@dataclass(frozen=True)
class SharePoint:
    """The negative share of a week or month, or of ``spans`` of them that follow each other."""

    start: date
    negative: Interval
    spans: int = 1


@dataclass(frozen=True)
class Change:
    """Since the day, week or month at ``start`` the negative share is another one."""

    start: date
    grain: Grain
    found: ChangePoint


@dataclass(frozen=True)
class MarketState:
    """How one market stands in the period.

    ``rise`` is the negative share minus that of the period before, ``net_change``
    the same of net sentiment; None where there is no period before.
    ``change`` is None where the series shows no clear change. ``extra_negative``
    counts the negative reviews beyond the former share: the rise times the scored
    reviews, since the change where one was found inside the period.
    """

    market: str
    counts: SentimentCounts
    negative: Interval
    net: Interval
    rise: Interval | None
    net_change: Interval | None
    attention: Attention
    extra_negative: float
    trend: tuple[SharePoint, ...]
    change: Change | None


@dataclass(frozen=True)
class Overview:
    """All markets, those that need attention first; ``total`` is all of them together.

    Reviews without a market come last.
    """

    period: Period
    previous: Period | None
    grain: Grain
    total: MarketState
    markets: tuple[MarketState, ...]


def arrange_markets(
    now: list[SentimentCounts],
    before: list[SentimentCounts],
    *,
    series: list[SentimentCounts],
    period: Period,
    previous: Period | None,
    grain: Grain,
) -> Overview:
    """The overview from counts by market: in the period, before it, and by week or month."""
    former = {counts.group: counts for counts in before}
    by_market: defaultdict[str, list[SentimentCounts]] = defaultdict(list)
    for counts in series:
        by_market[counts.group].append(counts)
    together = list(add_up_by_start("", series).values())
    total_before = add_up("", before) if previous else None
    markets = [
        _judge(
            counts,
            former.get(counts.group, _nobody(counts.group)) if previous else None,
            series=by_market[counts.group],
            grain=grain,
            looked_at=max(1, len(now)),
            since=period.since,
        )
        for counts in now
    ]
    markets.sort(key=_urgency)
    total = _judge(
        add_up("", now), total_before, series=together, grain=grain, looked_at=1, since=period.since
    )
    return Overview(period, previous, grain, total, tuple(markets))


def _nobody(group: str) -> SentimentCounts:
    return SentimentCounts(group=group, reviews=0, negative=0, neutral=0, positive=0)


def _judge(
    now: SentimentCounts,
    before: SentimentCounts | None,
    *,
    series: list[SentimentCounts],
    grain: Grain,
    looked_at: int,
    since: date,
) -> MarketState:
    dated = {c.period: c for c in series if c.period is not None and c.scored}
    change = _find_change(dated, grain=grain, looked_at=looked_at)
    net = net_sentiment(now.negative, now.neutral, now.positive)
    rise = net_change = None
    if now.scored and before is not None and before.scored:
        rise = share_difference(now.negative, now.scored, before.negative, before.scored)
        net_change = difference(
            net, net_sentiment(before.negative, before.neutral, before.positive)
        )
    decisive, counted = rise, now.scored
    if change is not None and (before is None or change.start > since):
        decisive, counted = change.found.rise, change.found.after.n
    attention = _attention(decisive, scored=now.scored, compared=before is not None)
    return MarketState(
        market=now.group,
        counts=now,
        negative=wilson(now.negative, now.scored),
        net=net,
        rise=rise,
        net_change=net_change,
        attention=attention,
        extra_negative=decisive.value * counted if decisive else 0.0,
        trend=_small_trend(dated, grain=grain),
        change=change,
    )


def _small_trend(dated: Mapping[date, SentimentCounts], *, grain: Grain) -> tuple[SharePoint, ...]:
    """The shares over time, so many weeks or months to a point that half of them are firm."""
    if not dated:
        return ()
    spans = 1
    median = sorted(counts.scored for counts in dated.values())[len(dated) // 2]
    while spans < MOST_SPANS and spans * median < TOO_FEW:
        spans *= 2
    points = []
    start, last = min(dated), max(dated)
    while start <= last:
        following = next_start(start, grain=grain, steps=spans)
        inside = add_up("", (dated[one] for one in dated if start <= one < following))
        if inside.scored:
            points.append(SharePoint(start, wilson(inside.negative, inside.scored), spans))
        start = following
    return tuple(points)


def _find_change(
    dated: Mapping[date, SentimentCounts], *, grain: Grain, looked_at: int
) -> Change | None:
    starts = sorted(dated)
    found = find_change(
        [dated[start].negative for start in starts],
        [dated[start].scored for start in starts],
        series=looked_at,
    )
    return Change(starts[found.position], grain, found) if found else None


def _attention(rise: Interval | None, *, scored: int, compared: bool) -> Attention:
    if scored < TOO_FEW or (compared and (rise is None or rise.n < TOO_FEW)):
        return "too few"
    if rise is None or not is_clear(rise):
        return "steady"
    return "worse" if rise.low > 0 else "better"


def _urgency(state: MarketState) -> tuple[bool, int, float, str]:
    size = state.extra_negative if state.attention == "worse" else float(state.counts.negative)
    unknown = not state.market  # there is nobody to talk to about it
    return unknown, ATTENTION_ORDER.index(state.attention), -size, state.market
