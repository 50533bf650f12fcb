"""Markets at a glance: how each one stands, what changed, since when, and what is behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sentiment.evaluation.drivers import find_drivers
from sentiment.evaluation.market_states import arrange_markets
from sentiment.evaluation.periods import Period
from sentiment.records import Filters

if TYPE_CHECKING:
    from sentiment.evaluation.drivers import Driver
    from sentiment.evaluation.market_states import MarketState, Overview
    from sentiment.records import Grain
    from sentiment.storage.database import Database

LONGEST_BY_WEEK = 400
SHORTEST_WINDOW = 364
DRIVER_GROUPINGS = ("product", "language", "source")


@dataclass(frozen=True)
class Background:
    """What is behind the change of one market: ``before`` and ``after`` it, and the groups.

    ``drivers`` are the groups that moved it, the strongest of each grouping
    first; ``since_change`` says whether the periods meet at a change that was
    found, and not merely at the beginning of the period that is looked at.
    """

    market: str
    before: Period
    after: Period
    since_change: bool
    worse: bool
    drivers: tuple[Driver, ...]

    def of(self, by: str) -> tuple[Driver, ...]:
        """The drivers of one grouping."""
        return tuple(driver for driver in self.drivers if driver.by == by)


def survey_markets(
    database: Database, *, period: Period, filters: Filters | None = None
) -> Overview:
    """How each market stands in ``period`` against the period before it.

    Three queries, whatever the number of markets. The change is looked for in the days
    of :func:`window_of`, by week, or by month where they are more than 400.
    """
    from sentiment.storage.summaries import count_by

    filters = filters or Filters()
    previous = None if period.everything else period.before()
    window = window_of(period)
    grain: Grain = "week" if window.days <= LONGEST_BY_WEEK else "month"
    now = count_by(database, by="market", filters=period.narrow(filters))
    before = count_by(database, by="market", filters=previous.narrow(filters)) if previous else []
    series = count_by(database, by="market", filters=window.narrow(filters), grain=grain)
    return arrange_markets(
        now, before, series=series, period=period, previous=previous, grain=grain
    )


def window_of(period: Period) -> Period:
    """The days in which a change is looked for: a year, or the period and the one before.

    A short period holds too little of the time before a change to tell it by.
    """
    if period.everything:
        return period
    year_ago = period.until - timedelta(days=SHORTEST_WINDOW - 1)
    return Period(min(year_ago, period.before().since), period.until)


def compared_periods(state: MarketState, *, period: Period) -> tuple[Period, Period] | None:
    """The days before and after the market's change; without one, the two periods compared.

    None where there is nothing to compare with.
    """
    window = window_of(period)
    if state.change is not None:
        turn = max(state.change.start, window.since + timedelta(days=1))
        return Period(window.since, turn - timedelta(days=1)), Period(turn, window.until)
    if period.everything or state.rise is None:
        return None
    return period.before(), period


def look_behind(
    database: Database, *, state: MarketState, period: Period, filters: Filters | None = None
) -> Background | None:
    """The products, languages and sources behind a market's change; six queries.

    None where there is nothing to compare with.
    """
    from sentiment.storage.summaries import count_by

    compared = compared_periods(state, period=period)
    if compared is None:
        return None
    before, after = compared
    inside = replace(filters or Filters(), markets=(state.market,))
    rise = state.change.found.rise if state.change else state.rise
    worse = rise is None or rise.value >= 0
    drivers: list[Driver] = []
    for by in DRIVER_GROUPINGS:
        drivers += find_drivers(
            count_by(database, by=by, filters=before.narrow(inside)),
            count_by(database, by=by, filters=after.narrow(inside)),
            by=by,
            worse=worse,
        )
    return Background(
        market=state.market,
        before=before,
        after=after,
        since_change=state.change is not None,
        worse=worse,
        drivers=tuple(drivers),
    )
