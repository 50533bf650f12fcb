from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from sentiment.errors import UsageError
from sentiment.records import Filters, StoredReview, SurenessThresholds
from sentiment.storage import imports, search

if TYPE_CHECKING:
    from collections.abc import Callable

    from sentiment.storage.database import Database

ROWS = [
    {"text": "a", "written_at": datetime(2025, 1, 2), "scores": (0.6, 0.3, 0.1)},
    {"text": "b", "written_at": datetime(2025, 1, 3), "scores": (0.25, 0.35, 0.4)},
    {"text": "c", "scores": (0.01, 0.01, 0.98)},
    {"text": "d", "written_at": datetime(2025, 1, 1)},
]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("newest", "badc"),
        ("oldest", "dabc"),
        ("most negative", "abcd"),
        ("most positive", "cbad"),
        ("least sure", "bacd"),
    ],
)
def test_orders(
    database: Database, fill: Callable[..., None], order: search.Order, expected: str
) -> None:
    fill(ROWS)
    found = search.find_reviews(database, order=order)
    assert "".join(review.text or "" for review in found) == expected
    pages = [search.find_reviews(database, order=order, limit=3, offset=n) for n in (0, 3, 6)]
    assert [review for page in pages for review in page] == found


def test_unknown_order_is_refused(database: Database) -> None:
    with pytest.raises(UsageError, match=r"'random'.*newest, oldest"):
        search.find_reviews(database, order="random")  # type: ignore[arg-type]


def test_review_is_shown_in_full(database: Database, fill: Callable[..., None]) -> None:
    written = datetime(2025, 1, 2, 3, 4, 5)
    fill(
        [
            {
                "external_id": "a-long-id",
                "title": "جيد",
                "body": "ممتاز",
                "text": "جيد\nممتاز",
                "translation": "good",
                "stars": 5.0,
                "written_at": written,
                "declared_language": "fa",
                "market": "EG",
                "product": "Lamp",
                "language": ("ar", 0.75, True),
                "scores": (0.125, 0.25, 0.625),
            }
        ]
    )
    expected = StoredReview(
        review_id=1,
        version=1,
        source="shop",
        title="جيد",
        body="ممتاز",
        text="جيد\nممتاز",
        translation="good",
        stars=5.0,
        written_at=written,
        language="ar",
        language_confidence=0.75,
        language_uncertain=True,
        declared_language="fa",
        market="EG",
        product="Lamp",
        sentiment="positive",
        p_negative=0.125,
        p_neutral=0.25,
        p_positive=0.625,
    )
    assert search.find_reviews(database) == [expected]
    assert search.read_review(database, review_id=1) == [expected]
    assert search.read_review(database, review_id=2) == []


def test_export_holds_what_a_person_needs(database: Database, fill: Callable[..., None]) -> None:
    fill([ROWS[0] | {"language": ("en", 0.5, True), "rating": 8.0, "author": "Ana"}, ROWS[3]])
    first, second = search.export_table(database).read_all().to_pylist()
    expected = {
        "source": "shop",
        "file": "reviews.csv",
        "line": 2,
        "language": "en",
        "language_confidence": 0.5,
        "language_uncertain": True,
        "written_at": datetime(2025, 1, 2),
        "rating": 8.0,
        "author": "Ana",
        "text": "a",
        "sentiment": "negative",
        "model": "model-1",
    }
    assert {name: first[name] for name in expected} == expected
    assert (second["text"], second["sentiment"], second["model"]) == ("d", None, None)


def test_export_tells_what_is_below_its_threshold(
    database: Database, fill: Callable[..., None]
) -> None:
    sure = (0.1, 0.1, 0.8)
    fill(
        [
            {"text": "a", "language": ("de", 0.9, False), "scores": sure},
            {"text": "b", "language": ("en", 0.9, False), "scores": sure},
            {"text": "c", "scores": sure},
            {"text": "d"},
        ]
    )
    thresholds = SurenessThresholds(0.7, (("de", 0.9), ("en", 0.5)))
    table = search.export_table(database, thresholds=thresholds).read_all()
    assert table["below_abstain_threshold"].to_pylist() == [True, False, False, None]
    without = search.export_table(database).read_all()
    assert without["below_abstain_threshold"].to_pylist() == [None] * 4
    assert without.schema == table.schema
    # A filter and the column keep their own thresholds.
    only = Filters(unsure=SurenessThresholds(0.85))
    kept = search.export_table(database, filters=only, thresholds=thresholds).read_all()
    assert kept["below_abstain_threshold"].to_pylist() == [True, False, False]


def test_export_comes_in_pieces_of_one_moment(
    database: Database, export: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_ROWS_AT_ONCE", 10)
    rows = [{"text": f"text {number:02}"} for number in range(35)]
    imports.store_export(database, export(rows))
    reader = search.export_table(database, filters=Filters(text="text"))
    first = reader.read_next_batch()
    imports.store_export(database, export([{"text": "text later"}]))
    rest = list(reader)
    assert max(batch.num_rows for batch in (first, *rest)) <= 10
    texts = [text for batch in (first, *rest) for text in batch["text"].to_pylist()]
    assert texts == [row["text"] for row in rows]
    assert search.export_table(database).read_all().num_rows == 36


def test_export_of_nothing_has_columns(database: Database) -> None:
    table = search.export_table(database).read_all()
    assert table.num_rows == 0
    assert {"source", "text", "sentiment", "model"} <= set(table.column_names)


def test_sample_is_the_same_each_time_and_spread(
    database: Database, export: Callable[..., Any]
) -> None:
    rows = [{"text": f"text {number:03}"} for number in range(300)]
    imports.store_export(database, export([*rows, {"stars": 3.0}]))
    sample = search.sample_texts(database, limit=60)
    assert sample.column_names == ["text", "language"]
    texts = sample["text"].to_pylist()
    assert texts == search.sample_texts(database, limit=60)["text"].to_pylist()
    assert len(set(texts)) == 60
    thirds = [sum(text[5] == first for text in texts) for first in "012"]
    assert min(thirds) >= 10, thirds
    assert search.sample_texts(database, limit=1000).num_rows == 300
