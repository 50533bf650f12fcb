from __future__ import annotations

import pytest

from pages.components.formats import format_for
from pages.components.progress import progress_words
from sentiment.records import ProgressReport

STYLE = format_for("en")


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (ProgressReport("loading", 0, 1), "Loading the model …"),
        (ProgressReport("languages", 10, 5000), "Identifying languages: 10 of 5,000"),
        (
            ProgressReport("scoring", 1000, 4000, 120.4),
            "Scoring reviews: 1,000 of 4,000 · 120 a second · about 25 s left",
        ),
        (
            ProgressReport("scoring", 1, 4, 0.5),
            "Scoring reviews: 1 of 4 · 0.5 a second · about 6 s left",
        ),
        (ProgressReport("reading", 4000, 4000, 900.0), "Reading: 4,000 of 4,000 · 900 a second"),
    ],
)
def test_progress_says_how_far_how_fast_and_how_long(report: ProgressReport, words: str) -> None:
    assert progress_words(report, STYLE) == words
