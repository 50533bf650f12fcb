"""The overview over a stored world in which Germany turns after a release."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from sentiment.evaluation.periods import Period, latest_period
from sentiment.records import Filters
from sentiment.storage.database import Database, open_database
from sentiment.workflows.exploring import choices
from sentiment.workflows.overview import compared_periods, look_behind, survey_markets
from tests.manager_data import LAST_DAY, RELEASE, fill


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    opened = open_database(tmp_path_factory.mktemp("overview") / "filled.duckdb")
    fill(opened)
    yield opened
    opened.close()


def period_of(database: Database, days: int | None) -> Period:
    period = latest_period(choices(database), days=days)
    assert period is not None
    return period


@pytest.mark.parametrize("days", [90, 180, None])
def test_the_market_that_turned_is_first_with_its_week(database, days):
    overview = survey_markets(database, period=period_of(database, days))
    worst = overview.markets[0]
    assert (worst.market, worst.attention) == ("DE", "worse")
    assert worst.change is not None
    assert abs((worst.change.start - RELEASE).days) <= (31 if overview.grain == "month" else 14)
    assert worst.change.found.rise.low > 0.15
    assert {state.market for state in overview.markets} == {"DE", "US", "FR", "JP", "BR", "SA"}


def test_markets_that_did_not_change_say_so(database):
    overview = survey_markets(database, period=period_of(database, 90))
    states = {state.market: state for state in overview.markets}
    assert [states[market].change for market in ("US", "FR", "JP")] == [None] * 3
    assert states["BR"].attention == "better"
    assert states["SA"].attention == "too few"
    assert overview.markets[-1].market == "SA"


def test_the_counts_are_those_of_the_period(database):
    period = period_of(database, 30)
    overview = survey_markets(database, period=period)
    assert overview.period.until == LAST_DAY
    assert overview.total.counts.reviews == sum(m.counts.reviews for m in overview.markets)
    assert (
        overview.total.counts.reviews
        < survey_markets(database, period=period_of(database, 90)).total.counts.reviews
    )
    only = survey_markets(database, period=period, filters=Filters(markets=("US",)))
    assert [state.market for state in only.markets] == ["US"]


def test_what_is_behind_the_change(database):
    period = period_of(database, 90)
    worst = survey_markets(database, period=period).markets[0]
    background = look_behind(database, state=worst, period=period)
    assert background is not None and background.since_change and background.worse
    assert background.after.since - background.before.until == timedelta(days=1)
    product = background.of("product")[0]
    assert (product.group, product.clear) == ("PulseApp", True)
    assert product.part > 0.6 and product.extra_negative > 5
    assert background.of("language")[0].group == "de"


def test_an_improvement_has_a_background_too(database):
    period = period_of(database, 90)
    states = {s.market: s for s in survey_markets(database, period=period).markets}
    background = look_behind(database, state=states["BR"], period=period)
    assert background is not None and not background.worse


def test_without_anything_to_compare_with_there_is_no_background(database):
    period = period_of(database, None)
    states = {s.market: s for s in survey_markets(database, period=period).markets}
    assert compared_periods(states["US"], period=period) is None
    assert look_behind(database, state=states["US"], period=period) is None


def test_an_empty_database_gives_an_empty_overview(tmp_path: Path):
    with open_database(tmp_path / "empty.duckdb") as empty:
        assert latest_period(choices(empty), days=30) is None
        overview = survey_markets(empty, period=Period(RELEASE, LAST_DAY))
    assert overview.markets == () and overview.total.negative.n == 0


def test_unscored_reviews_are_counted_and_not_judged(tmp_path: Path):
    with open_database(tmp_path / "unscored.duckdb") as unscored:
        fill(unscored, scored=False, first_day=RELEASE)
        overview = survey_markets(unscored, period=period_of(unscored, 90))
    assert overview.total.counts.reviews > 100 and overview.total.negative.n == 0
    assert {state.attention for state in overview.markets} == {"too few"}
