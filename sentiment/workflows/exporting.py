"""Hand reviews and their scores out as a file."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from sentiment.records import Filters
from sentiment.workflows.abstaining import active_bands, thresholds_of
from sentiment.workflows.output_files import Kind as Kind
from sentiment.workflows.output_files import output_kind, whole_file

if TYPE_CHECKING:
    from sentiment.storage.database import Database


def export_file(database: Database, *, output: Path, filters: Filters | None = None) -> int:
    """Write the reviews that pass ``filters`` to ``output``; return how many.

    The ending decides: ``.csv`` (safe to open in a spreadsheet) or
    ``.parquet`` (texts as they are). The file appears whole or not at all.
    """
    kind = output_kind(output)
    with whole_file(output) as partial:
        return _write(database, partial, kind, filters or Filters())


def export_bytes(database: Database, *, filters: Filters | None = None, kind: Kind) -> bytes:
    """The same as :func:`export_file`, in memory, for a download."""
    with tempfile.TemporaryDirectory(prefix="polytone-") as folder:
        path = Path(folder) / f"reviews.{kind}"
        _write(database, path, kind, filters or Filters())
        return path.read_bytes()


def _write(database: Database, path: Path, kind: Kind, filters: Filters) -> int:
    import pyarrow as pa
    import pyarrow.parquet

    from sentiment.storage.search import export_table
    from sentiment.workflows.spreadsheets import write_csv

    bands = active_bands(database)
    thresholds = thresholds_of(bands) if bands else None
    reader = export_table(database, filters=filters, thresholds=thresholds)
    rows = 0
    if kind == "parquet":
        with pyarrow.parquet.ParquetWriter(path, reader.schema, compression="zstd") as writer:
            for batch in reader:
                writer.write_batch(batch)
                rows += batch.num_rows
        return rows
    with path.open("wb") as out:
        out.write(b"\xef\xbb\xbf")
        write_csv(reader.schema.empty_table(), out)
        for batch in reader:
            write_csv(pa.Table.from_batches([batch]), out, header=False)
            rows += batch.num_rows
    return rows
