"""JSON lines, JSON documents and Parquet: records with named, sometimes nested fields.

Nested objects become dotted headings (``reviewer.displayName``). Numbers keep the
digits with which they were written, so that long ids survive.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from sentiment.errors import ReadingError
from sentiment.reading.guessing import names_field
from sentiment.reading.keyed_records import keyed_records
from sentiment.reading.pace import Pace
from sentiment.reading.parsed_rows import (
    CELL_LIMIT,
    ParsedRows,
    check_width,
    rejected_table,
    rows_schema,
    shorten,
    too_long,
    unique_headings,
)
from sentiment.records import silent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sentiment.records import Progress

_ROW_KEYS = ("reviews", "locationReviews", "data", "results", "items", "records", "rows")
_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=lambda _: None)
_BATCH = 20_000
_DEEPEST = 20

Record = dict[str, str]


def looks_like_json(utf8: bytes) -> bool:
    """Whether text begins as a JSON object or array does."""
    head = utf8[:4096].lstrip()
    return re.match(rb'\{\s*(?:"|\}|$)|\[\s*(?:[\[{"\]]|$)', head) is not None


def read_json(
    utf8: bytes,
    *,
    limit: int | None = None,
    keep_blank: bool = False,
    progress: Progress = silent,
) -> tuple[str, ParsedRows]:
    """The records of JSON in UTF-8, and its container: "jsonl" or "json".

    "line" is the line in JSON lines, the number of the record in a document. A
    document that breaks off gives the records before the break. Raises ReadingError
    where there is no record.
    """
    gathered = _Records(limit, keep_blank=keep_blank)
    if _has_json_lines(utf8):
        container = "jsonl"
        pace = Pace(progress, stage="reading", total=utf8.count(b"\n") + 1)
        _read_lines(utf8, gathered, pace)
    else:
        container = "json"
        _read_document(utf8.decode("utf-8", errors="replace"), gathered, progress)
    return container, gathered.finish()


def read_parquet(data: bytes, *, limit: int | None = None, keep_blank: bool = False) -> ParsedRows:
    """The rows of a Parquet file, every value as text; "line" is the number of the row.

    Raises ReadingError for a broken file and for one that unfolds into too much.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    from sentiment.reading.containers import UNPACKED_LIMIT

    try:
        file = pq.ParquetFile(pa.BufferReader(data))
        meta = file.metadata
        unpacked = sum(
            meta.row_group(group).total_byte_size for group in range(meta.num_row_groups)
        )
        if unpacked > UNPACKED_LIMIT:
            raise ReadingError(
                f"The Parquet file unfolds into {unpacked:,} bytes.", hint="Split it and try again."
            )
        check_width(meta.num_columns)
        table = file.read()
    except (pa.ArrowException, OSError, ValueError, OverflowError, MemoryError) as error:
        raise ReadingError(
            f"The Parquet file is broken ({type(error).__name__}).", hint="Export it again."
        ) from error
    table = table.slice(0, limit) if limit is not None else table
    return _parquet_rows(table, keep_blank=keep_blank)


def _parquet_rows(table: Any, *, keep_blank: bool) -> ParsedRows:
    import pyarrow as pa
    import pyarrow.compute as pc

    for _ in range(_DEEPEST):
        if not any(pa.types.is_struct(field.type) for field in table.schema):
            break
        table = table.flatten()
    if table.num_columns == 0 or table.num_rows == 0:
        raise ReadingError("The Parquet file holds no row.", hint="Export it again.")
    columns = []
    for column in table.columns:
        text = _parquet_text(column)
        columns.append(pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text))
    line = pa.array(range(1, table.num_rows + 1), pa.int64())
    rows = pa.table([*columns, line], schema=rows_schema(len(columns)))
    long = None
    filled = None
    for place in range(len(columns)):
        over = pc.fill_null(pc.greater(pc.utf8_length(rows.column(place)), CELL_LIMIT), False)
        long = over if long is None else pc.or_(long, over)
        valid = pc.is_valid(rows.column(place))
        filled = valid if filled is None else pc.or_(filled, valid)
    lines = rows.filter(long).column("line").to_pylist()
    rejected = rejected_table((line, too_long(), "") for line in lines)
    short = pc.invert(long)
    kept = rows.filter(short if keep_blank else pc.and_(filled, short))
    return ParsedRows(unique_headings(table.column_names), kept, rejected)


