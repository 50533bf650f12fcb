import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sentiment.errors import ReadingError

BUSINESS_PROFILE = {
    "reviews": [
        {
            "reviewId": "AbF",
            "reviewer": {"displayName": "Aylin", "isAnonymous": False},
            "starRating": "FIVE",
            "comment": "(Translated by Google) Great\n\n(Original)\nHarika",
            "createTime": "2024-03-01T10:00:00.123456789Z",
            "reviewReply": {"comment": "Teşekkürler", "updateTime": "2024-03-02T10:00:00Z"},
        },
        {"reviewId": "AbG", "reviewer": {"displayName": "Bo"}, "starRating": "ONE"},
    ],
    "averageRating": 3.0,
    "totalReviewCount": 2,
}


@pytest.mark.parametrize("indent", [None, 2])
def test_google_business_profile(read, indent):
    found = read(json.dumps(BUSINESS_PROFILE, indent=indent), name="reviews.json")
    assert found.table.container == "json"
    assert found.table.headings == (
        "reviewId", "reviewer.displayName", "reviewer.isAnonymous", "starRating", "comment",
        "createTime", "reviewReply.comment", "reviewReply.updateTime",
    )  # fmt: skip
    assert found.rows[0][1:4] == ("Aylin", "false", "FIVE")
    assert found.rows[1] == ("AbG", "Bo", None, "ONE", None, None, None, None)


def test_a_page_on_every_line(read):
    page = json.dumps(BUSINESS_PROFILE)
    found = read(f"{page}\n{page}\n", name="pages.jsonl")
    assert len(found.rows) == 4
    assert found.lines == [1, 1, 2, 2]


def test_json_lines(read):
    found = read(
        '{"id": 12345678901234567890, "s": 4.50}\n\n'
        '{"s": "5", "text": "fine\\nok"}\r\n[1]\nbroken\n'
    )
    assert (found.table.container, found.table.encoding) == ("jsonl", "utf-8")
    assert found.table.headings == ("id", "s", "text")
    assert found.rows == [("12345678901234567890", "4.50", None), (None, "5", "fine\nok")]
    assert found.lines == [1, 3]
    assert [row[:2] for row in found.rejected] == [
        (4, "is not a JSON object"),
        (5, "is not a JSON object"),
    ]


def test_json_lines_whose_fields_come_late(read, monkeypatch):
    monkeypatch.setattr("sentiment.reading.structured._BATCH", 2)
    lines = ['{"a": "1"}', '{"a": "2"}', '{"b": "3"}', '{"a": "4", "c": "5"}', "{}"]
    found = read("\n".join(lines))
    assert found.rows == [("1", None, None), ("2", None, None), (None, "3", None), ("4", None, "5")]


def test_json_array(read):
    found = read(
        '[\n {"text": "a", "tags": ["x", 1], "deep": [{"k": 1}], "no": null},\n {"text": true}\n]'
    )
    assert found.table.container == "json"
    assert found.rows == [("a", "x, 1", '[{"k": "1"}]'), ("true", None, None)]
    assert found.lines == [1, 2]


def test_json_in_other_encodings(read):
    found = read(json.dumps([{"text": "çok iyi"}], ensure_ascii=False).encode("utf-16"))
    assert found.rows == [("çok iyi",)]
    assert found.table.encoding == "utf-16-le"


def test_an_array_that_breaks_off_gives_what_came_before(read):
    found = read('[{"text": "a"}, {"text": "b"}, {"text": "c')
    assert found.rows == [("a",), ("b",)]
    assert found.rejected[0][:2] == (3, "is not whole JSON: the file breaks off")


def test_items_that_are_no_objects_are_rejected(read):
    found = read('[{"text": "a"}, 7, "b"]')
    assert found.rows == [("a",)]
    assert [row[0] for row in found.rejected] == [2, 3]


def test_a_huge_value_is_rejected(read):
    found = read(json.dumps([{"text": "a"}, {"text": "x" * 1_000_001}]))
    assert len(found.rows) == 1
    assert "more than 1,000,000" in found.rejected[0][1]


@pytest.mark.parametrize("content", ["[]", "{}", "[[]]", '{"reviews": []}', "[" * 100_000, '{"a"'])
def test_json_without_a_record(read, content):
    with pytest.raises(ReadingError, match=r"reviews.csv"):
        read(content)


def test_lone_surrogates_do_not_stop_the_reading(read):
    assert read('{"text": "\\ud83d broken"}\n').rows == [("? broken",)]


def test_a_csv_that_begins_with_a_brace_is_csv(read):
    found = read("{id},text\n1,a\n2,b\n")
    assert found.table.container == "csv"
    assert len(found.rows) == 2


def parquet(table):
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


def test_parquet(read):
    table = pa.table(
        {
            "id": pa.array([1, 2, 3]),
            "stars": pa.array([4.0, None, 3.5]),
            "text": pa.array(["a", "", None]).dictionary_encode(),
            "when": pa.array([datetime(2024, 3, 1, 10, tzinfo=UTC), None, None]),
            "day": pa.array([date(2024, 3, 1), None, None]),
            "who": pa.array([{"name": "Bo", "at": {"city": "Oslo"}}, None, None]),
            "tags": pa.array([["x", "y"], [], None]),
            "price": pa.array([Decimal("1.50"), None, None]),
            "raw": pa.array([b"\xc3\xa7", None, None]),
        }
    )
    found = read(parquet(table), name="x.parquet")
    assert found.table.container == "parquet"
    assert found.table.headings == (
        "id", "stars", "text", "when", "day", "who.name", "who.at.city", "tags", "price", "raw",
    )  # fmt: skip
    first = found.rows[0]
    assert first[0] == "1"
    assert first[2] == "a"
    assert first[3].startswith("2024-03-01 10:00:00")
    assert first[4:] == ("2024-03-01", "Bo", "Oslo", "x, y", "1.50", "ç")
    assert found.rows[1][1:] == (None,) * 9
    assert found.lines == [1, 2, 3]


def test_parquet_without_rows(read):
    with pytest.raises(ReadingError, match="no row"):
        read(parquet(pa.table({"a": pa.array([], pa.string())})))


def test_broken_parquet(read):
    whole = parquet(pa.table({"a": ["x"] * 100}))
    for content in (whole[:100], b"PAR1", whole[:-9] + b"\xff\xff\xff\x7fPAR1"):
        with pytest.raises(ReadingError, match="Parquet file is broken"):
            read(content)


def test_records_of_a_document_on_one_line_are_numbered(read):
    found = read('{"reviews": [{"text": "good"}, {"text": "bad"}], "totalReviewCount": 2}')
    assert found.table.container == "json"
    assert found.lines == [1, 2]
