"""Columns kept from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

HOTELS = """Hotel_Name,Reviewer_Nationality,Positive_Review,Negative_Review,Reviewer_Score,Traveller
Arena, United Kingdom ,Nice room,No Negative,8.5,Couple
Arena,Germany,No Positive,Bad breakfast,4.2,Solo
"""


@pytest.fixture
def hotels(tmp_path: Path) -> Path:
    path = tmp_path / "hotels.csv"
    path.write_text(HOTELS, encoding="utf-8")
    return path


def groups(polytone, by: str) -> dict[str, int]:
    code, out, _ = polytone("summary", "--by", by, "--json")
    assert code == 0
    return {one["group"]: one["reviews"] for one in json.loads(out)["groups"]}


def test_columns_are_kept_and_grouped_by(polytone, hotels: Path) -> None:
    code, _, err = polytone("ingest", str(hotels))
    assert code == 0
    assert "reviewer origin (from 'Reviewer_Nationality')" in err
    assert groups(polytone, "column:reviewer origin") == {"United Kingdom": 1, "Germany": 1}
    code, out, _ = polytone("ingest", str(hotels), "--keep", "traveller", "--json")
    assert (code, json.loads(out)["files"][0]["duplicates"]) == (0, 2)
    assert groups(polytone, "column:Traveller") == {"Couple": 1, "Solo": 1}
    code, out, _ = polytone("summary", "--by", "column:Traveller")
    assert "column:" not in out


def test_the_origin_can_be_declined(polytone, hotels: Path) -> None:
    polytone("ingest", str(hotels), "--no-origin")
    code, _, err = polytone("summary", "--by", "column:reviewer origin")
    assert code == 2
    assert "No columns are kept yet" in err


def test_a_column_that_is_missing_is_explained(polytone, hotels: Path) -> None:
    code, _, err = polytone("ingest", str(hotels), "--keep", "Plan")
    assert code == 2
    assert "no heading 'Plan' to keep" in err and "Traveller" in err
    assert "Traceback" not in err