def _parquet_text(column: Any) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_dictionary(kind):
        column = pc.cast(column, kind.value_type)
        kind = column.type
    if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return pa.chunked_array([[_as_text(value) for value in column.to_pylist()]], pa.string())
    try:
        return pc.cast(column, pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return pa.chunked_array([[_as_text(value) for value in column.to_pylist()]], pa.string())


def _has_json_lines(utf8: bytes) -> bool:
    """Whether the first two filled lines are JSON values of their own.

    A single line that holds a list of records is a document.
    """
    filled = [line for line in utf8[: 1 << 22].split(b"\n")[:50] if line.strip()][:2]
    if not utf8.lstrip().startswith(b"{") or not filled:
        return False
    first = _parse_line(filled[0])
    if first is None or len(filled) == 1:
        return first is not None and _records_of(first) is None
    return filled[1].lstrip()[:1] not in b'"}],:' or _parse_line(filled[1]) is not None


def _parse_line(line: bytes) -> Any:
    try:
        return _DECODER.decode(line.decode("utf-8", errors="replace"))
    except (ValueError, RecursionError):
        return None


def _read_lines(utf8: bytes, gathered: _Records, pace: Pace) -> None:
    start, number = 0, 0
    while start < len(utf8) and not gathered.is_full():
        end = utf8.find(b"\n", start)
        end = len(utf8) if end < 0 else end
        line = utf8[start:end].strip()
        start, number = end + 1, number + 1
        pace.tick()
        if not line:
            continue
        raw = line[: 8 * CELL_LIMIT].decode("utf-8", errors="replace")
        if len(line) > 8 * CELL_LIMIT:
            gathered.reject(number, too_long(), raw)
            continue
        value = _parse_line(line)
        if isinstance(value, dict):
            for record in _find_rows(value) or [value]:
                gathered.add(number, record)
        else:
            gathered.reject(number, "is not a JSON object", raw)
    pace.finish()


def _read_document(text: str, gathered: _Records, progress: Progress) -> None:
    try:
        document = _DECODER.decode(text)
    except RecursionError as error:
        raise ReadingError("The JSON is nested too deeply.", hint="Export it again.") from error
    except ValueError:
        _read_broken(text, gathered)
        return
    records = document if isinstance(document, list) else _records_of(document)
    if records is None:
        records = [document]
    pace = Pace(progress, stage="reading", total=len(records))
    for number, record in enumerate(records, start=1):
        if gathered.is_full():
            return
        gathered.add(number, record)
        pace.tick()
    pace.finish()


def _read_broken(text: str, gathered: _Records) -> None:
    """Read the records of the first array one by one, as far as they are whole."""
    opened = re.search(r"\[\s*(?=\{)", text)
    place = opened.end() if opened else 0
    number = 0
    while place < len(text) and text[place] == "{" and not gathered.is_full():
        number += 1
        try:
            record, end = _DECODER.raw_decode(text, place)
        except (ValueError, RecursionError):
            break
        gathered.add(number, record)
        following = re.compile(r"\s*,?\s*").match(text, end)
        place = following.end() if following else end
        if text[place : place + 1] == "]":
            return
    else:
        number += 1
    if not gathered.is_full() and text[place:].strip():
        gathered.reject(max(number, 1), "is not whole JSON: the file breaks off", text[place:])


def _records_of(document: Any) -> list[Any] | None:
    return _find_rows(document) or keyed_records(document)


def _find_rows(value: Any, depth: int = 0) -> list[Any] | None:
    """The list of records inside a document such as ``{"reviews": [...]}``.

    Under one of the known names they may also stand by key: ``{"reviews": {"r1": {…}}}``.
    """
    if not isinstance(value, dict) or depth > 3:
        return None
    named = [value[key] for key in _ROW_KEYS if key in value]
    for inner in named:
        if isinstance(inner, list) and inner and all(isinstance(item, dict) for item in inner):
            return inner
        found = _find_rows(inner, depth + 1)
        if not found and not _is_review(value):
            found = keyed_records(inner)
        if found:
            return found
    if depth == 0 and len(value) <= 3:
        lists = [inner for inner in value.values() if isinstance(inner, list) and inner]
        if len(lists) == 1 and all(isinstance(item, dict) for item in lists[0]):
            return list(lists[0])
    return None


def _is_review(value: dict[str, Any]) -> bool:
    """Whether an object has fields of a review beside those that may hold records."""
    return any(
        names_field(name, field)
        for name in value.keys() - _ROW_KEYS
        for field in ("text", "rating")
    )


def flatten(record: dict[str, Any]) -> Record:
    """Nested objects under dotted names, every value as text, nothing for null.

    >>> flatten({"reviewer": {"displayName": "Aylin"}, "tags": ["a", "b"], "n": None})
    {'reviewer.displayName': 'Aylin', 'tags': 'a, b'}
    """
    flat: Record = {}
    _flatten(record, "", flat, 0)
    return flat


def _flatten(value: dict[str, Any], prefix: str, flat: Record, depth: int) -> None:
    for key, inner in value.items():
        name = f"{prefix}{key}"
        if isinstance(inner, dict) and inner and depth < _DEEPEST:
            _flatten(inner, f"{name}.", flat, depth + 1)
            continue
        text = _as_text(inner)
        if text:
            flat[name] = text


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        value = value.decode("utf-8", errors="replace")
    if isinstance(value, list) and not any(isinstance(item, (dict, list)) for item in value):
        return ", ".join(filter(None, map(_as_text, value)))
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, default=str) if value else ""
    # A lone surrogate (\ud800) is valid JSON and no text.
    return str(value).replace("\0", "").encode("utf-8", errors="replace").decode("utf-8")


