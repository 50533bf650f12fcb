"""Trends over a stored world."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sentiment.errors import UsageError
from sentiment.evaluation.periods import Period, latest_period
from sentiment.evaluation.trend_series import OTHERS
from sentiment.records import Filters
from sentiment.storage.database import Database, open_database
from sentiment.storage.search import count_reviews
from sentiment.workflows.events import add_event
from sentiment.workflows.exploring import choices
from sentiment.workflows.trends import filters_of_point, follow_sentiment
from tests.manager_data import LAST_DAY, RELEASE, fill

QUARTER = Period(date(2026, 4, 2), LAST_DAY)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    opened = open_database(tmp_path_factory.mktemp("trends") / "filled.duckdb")
    fill(opened)
    yield opened
    opened.close()


def test_groups_are_ranked_and_the_rest_put_together(database):
    everything = latest_period(choices(database), days=None)
    trend = follow_sentiment(
        database, by="market", grain="month", measure="negative", period=everything, most=4
    )
    assert [series.group for series in trend.series] == ["US", "DE", "FR", OTHERS]
    assert set(trend.series[-1].members) == {"JP", "BR", "SA"}
    assert sum(series.reviews for series in trend.series) == choices(database).reviews
    assert len(trend.series[0].points) == 18


@pytest.mark.parametrize("measure", ["negative", "positive", "net", "stars"])
@pytest.mark.parametrize("grain", ["day", "week", "month"])
def test_every_measure_by_every_grain(database, measure, grain):
    trend = follow_sentiment(
        database, by="product", grain=grain, measure=measure, period=QUARTER, compare=True
    )
    for series in trend.series:
        assert [p.start for p in series.points] == sorted(p.start for p in series.points)
        for point in series.points:
            assert point.value is not None
            assert point.value.low <= point.value.value <= point.value.high
        assert series.earlier
        assert all(p.counted_from < QUARTER.since for p in series.earlier)
        assert min(p.start for p in series.earlier) >= date(2026, 3, 30)


def test_a_click_on_a_point_leads_to_exactly_its_reviews(database):
    trend = follow_sentiment(
        database, by="market", grain="week", measure="negative", period=QUARTER, most=3
    )
    for series in trend.series:
        for point in (series.points[0], series.points[5]):
            filters = filters_of_point(trend, group=series.group, start=point.start)
            assert filters is not None
            assert count_reviews(database, filters=filters) == point.counts.reviews
    assert filters_of_point(trend, group="XX", start=QUARTER.since) is None
    assert filters_of_point(trend, group="US", start=date(1999, 1, 4)) is None


def test_events_of_the_period_and_of_the_markets_shown(tmp_path: Path):
    with open_database(tmp_path / "events.duckdb") as store:
        add_event(store, day=RELEASE, label="Release 4")
        add_event(store, day=RELEASE, label="Campaign", market="DE")
        add_event(store, day=date(2020, 1, 1), label="Long ago")

        def labels(filters: Filters) -> list[str]:
            trend = follow_sentiment(
                store, by="market", grain="week", measure="net", period=QUARTER, filters=filters
            )
            return [event.label for event in trend.events]

        assert labels(Filters()) == ["Release 4", "Campaign"]
        assert labels(Filters(markets=("FR",))) == ["Release 4"]


def test_an_unknown_measure_is_refused(database):
    with pytest.raises(UsageError, match="'joy'"):
        follow_sentiment(database, by="market", grain="week", measure="joy", period=QUARTER)
