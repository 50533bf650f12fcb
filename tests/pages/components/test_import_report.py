from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pages.components.formats import format_for
from pages.components.import_report import counts_in_words, details_in_words, languages_in_words
from sentiment.records import ImportReport, RatingScale

STYLE = format_for("en")
REPORT = ImportReport(
    "a.csv", "amazon", "utf-8", ",", read=1200, kept=1100, rejected=40, duplicates=60
)


def test_the_counts_of_a_report_add_up_in_words() -> None:
    assert (
        counts_in_words(REPORT, STYLE)
        == "Read 1,200 rows: 1,100 kept, 40 refused, 60 known already."
    )


def test_new_versions_are_named_where_there_are_any() -> None:
    words = counts_in_words(replace(REPORT, updated=7), STYLE)
    assert "1,100 kept (7 of them new versions of known reviews)" in words


def test_details_are_said_as_far_as_they_are_known() -> None:
    assert details_in_words(replace(REPORT, encoding=None), STYLE) == ""
    full = replace(
        REPORT,
        first_date=date(2025, 1, 2),
        last_date=date(2025, 3, 4),
        without_text=30,
        rating_scale=RatingScale(1, 10),
        market_from="column 'Country'",
    )
    assert details_in_words(full, STYLE) == (
        "dates Jan 2, 2025 to Mar 4, 2025 · 30 with stars only, which are not scored · "
        "ratings from 1 to 10 · market from column 'Country' · encoding utf-8"
    )


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ({}, "No review in it has a text."),
        ({"": 5}, "The languages are identified when the scoring begins."),
        ({"de": 1200, "fr": 1}, "Languages: German (de) 1,200, French (fr) 1"),
    ],
)
def test_languages_in_words(found: dict[str, int], words: str) -> None:
    assert languages_in_words(found, STYLE) == words


def test_many_languages_are_added_up() -> None:
    found = dict.fromkeys(["de", "fr", "es", "it", "pt", "nl", "sv", "da", "fi", "pl"], 10)
    assert languages_in_words(found, STYLE).endswith("Danish (da) 10, 2 others 20")
