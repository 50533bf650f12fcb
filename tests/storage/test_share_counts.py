from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from sentiment.errors import UsageError
from sentiment.records import Filters
from sentiment.storage.annotations import annotate
from sentiment.storage.share_counts import (
    AnsweredReviews,
    call_counts,
    count_answered,
    labelled_tables,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sentiment.storage.database import Database

BAD, SO_SO, GOOD = (0.8, 0.1, 0.1), (0.1, 0.8, 0.1), (0.1, 0.1, 0.8)


def row(number: int, scores: Any, **more: Any) -> dict[str, Any]:
    return {
        "text": f"text {number}",
        "scores": scores,
        "market": "JP",
        "language": ("ja", 0.9, False),
        "written_at": datetime(2025, 1, number),
    } | more


ROWS = [
    row(1, BAD, label=0),
    row(2, BAD),
    row(3, GOOD, written_at=datetime(2025, 2, 3)),
    row(4, SO_SO, language=("en", 0.9, False)),
    row(5, GOOD, market="BR", language=("pt", 0.9, False), kept=[("Tier", "gold")]),
    row(6, GOOD, market=None, language=None, written_at=None, stars=1.0),
    {"text": "not scored", "market": "JP"},
]


@pytest.fixture
def counted(database: Database, fill: Callable[..., None]) -> Database:
    fill([{key: value for key, value in one.items() if value is not None} for one in ROWS])
    return database


def listed(database: Database, **given: Any) -> list[tuple[Any, ...]]:
    found = call_counts(database, **given)
    return [(one.group, one.market, one.language, one.period, *one.calls) for one in found]


def test_calls_are_counted_by_group_market_and_language(counted: Database) -> None:
    assert listed(counted, by="market") == [
        ("", "", "", None, 0, 0, 1),
        ("BR", "BR", "pt", None, 0, 0, 1),
        ("JP", "JP", "en", None, 0, 1, 0),
        ("JP", "JP", "ja", None, 2, 0, 1),
    ]
    assert listed(counted, by="market", most=1)[0][:3] == ("JP", "JP", "en")
    assert {one[0] for one in listed(counted, by=None)} == {""}
    japan = listed(counted, by="language", filters=Filters(markets=("JP",)))
    assert [one[0] for one in japan] == ["en", "ja"]


def test_periods_leave_out_what_has_no_date(counted: Database) -> None:
    found = listed(counted, by="language", grain="month")
    assert [(one[0], one[3], sum(one[4:])) for one in found] == [
        ("en", date(2025, 1, 1), 1),
        ("ja", date(2025, 1, 1), 2),
        ("ja", date(2025, 2, 1), 1),
        ("pt", date(2025, 1, 1), 1),
    ]


@pytest.mark.parametrize("by", ["product", "source", "month", "domain", "column:Tier"])
def test_every_grouping_counts_all_scored_reviews(counted: Database, by: str) -> None:
    found = call_counts(counted, by=by)
    assert sum(one.calls.sum() for one in found) == 6
    assert sum(table.sum() for table in labelled_tables(counted, by=by).values()) == 1


def test_what_is_no_grouping_is_refused(counted: Database) -> None:
    for by in ("model", "truth", "colour", "column:Colour"):
        with pytest.raises(UsageError):
            call_counts(counted, by=by)
    with pytest.raises(UsageError, match="no period 'year'"):
        call_counts(counted, by=None, grain="year")  # type: ignore[arg-type]


def test_drawn_answers_and_labels_of_the_file_are_labels(counted: Database) -> None:
    answers = (
        (2, "neutral", True),
        (3, "positive", False),
        (4, "cannot tell", True),
        (5, "positive", True),
        (1, "positive", True),
    )
    for review_id, answer, drawn in answers:
        annotate(counted, review_id=review_id, answer=answer, annotator="Ana", drawn=drawn)
    annotate(counted, review_id=5, answer="negative", annotator="Bo")
    tables = labelled_tables(counted, by="market")
    assert {name: table.tolist() for name, table in tables.items()} == {
        ("BR", "BR", "pt"): [[0, 0, 0], [0, 0, 0], [0, 0, 1]],
        ("JP", "JP", "ja"): [[0, 0, 0], [1, 0, 0], [1, 0, 0]],
    }
    assert count_answered(counted) == AnsweredReviews(drawn=3, undecided=1, picked=1)
    assert count_answered(counted, filters=Filters(markets=("BR",))).drawn == 1
