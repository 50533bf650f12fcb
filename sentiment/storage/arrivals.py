"""Reviews on their way into the database: batches that DuckDB takes one by one.

DuckDB asks for the next batch from threads of its own, so that the next one can be
read while this one is being stored, and no more than a few are in memory.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from sentiment.records import review_schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    import pyarrow as pa


class Arrivals:
    """Batches of reviews that are numbered as they pass; counts and dates of those so far.

    ``count`` is the number of reviews, ``labelled`` of them state a class, with ``keeping``
    of them columns are kept.
    """

    def __init__(self, batches: Iterator[pa.RecordBatch]) -> None:
        self._batches = batches
        self._error: BaseException | None = None
        self.count = 0
        self.labelled = 0
        self.keeping = 0
        self.first_date: date | None = None
        self.last_date: date | None = None

    def reader(self) -> pa.RecordBatchReader:
        """The batches with their ``position`` (0 is the first review), to be read once."""
        import pyarrow as pa

        schema = review_schema().append(pa.field("position", pa.int64()))
        return pa.RecordBatchReader.from_batches(schema, self._numbered(schema))

    @contextlib.contextmanager
    def own_errors(self) -> Iterator[None]:
        """Raise what went wrong in reading a batch itself, not DuckDB's words about it."""
        import duckdb

        try:
            yield
        except duckdb.Error:
            if self._error is not None:
                raise self._error from None
            raise

    def _numbered(self, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        import numpy as np
        import pyarrow as pa

        try:
            for batch in self._batches:
                positions = np.arange(self.count, self.count + batch.num_rows)
                columns = [*batch.columns, pa.array(positions, pa.int64())]
                self._note(batch)
                yield pa.RecordBatch.from_arrays(columns, schema=schema)
        except BaseException as error:
            self._error = error
            raise

    def _note(self, batch: pa.RecordBatch) -> None:
        import pyarrow.compute as pc

        self.count += batch.num_rows
        self.labelled += batch.num_rows - batch.column("label").null_count
        self.keeping += batch.num_rows - batch.column("kept").null_count
        span = pc.min_max(batch.column("written_at"))
        first, last = span["min"].as_py(), span["max"].as_py()
        if first is not None:
            self.first_date = min(self.first_date or first.date(), first.date())
            self.last_date = max(self.last_date or last.date(), last.date())
