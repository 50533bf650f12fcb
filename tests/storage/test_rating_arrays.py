from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sentiment.errors import UsageError
from sentiment.records import Filters
from sentiment.storage.annotations import annotate
from sentiment.storage.rating_arrays import (
    RatedCounts,
    count_rated,
    even_limit,
    rating_arrays,
    reading_tables,
)

from .judged_rows import POSITIVE, ROWS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sentiment.storage.database import Database


def test_only_reviews_with_stars_and_a_score_are_in_the_arrays(
    database: Database, fill: Callable[..., None]
) -> None:
    fill(ROWS)
    arrays = rating_arrays(database, by="market")
    assert arrays["name"].to_pylist() == ["DE", "DE", "DE", "FR", "FR", ""]
    assert arrays["stars"].to_pylist() == [1.0, 1.0, 1.0, 3.0, 5.0, 5.0]
    assert arrays["product"].to_pylist() == ["Lamp"] + [None] * 5
    assert arrays["p_positive"].to_pylist()[1] == pytest.approx(0.8)
    assert count_rated(database, by="market") == [
        RatedCounts("", 1, 1, 1, 1),
        RatedCounts("DE", 3, 3, 3, 3),
        RatedCounts("FR", 4, 3, 3, 2),
    ]
    german = Filters(markets=("DE",))
    assert rating_arrays(database, by="language", filters=german)["name"].to_pylist() == [
        "de", "de", "nl",
    ]  # fmt: skip


def test_large_groups_are_sampled_evenly_and_small_ones_stay_whole(
    database: Database, fill: Callable[..., None]
) -> None:
    fill([
        {"text": f"t{n}", "stars": 1.0 + n % 5, "scores": POSITIVE,
         "market": "DE" if n % 10 else "FR", "product": "old" if n < 250 else "new"}
        for n in range(500)
    ])  # fmt: skip
    arrays = rating_arrays(database, by="market", most_a_group=100)
    names = arrays["name"].to_pylist()
    assert (names.count("DE"), names.count("FR")) == (100, 50)
    assert 30 <= arrays["product"].to_pylist().count("old") - 25 <= 70
    assert arrays.equals(rating_arrays(database, by="market", most_a_group=100))


def test_only_answers_about_drawn_reviews_tell_of_the_models_reading(
    database: Database, fill: Callable[..., None]
) -> None:
    fill(ROWS)
    annotate(database, review_id=1, answer="neutral", annotator="Ana", drawn=True)
    annotate(database, review_id=2, answer="negative", annotator="Ana")
    annotate(database, review_id=3, answer="cannot tell", annotator="Ana", drawn=True)
    # The fifth has a label of its file, which may come from its stars.
    tables = reading_tables(database, by="market")
    assert {name: table.tolist() for name, table in tables.items()} == {
        "DE": [[0, 0, 0], [1, 0, 0], [0, 0, 0]]
    }


@pytest.mark.parametrize("by", ["moon", "model", "column:moon"])
def test_what_is_no_grouping_is_refused(database: Database, by: str) -> None:
    with pytest.raises(UsageError):
        count_rated(database, by=by)
    with pytest.raises(UsageError):
        rating_arrays(database, by=by)


@pytest.mark.parametrize(
    ("sizes", "most", "limit"),
    [([], 10, 0), ([100], 10, 10), ([1, 2, 3], 10, 3), ([1, 50, 50], 21, 10), ([5, 5], 10, 5)],
)
def test_the_limit_keeps_small_groups_whole(sizes: list[int], most: int, limit: int) -> None:
    assert even_limit(sizes, most=most) == limit
    assert sum(min(size, limit) for size in sizes) <= most
