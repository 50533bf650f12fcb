"""Batches that pass into the database are numbered, dated, and fail with their own error."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from sentiment.errors import ReadingError
from sentiment.records import ExportStream
from sentiment.storage import imports, search
from sentiment.storage.arrivals import Arrivals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sentiment.records import ReadExport
    from sentiment.storage.database import Database


@pytest.fixture
def reviews(export: Callable[..., ReadExport]) -> pa.Table:
    days = [datetime(2025, 3, 5), None, datetime(2024, 2, 1), datetime(2025, 1, 1)]
    return export([{"text": f"text {day}", "written_at": day} for day in days]).reviews


def test_positions_go_on_over_batches(reviews: pa.Table) -> None:
    arrivals = Arrivals(iter(reviews.to_batches(max_chunksize=3)))
    assert arrivals.reader().read_all().column("position").to_pylist() == [0, 1, 2, 3]
    assert arrivals.count == 4
    assert (arrivals.first_date, arrivals.last_date) == (date(2024, 2, 1), date(2025, 3, 5))


def test_nothing_arrives_without_a_date(reviews: pa.Table) -> None:
    arrivals = Arrivals(iter(reviews.slice(1, 1).to_batches()))
    assert arrivals.reader().read_all().num_rows == 1
    assert (arrivals.first_date, arrivals.last_date) == (None, None)


def test_an_error_half_way_is_raised_as_it_is_and_leaves_nothing(
    database: Database, export: Callable[..., Any], reviews: pa.Table
) -> None:
    whole = ExportStream.of(export([]))

    def batches() -> Iterator[pa.RecordBatch]:
        yield from reviews.to_batches()
        raise ReadingError("The disk was pulled out.")

    broken = ExportStream(whole.profile, 4, batches(), whole.finish)
    with pytest.raises(ReadingError, match="pulled out"):
        imports.store_export(database, broken)
    assert search.count_reviews(database) == 0
    assert imports.list_imports(database) == []
    imports.store_export(database, export([{"text": "fine"}]))
    assert search.count_reviews(database) == 1
