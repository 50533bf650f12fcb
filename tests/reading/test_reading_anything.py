"""Whatever stands in the cells, reading ends, the counts add up and the schemas hold."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from sentiment.errors import ReadingError
from sentiment.reading.known_profiles import known_profiles
from sentiment.reading.raw_tables import RawTable
from sentiment.reading.recognition import recognise
from sentiment.reading.reviews import transform
from sentiment.records import ReadingOptions, rejected_schema, review_schema

PIECES = st.sampled_from(
    ["5", "4,5", "9/10", "★★", "80%", "-", "null", "05/03/2025", "2024-02-30", "1705313472000",
     "31.12.99", "Jan", "年", "12:61", "+99:99", "T", "Z", "99999999999999999999", "DE", "pt-BR",
     "France", "(Translated by Google)", "(Original)", "&amp;", "<br>", "a@b.de", "+49 170 1234567",
     "４", "٥", "²", "spam", "Hidden", "gid://shopify/Product/1", "reviewId=%E0%A4", "\n", " "]
)  # fmt: skip
CELLS = st.none() | st.lists(PIECES | st.text(max_size=6), max_size=4).map("".join)
HEADINGS = st.sampled_from(known_profiles()).map(
    lambda p: tuple(dict.fromkeys([g[0] for g in p.signature] + [h[0] for h in p.fields.values()]))
) | st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=5, unique=True).map(tuple)


@st.composite
def raw_tables(draw: st.DrawFn) -> RawTable:
    headings = draw(HEADINGS)
    count = draw(st.integers(0, 6))
    columns = {
        f"c{i}": pa.array(draw(st.lists(CELLS, min_size=count, max_size=count)), pa.string())
        for i in range(len(headings))
    }
    rows = pa.table({**columns, "line": pa.array(range(2, count + 2), pa.int64())})
    refused = pa.table({"line": [count + 2], "reason": ["ragged"], "raw": ["a,b\nme@x.de"]})
    return RawTable(
        "file.csv", "csv", "utf-8", ",", headings, rows, refused.cast(rejected_schema()), count + 1
    )


@settings(max_examples=80, deadline=None)
@given(raw_tables(), st.booleans())
def test_the_counts_add_up(raw: RawTable, mask: bool) -> None:
    options = ReadingOptions(mask_personal_data=mask)
    try:
        layout = recognise(raw, options=options)
    except ReadingError as error:
        assert "--map text=HEADING" in str(error)
        return
    export = transform(raw, layout, options=options).collect()
    assert export.read == raw.read == export.reviews.num_rows + export.rejected.num_rows
    assert export.reviews.schema == review_schema()
    assert export.rejected.schema == rejected_schema()
    lines = export.reviews.column("line").to_pylist() + export.rejected.column("line").to_pylist()
    assert sorted(lines) == list(range(2, raw.read + 2))
    for row in export.reviews.to_pylist():
        assert row["text"] is not None or row["stars"] is not None
        assert row["stars"] is None or 1 <= row["stars"] <= 5
    assert None not in export.rejected.column("reason").to_pylist()
