from __future__ import annotations

import json

import pyarrow as pa

from sentiment.reading.known_profiles import find_profile
from sentiment.reading.ratings import read_ratings
from sentiment.reading.raw_tables import RawTable
from sentiment.reading.rejecting import refusals, rejected_rows
from sentiment.records import rejected_schema


def loox(container: str = "csv", delimiter: str | None = ";") -> RawTable:
    rows = pa.table(
        {
            "c0": ["HIDDEN", "Published", "Published"],
            "c1": ["a@b.de", None, "c@d.de"],
            "c2": ['say "no"', None, "Fine; good"],
            "line": pa.array([2, 3, 4], pa.int64()),
        }
    )
    headings = ("Status", "email", "review")
    empty = rejected_schema().empty_table()
    return RawTable("f", container, "utf-8", delimiter, headings, rows, empty, 3)


def reasons(raw: RawTable) -> pa.Array:
    ratings = read_ratings(pa.array(["5", None, None], pa.string()))
    texts = raw.rows.column("c2").combine_chunks()
    return refusals(raw, find_profile("loox"), texts=texts, ratings=ratings)


def test_the_rule_of_the_profile_comes_before_emptiness() -> None:
    assert reasons(loox()).to_pylist() == ["hidden in Loox", "no text and no rating", None]


def test_rows_as_they_stood_without_private_cells() -> None:
    raw = loox()
    rejected = rejected_rows(raw, reasons(raw), profile=find_profile("loox"))
    assert rejected.schema == rejected_schema()
    assert rejected.column("line").to_pylist() == [2, 3]
    assert rejected.column("raw").to_pylist() == [
        'HIDDEN;[withheld];"say ""no"""',
        "Published;;",
    ]


def test_json_rows_stand_as_json() -> None:
    raw = loox("jsonl", None)
    first, second = rejected_rows(raw, reasons(raw), profile=None).column("raw").to_pylist()
    assert json.loads(first) == {"Status": "HIDDEN", "email": "a@b.de", "review": 'say "no"'}
    assert json.loads(second) == {"Status": "Published"}
