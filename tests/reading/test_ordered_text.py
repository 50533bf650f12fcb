"""Ordered text is read in pieces; where they are cut must not be seen in the rows."""

from __future__ import annotations

import pytest

import sentiment.reading.ordered_text as ordered_text
import sentiment.reading.record_layout as record_layout
from sentiment.reading.delimited import read_delimited
from sentiment.reading.parsed_rows import CELL_LIMIT

_LONG = "x" * (CELL_LIMIT + 10)


def _text() -> bytes:
    lines = ["id,text,stars"]
    for number in range(300):
        text = f'"line one\nline, two of {number} ""quoted"""' if number % 3 == 0 else "plain"
        if number in (7, 8, 150):
            lines.append("")  # blank lines are no rows
        if number in (40, 41, 299):
            lines.append(f"{number},{text},5,too,many")
        elif number in (100, 200):
            lines.append(f"{number},{_LONG},5")
        else:
            lines.append(f"{number},{text},{number % 5 + 1}")
    return "\r\n".join(lines).encode() + b"\r\n"


@pytest.mark.parametrize("size", [1, 50, 333, 5_000])
def test_the_size_of_pieces_changes_nothing(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read_delimited(_text())
    monkeypatch.setattr(ordered_text, "_PIECE", size)
    if size > 1:  # a hundred thousand threads' tasks would only take long
        monkeypatch.setattr(record_layout, "_PART", size * 100)
        monkeypatch.setattr(record_layout, "_PIECE", size * 10)
    pieces = read_delimited(_text())
    assert pieces.rows.combine_chunks().equals(whole.rows.combine_chunks())
    assert pieces.rejected.equals(whole.rejected)


def test_lines_are_those_of_the_file_after_long_and_odd_records(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ordered_text, "_PIECE", 200)
    parsed = read_delimited(_text())
    lines = _text().decode().split("\n")
    for line, number in zip(
        parsed.rows["line"].to_pylist(), parsed.rows["c0"].to_pylist(), strict=True
    ):
        assert lines[line - 1].startswith(f"{number},")
    assert parsed.rows.num_rows + parsed.rejected.num_rows == 300
    assert {100, 200} <= {
        int(raw.split("\t")[0].split(",")[0]) for raw in parsed.rejected["raw"].to_pylist()
    }
