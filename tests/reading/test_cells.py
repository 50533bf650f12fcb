from __future__ import annotations

import pyarrow as pa

from sentiment.reading.cells import distinct, may_hold, parse_distinct, replace_where, trimmed


def test_words_for_missing_become_null_in_any_case() -> None:
    column = pa.chunked_array(
        [[" a ", "N/A", "null", "NONE"], ["Missing", "-", "\u00a0", None, "0"]]
    )
    assert trimmed(column).to_pylist() == ["a", *[None] * 7, "0"]
    assert trimmed(pa.chunked_array([["none"]]), missing=("",)).to_pylist() == ["none"]
    assert trimmed(pa.chunked_array([], pa.string())).to_pylist() == []


def test_each_distinct_value_is_parsed_once() -> None:
    seen: list[str] = []

    def parse(value: str) -> int:
        seen.append(value)
        return len(value)

    array = pa.array(["aa", "b", None, "aa"])
    assert parse_distinct(array, parse, type=pa.int64()).to_pylist() == [2, 1, None, 2]
    assert seen == ["aa", "b"]
    assert distinct(array) == ["aa", "b"]


def test_only_masked_cells_are_replaced() -> None:
    array = pa.array(["a", "b", None])
    mask = pa.array([True, False, None])
    assert replace_where(array, mask, str.upper).to_pylist() == ["A", "b", None]


def test_searching_the_whole_buffer() -> None:
    array = pa.array(["a & b", None])
    assert may_hold(array, b"<", b"&")
    assert not may_hold(array, b"<")
    assert not may_hold(pa.array([], pa.string()), b"<")
