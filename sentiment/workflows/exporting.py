"""Hand reviews and their scores out as a file."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sentiment.errors import UsageError
from sentiment.records import Filters

if TYPE_CHECKING:
    from sentiment.storage.database import Database

Kind = Literal["csv", "parquet"]


def export_file(database: Database, *, output: Path, filters: Filters | None = None) -> int:
    """Write the reviews that pass ``filters`` to ``output``; return how many.

    The ending decides: ``.csv`` (safe to open in a spreadsheet) or
    ``.parquet`` (texts as they are). The file appears whole or not at all.
    """
    kind = output.suffix.lower().removeprefix(".")
    if kind not in ("csv", "parquet"):
        raise UsageError(
            f"'{output.name}' ends in neither .csv nor .parquet.", hint="Name one of the two."
        )
    if not output.parent.is_dir():
        raise UsageError(
            f"There is no folder '{output.parent}'.", hint="Make it, or name another one."
        )
    partial = output.with_name(output.name + ".partial")
    try:
        rows = _write(database, partial, kind, filters or Filters())
        partial.replace(output)
    finally:
        partial.unlink(missing_ok=True)
    return rows


def export_bytes(database: Database, *, filters: Filters | None = None, kind: Kind) -> bytes:
    """The same as :func:`export_file`, in memory, for a download."""
    with tempfile.TemporaryDirectory(prefix="polytone-") as folder:
        path = Path(folder) / f"reviews.{kind}"
        _write(database, path, kind, filters or Filters())
        return path.read_bytes()


def _write(database: Database, path: Path, kind: str, filters: Filters) -> int:
    import pyarrow as pa
    import pyarrow.parquet

    from sentiment.storage.search import export_table
    from sentiment.workflows.spreadsheets import write_csv

    reader = export_table(database, filters=filters)
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
