"""Write an export byte for byte as its source does, and read it."""

from __future__ import annotations

from pathlib import Path

from sentiment.reading.exports import read_file
from sentiment.records import (
    ReadExport,
    ReadingOptions,
    rejected_schema,
    review_schema,
)


def read(path: Path, content: bytes | str, **options: object) -> ReadExport:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (export,) = read_file(path, options=ReadingOptions(**options))  # type: ignore[arg-type]
    assert export.read == export.reviews.num_rows + export.rejected.num_rows
    assert export.reviews.schema == review_schema()
    assert export.rejected.schema == rejected_schema()
    return export


def rows(export: ReadExport, *names: str) -> list[tuple[object, ...]]:
    return [tuple(row[name] for name in names) for row in export.reviews.to_pylist()]


def lines(*written: str, end: str = "\r\n") -> str:
    return end.join(written) + end
