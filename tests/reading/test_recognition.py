from __future__ import annotations

import pyarrow as pa
import pytest

from sentiment.errors import ReadingError
from sentiment.reading.raw_tables import RawTable
from sentiment.reading.recognition import recognise
from sentiment.records import ReadingOptions, SavedProfile, rejected_schema


def raw(**columns: list[str]) -> RawTable:
    count = len(next(iter(columns.values())))
    rows = pa.table({f"c{i}": pa.array(cells) for i, cells in enumerate(columns.values())})
    rows = rows.append_column("line", pa.array(range(2, count + 2), pa.int64()))
    empty = rejected_schema().empty_table()
    return RawTable("f.csv", "csv", "utf-8", ",", tuple(columns), rows, empty, count)


def test_a_known_profile_gains_the_market_that_stands_beside_it() -> None:
    table = raw(reviewId=["1"], content=["Good"], score=["5"], at=["2024-01-01"], Land=["Chile"])
    layout = recognise(table, options=ReadingOptions())
    assert layout.name == "google-play-scraper"
    assert layout.mapping["market"] == "Land"
    assert layout.notes == ("Guessed by heading: market = 'Land'.",)


def test_ratings_of_a_place_are_no_market() -> None:
    table = raw(**{"Positive review": ["x"], "Negative review": ["y"], "Location": ["7.5"]})
    layout = recognise(table, options=ReadingOptions())
    assert layout.name == "booking"
    assert "market" not in layout.mapping


def test_a_correction_frees_the_guessed_field() -> None:
    table = raw(Title=["Lamp", "Chair"], Rating=["5", "1"])
    options = ReadingOptions(mapping={"text": "title"})
    layout = recognise(table, options=options)
    assert dict(layout.mapping) == {"rating": "Rating", "text": "Title"}
    assert layout.notes == ("Guessed by heading: rating = 'Rating'.",)


def test_a_saved_profile_tells_what_it_misses() -> None:
    saved = SavedProfile("mine", ("A", "B"), {"text": "A", "date": "B"})
    table = raw(A=["Good"], C=["x"])
    layout = recognise(table, options=ReadingOptions(profile="mine"), saved_profiles=[saved])
    assert dict(layout.mapping) == {"text": "A"}
    assert layout.notes == ("not in this file: B",)


def test_many_headings_are_not_all_listed() -> None:
    table = raw(**{f"h{n}": ["1"] for n in range(100)})
    with pytest.raises(ReadingError, match="and 60 more"):
        recognise(table, options=ReadingOptions())
