from __future__ import annotations

from datetime import date

from pages.components.filter_words import describe_filters
from pages.components.formats import format_for
from sentiment.records import Filters, SurenessThresholds

ENGLISH = format_for("en-US")


def test_no_filter_is_all_reviews() -> None:
    assert describe_filters(Filters(), ENGLISH) == "all reviews"


def test_filters_are_said_in_words() -> None:
    filters = Filters(
        text="late",
        markets=("DE", ""),
        stars=(1, 2),
        sentiments=("negative",),
        confidence=(0.5, 1.0),
        disagree=True,
        unsure=SurenessThresholds(0.8),
        since=date(2025, 3, 1),
    )
    assert describe_filters(filters, ENGLISH) == (
        "with “late” · market Germany (DE) or not known · 1 or 2 stars · negative · "
        "scored with 50% to 100% · stars and text disagree · "
        "reviews the model is unsure of · from Mar 1, 2025"
    )


def test_one_star_is_singular() -> None:
    assert describe_filters(Filters(stars=(1,)), ENGLISH) == "1 star"


def test_many_groups_are_counted() -> None:
    words = describe_filters(Filters(products=tuple("abcdef")), ENGLISH)
    assert words == "product a, b, c or 3 others"


def test_words_from_right_to_left_keep_to_themselves() -> None:
    filters = Filters(text="سيئ", products=("מנורה", "Lamp"), stars=(1, 2))
    assert describe_filters(filters, ENGLISH) == (
        "with “\u2068سيئ\u2069” · product \u2068מנורה\u2069 or Lamp · 1 or 2 stars"
    )
