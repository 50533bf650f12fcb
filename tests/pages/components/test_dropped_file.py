from __future__ import annotations

from dataclasses import replace

from pages.components.column_mapping import mapping_examples
from pages.components.dropped_file import recognised_in_words
from sentiment.records import RatingScale, Recognition

RECOGNITION = Recognition(
    file="a.csv",
    container="csv",
    encoding="utf-16-le",
    delimiter="\t",
    profile="google-play",
    mapping={"text": "Review Text", "date": "Date"},
    headings=("Review Text", "Date", "Other"),
    examples={"Review Text": ("one", "two", "three", "four"), "Date": ("2025-01-02",)},
    date_order="ymd",
    rating_scale=RatingScale(1, 5),
    market_from="column 'Country'",
)


def test_what_was_recognised_is_said_in_a_line() -> None:
    assert recognised_in_words(RECOGNITION) == (
        "Recognised as google-play · CSV · utf-16-le · separated by tab · "
        "dates with the year first · ratings from 1 to 5 · market from column 'Country'"
    )


def test_a_format_that_nobody_knows_is_not_called_recognised() -> None:
    words = recognised_in_words(replace(RECOGNITION, profile="guessed"))
    assert words.startswith("No known format, so the columns are guessed · CSV")


def test_what_is_missing_is_said_as_well() -> None:
    bare = replace(RECOGNITION, mapping={"text": "Review Text"}, market_from=None)
    assert "no dates" in recognised_in_words(bare)
    assert recognised_in_words(bare).endswith("no market")


def test_examples_are_a_table_of_equal_columns() -> None:
    assert mapping_examples(RECOGNITION) == {
        "Review text ← Review Text": ["one", "two", "three"],
        "Date ← Date": ["2025-01-02", "", ""],
    }
