from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from sentiment.errors import UsageError
from sentiment.records import (
    Choices,
    Filters,
    SentimentCounts,
    SurenessThresholds,
)
from sentiment.storage import imports, summaries

if TYPE_CHECKING:
    from collections.abc import Callable

    from sentiment.storage.database import Database

ROWS = [
    {
        "text": "a",
        "market": "DE",
        "product": "Lamp",
        "stars": 1.0,
        "written_at": datetime(2025, 1, 5),  # a Sunday
        "language": ("de", 0.9, False),
        "scores": (0.8, 0.1, 0.1),
    },
    {
        "text": "b",
        "market": "DE",
        "stars": 4.5,
        "written_at": datetime(2025, 1, 6),  # a Monday
        "language": ("en", 0.9, False),
        "scores": (0.1, 0.1, 0.8),
    },
    {"text": "c", "market": "FR", "written_at": datetime(2025, 2, 1), "scores": (0.1, 0.8, 0.1)},
    {"market": "FR", "stars": 2.0},
    {"text": "d"},
]


@pytest.fixture
def filled(database: Database, fill: Callable[..., None]) -> Database:
    fill(ROWS)
    return database


def test_all_together(filled: Database) -> None:
    [counts] = summaries.count_by(filled, by=None)
    assert counts == SentimentCounts("", 5, 1, 1, 1, starred=3, stars_sum=7.5)
    assert counts.scored == 3


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("market", {"": 1, "DE": 2, "FR": 2}),
        ("language", {"": 3, "de": 1, "en": 1}),
        ("product", {"": 4, "Lamp": 1}),
        ("source", {"shop": 5}),
        ("month", {"": 2, "2025-01": 2, "2025-02": 1}),
    ],
)
def test_groups(filled: Database, by: str, expected: dict[str, int]) -> None:
    counts = summaries.count_by(filled, by=by)
    assert {count.group: count.reviews for count in counts} == expected
    assert [count.group for count in counts] == sorted(expected)
    assert sum(count.scored for count in counts) == 3
    assert sum(count.starred for count in counts) == 3
    assert all(count.period is None for count in counts)


def test_markets_in_full(filled: Database) -> None:
    assert summaries.count_by(filled, by="market")[1:] == [
        SentimentCounts("DE", 2, 1, 0, 1, starred=2, stars_sum=5.5),
        SentimentCounts("FR", 2, 0, 1, 0, starred=1, stars_sum=2.0),
    ]


def test_scored_reviews_below_the_threshold_of_their_language(filled: Database) -> None:
    thresholds = SurenessThresholds(0.9, (("en", 0.5), ("nl", 1.0)))
    assert summaries.count_unsure(filled, thresholds=thresholds) == [
        summaries.UnsureCounts("", 1, 1),
        summaries.UnsureCounts("de", 1, 1),
        summaries.UnsureCounts("en", 1, 0),
    ]
    assert summaries.count_unsure(
        filled, thresholds=thresholds, filters=Filters(markets=("FR",))
    ) == [summaries.UnsureCounts("", 1, 1)]


def test_nothing_scored_is_no_language(database: Database, fill: Callable[..., None]) -> None:
    fill([{"text": "d"}, {"stars": 2.0}])
    assert summaries.count_unsure(database, thresholds=SurenessThresholds(1.0)) == []


@pytest.mark.parametrize(
    ("grain", "expected"),
    [
        ("day", [date(2025, 1, 5), date(2025, 1, 6), date(2025, 2, 1)]),
        ("week", [date(2024, 12, 30), date(2025, 1, 6), date(2025, 1, 27)]),
        ("month", [date(2025, 1, 1), date(2025, 1, 1), date(2025, 2, 1)]),
    ],
)
def test_periods_begin_on_their_first_day(
    filled: Database, grain: Any, expected: list[date]
) -> None:
    counts = summaries.count_by(filled, by="market", grain=grain)
    periods = [count.period for count in counts for _ in range(count.reviews)]
    assert periods == expected  # undated reviews are in no period


def test_filters_and_grain_together(filled: Database) -> None:
    filters = Filters(markets=("DE",), since=date(2025, 1, 6))
    assert summaries.count_by(filled, by="language", filters=filters, grain="week") == [
        SentimentCounts("en", 1, 0, 0, 1, starred=1, stars_sum=4.5, period=date(2025, 1, 6))
    ]


def test_only_current_versions_count(database: Database, export: Callable[..., Any]) -> None:
    for market in ("DE", "FR"):
        row = {"external_id": "a-long-id", "text": "good", "market": market}
        imports.store_export(database, export([row]))
    assert [count.group for count in summaries.count_by(database, by="market")] == ["FR"]
    assert summaries.read_choices(database).markets == {"FR": 1}


def test_choices(filled: Database) -> None:
    choices = summaries.read_choices(filled)
    assert choices == Choices(
        languages={"": 3, "de": 1, "en": 1},
        markets={"DE": 2, "FR": 2, "": 1},
        products={"": 4, "Lamp": 1},
        sources={"shop": 5},
        first_day=date(2025, 1, 5),
        last_day=date(2025, 2, 1),
        reviews=5,
        scored=3,
    )
    assert list(choices.markets) == ["DE", "FR", ""]


def test_empty_database(database: Database) -> None:
    assert summaries.read_choices(database) == Choices({}, {}, {}, {}, None, None, 0, 0)
    assert summaries.count_by(database, by="market") == []
    assert sum(count.reviews for count in summaries.count_by(database, by=None)) == 0


def test_unknown_grouping_is_refused(database: Database) -> None:
    with pytest.raises(UsageError, match=r"'planet'.*market, language"):
        summaries.count_by(database, by="planet")
    with pytest.raises(UsageError, match=r"'year'.*day, week, month"):
        summaries.count_by(database, by=None, grain="year")  # type: ignore[arg-type]
