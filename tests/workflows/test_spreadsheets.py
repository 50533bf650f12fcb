"""No cell that a spreadsheet would execute."""

import csv
import io

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment.workflows.spreadsheets import defuse, to_csv

FORMULAS = [
    '=HYPERLINK("http://example.com","x")',
    "+1 from me",
    "-2 stars",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "  =cmd|' /C calc'!A0",
    "＝1+1",
    "\u00a0=1+1",
    "\u3000\u2028@SUM(A1)",
    "\x1f=1+1",
    "%0A=1",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_become_text(text: str) -> None:
    assert defuse(pa.table({"a": [text]}))["a"].to_pylist() == ["'" + text]


@pytest.mark.parametrize("text", ["-3", "+49", "-1,5", "fine", "a=b", "", "🙂 =", "٥"])
def test_all_else_stays(text: str) -> None:
    assert defuse(pa.table({"a": [text]}))["a"].to_pylist() == [text]


@given(st.lists(st.one_of(st.none(), st.text(max_size=30)), max_size=8))
def test_no_text_is_lost(texts: list[str | None]) -> None:
    table = pa.table({"n": list(range(len(texts))), "a": pa.array(texts, pa.string())})
    safe = defuse(table)["a"].to_pylist()
    assert [s if s is None else s.removeprefix("'") for s in safe] == [
        t if t is None else t.removeprefix("'") for t in texts
    ]
    assert all(not s.lstrip().startswith(("=", "@")) for s in safe if s)


def test_csv_opens_with_a_mark_and_reads_back() -> None:
    written = to_csv(pa.table({"ä": ['say "hi",\nthen go', None], "n": [1, 2]}))
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))
    assert rows == [["ä", "n"], ['say "hi",\nthen go', "1"], ["", "2"]]


def test_strings_of_the_large_kind_are_defused_too() -> None:
    table = pa.table({"a": pa.array(["=1+1", "fine"], pa.large_string())})
    assert defuse(table)["a"].to_pylist() == ["'=1+1", "fine"]
