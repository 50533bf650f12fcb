"""Rows that are refused: why, and as they stood."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from sentiment.reading.cells import trimmed
from sentiment.reading.formulas import REASON as FORMULA
from sentiment.reading.profiles import heading_key, headings_by_key
from sentiment.records import rejected_schema

if TYPE_CHECKING:
    from collections.abc import Collection

    import pyarrow as pa

    from sentiment.reading.profiles import Profile
    from sentiment.reading.ratings import Ratings
    from sentiment.reading.raw_tables import RawTable

NOTHING = "no text and no rating"
UNREADABLE = "no text, and the rating cannot be read"
WITHHELD = "[withheld]"


def refusals(
    raw: RawTable,
    profile: Profile | None,
    *,
    texts: pa.Array,
    ratings: Ratings,
    text_columns: Collection[str] = (),
) -> pa.Array:
    """For each row the reason why it is refused; null where it is kept.

    ``text_columns`` are the raw columns that hold the body of a review.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    reasons = pa.nulls(raw.rows.num_rows, pa.string())
    present = headings_by_key(raw.headings)
    for rule in profile.rejections if profile else ():
        heading = present.get(heading_key(rule.heading))
        if heading is not None:
            cells = trimmed(raw.rows.column(f"c{raw.headings.index(heading)}"))
            met = pc.is_in(pc.utf8_lower(cells), value_set=pa.array(rule.values, pa.string()))
            reasons = pc.coalesce(reasons, _where(met, rule.reason))
    empty = pc.and_(pc.is_null(texts), pc.is_null(ratings.stars))
    if raw.formulas:
        lost = _lines_with_formula(raw, text_columns)
        anywhere = _lines_with_formula(raw, raw.rows.column_names)
        reasons = pc.coalesce(reasons, _where(pc.or_(lost, pc.and_(empty, anywhere)), FORMULA))
    if pc.any(empty).as_py():
        unread = pc.and_(empty, ratings.filled)
        reasons = pc.coalesce(
            reasons, _where(pc.and_(unread, pc.is_valid(ratings.values)), _outside(ratings))
        )
        reasons = pc.coalesce(reasons, _where(unread, UNREADABLE))
        reasons = pc.coalesce(reasons, _where(empty, NOTHING))
    return reasons


def rejected_rows(raw: RawTable, reasons: pa.Array, *, profile: Profile | None) -> pa.Table:
    """The rows that have a reason, with the cells of private columns withheld.

    ``raw`` is the row as a line of its format, or as JSON where it came from JSON.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    refused = pc.is_valid(reasons)
    rows = raw.rows.filter(refused)
    private = {heading_key(h) for h in profile.private} if profile else set()
    formulas = [raw.formulas.get(line, {}) for line in rows.column("line").to_pylist()]
    columns = []
    for position, heading in enumerate(raw.headings):
        cells = rows.column(f"c{position}").to_pylist()
        cells = [cell or lost.get(position) for cell, lost in zip(cells, formulas, strict=True)]
        if heading_key(heading) in private:
            cells = [cell and WITHHELD for cell in cells]
        columns.append(cells)
    if raw.container in {"json", "jsonl"}:
        stood = [_as_json(raw, values) for values in zip(*columns, strict=True)]
    else:
        delimiter = raw.delimiter or ","
        stood = [_as_line(values, delimiter) for values in zip(*columns, strict=True)]
    return pa.table(
        [
            rows.column("line").combine_chunks(),
            reasons.filter(refused),
            pa.array(stood, pa.string()),
        ],
        schema=rejected_schema(),
    )


def _lines_with_formula(raw: RawTable, columns: Collection[str]) -> pa.Array:
    """Whether a row lacks the result of a formula in one of ``columns``."""
    import pyarrow as pa
    import pyarrow.compute as pc

    lines = [
        line
        for line, cells in raw.formulas.items()
        if any(f"c{place}" in columns for place in cells)
    ]
    column = raw.rows.column("line").combine_chunks()
    return pc.is_in(column, value_set=pa.array(lines, pa.int64()))


def _where(mask: pa.Array, reason: str) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.if_else(pc.fill_null(mask, False), reason, pa.scalar(None, pa.string()))


def _outside(ratings: Ratings) -> str:
    if ratings.scale is None:
        return UNREADABLE
    low, high = ratings.scale.low, ratings.scale.high
    return f"no text, and the rating lies outside the scale {low:g} to {high:g}"


def _as_line(values: tuple[str | None, ...], delimiter: str) -> str:
    line = io.StringIO()
    separator = delimiter if len(delimiter) == 1 else ","
    csv.writer(line, delimiter=separator, lineterminator="").writerow(
        "" if value is None else value for value in values
    )
    return line.getvalue()


def _as_json(raw: RawTable, values: tuple[str | None, ...]) -> str:
    filled = {h: v for h, v in zip(raw.headings, values, strict=True) if v is not None}
    return json.dumps(filled, ensure_ascii=False)