class _Records:
    """Gathers flat records whose fields become known only as they come."""

    def __init__(self, limit: int | None, *, keep_blank: bool) -> None:
        self._limit = limit
        self._keep_blank = keep_blank
        self._places: dict[str, int] = {}
        self._lines: list[int] = []
        self._records: list[Record] = []
        self._tables: list[Any] = []
        self._kept = 0
        self._rejections: list[tuple[int, str, str]] = []

    def is_full(self) -> bool:
        return self._limit is not None and self._kept >= self._limit

    def add(self, number: int, value: Any) -> None:
        if not isinstance(value, dict):
            self.reject(number, "is not a JSON object", str(value))
            return
        flat = flatten(value)
        if not flat and not self._keep_blank:
            return
        if any(len(text) > CELL_LIMIT for text in flat.values()):
            self.reject(number, too_long(), str({key: text[:200] for key, text in flat.items()}))
            return
        for name in flat:
            self._places.setdefault(name, len(self._places))
        check_width(len(self._places))
        self._lines.append(number)
        self._records.append(flat)
        self._kept += 1
        if len(self._records) >= _BATCH:
            self._flush()

    def reject(self, number: int, reason: str, raw: str) -> None:
        self._rejections.append((number, reason, shorten(raw)))

    def finish(self) -> ParsedRows:
        import pyarrow as pa

        if not self._places and not self._rejections:
            raise ReadingError(
                "The JSON holds no record.", hint="Export it again with reviews in it."
            )
        if not self._places:
            raise ReadingError(
                f"The JSON holds no whole record: the first {self._rejections[0][1]}.",
                hint="Export it again.",
            )
        self._flush()
        schema = rows_schema(len(self._places))
        rows = pa.concat_tables(self._widen(table, schema) for table in self._tables)
        return ParsedRows(unique_headings(self._places), rows, rejected_table(self._rejections))

    def _widen(self, table: Any, schema: Any) -> Any:
        import pyarrow as pa

        empty = pa.nulls(table.num_rows, pa.string())
        columns = [
            table.column(field.name) if field.name in table.column_names else empty
            for field in schema
        ]
        return pa.table(columns, schema=schema)

    def _flush(self) -> None:
        import pyarrow as pa

        if not self._records:
            return
        columns: list[Iterable[str | None]] = [
            [record.get(name) for record in self._records] for name in self._places
        ]
        arrays = [pa.array(column, pa.string()) for column in columns]
        arrays.append(pa.array(self._lines, pa.int64()))
        self._tables.append(pa.table(arrays, schema=rows_schema(len(arrays) - 1)))
        self._records, self._lines = [], []
