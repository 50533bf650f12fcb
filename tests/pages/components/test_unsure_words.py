from __future__ import annotations

from dataclasses import replace

import pytest

from pages.components.formats import format_for
from pages.components.review_card import review_html
from pages.components.unsure_words import (
    MARK,
    explain_unsure,
    unsure_details,
    unsure_sentence,
)
from sentiment.evaluation.intervals import wilson
from sentiment.workflows.abstaining import UnsureSurvey
from tests.pages.components.test_review_card import REVIEW, STYLE, seen
from tests.pages.conftest import BANDS

UNSURE = replace(
    REVIEW, language="de", sentiment="neutral", p_negative=0.3, p_neutral=0.4, p_positive=0.3
)
SURVEY = UnsureSurvey(
    scored=5678,
    unsure=1234,
    wrong_below=wilson(160, 400),
    wrong_above=wilson(60, 600),
    others=("ja", ""),
    in_others=78,
    untested=("ja",),
)


def test_the_threshold_is_that_of_the_language() -> None:
    words = explain_unsure(UNSURE, BANDS, STYLE)
    assert words.startswith(
        "This sentiment has a probability of 40.0%. The threshold for German (de) is 50.0%. "
        "On test texts in German (de), the model was wrong in 40% (33%–47%, n = 200) below"
    )
    assert "10% (6%–17%, n = 100) above" in words


@pytest.mark.parametrize(
    ("language", "part"),
    [
        ("ar", "Arabic (ar) has no threshold of its own, so that of all languages holds: 82.0%"),
        ("ar", "On test texts in Arabic (ar),"),
        ("cs", "of all languages together (too few are in Czech (cs)), the model was wrong in 40%"),
        (None, "The language is not known, so the threshold of all languages holds: 82.0%"),
        ("und", "On test texts of all languages together, the model"),
    ],
)
def test_what_stands_in_for_a_language_is_said(language: str | None, part: str) -> None:
    assert part in explain_unsure(replace(UNSURE, language=language), BANDS, STYLE)


def test_the_mark_is_words_and_the_card_stays_one_without_bands() -> None:
    marked = review_html(UNSURE, STYLE, bands=BANDS)
    assert MARK in seen(marked) and "<summary>" in marked
    assert MARK not in review_html(UNSURE, STYLE)
    assert MARK not in review_html(replace(UNSURE, p_neutral=0.5), STYLE, bands=BANDS)
    unscored = replace(UNSURE, sentiment=None, p_negative=None, p_neutral=None, p_positive=None)
    assert MARK not in review_html(unscored, STYLE, bands=BANDS)


def test_a_language_cannot_bring_markup_into_the_explanation() -> None:
    hostile = replace(UNSURE, language='"><script>')
    assert "<script" not in review_html(hostile, STYLE, bands=BANDS)


def test_the_sentence_has_counts_share_and_both_rates() -> None:
    assert unsure_sentence(SURVEY, STYLE) == (
        "The model is unsure of 1,234 of 5,678 reviews (22%): on test texts it is wrong in "
        "40% (35%–45%, n = 400) of such cases and in 10% (8%–13%, n = 600) of the others."
    )


def test_one_side_alone_needs_no_rate_of_the_other() -> None:
    nobody = wilson(0, 0)
    everything = replace(SURVEY, unsure=5678, wrong_above=nobody)
    assert unsure_sentence(everything, STYLE).endswith("n = 400) of such cases.")
    nothing = replace(SURVEY, unsure=0, wrong_below=nobody)
    assert unsure_sentence(nothing, STYLE) == (
        "The model is sure enough of all 5,678 reviews that are scored: on test texts it is "
        "wrong in 10% (8%–13%, n = 600) of such cases."
    )


def test_the_details_name_what_stands_in() -> None:
    told = " ".join(unsure_details(SURVEY, BANDS, STYLE))
    assert "78 reviews have no threshold of their own language (Japanese (ja) and no" in told
    assert "of all languages together holds, 82.0%" in told
    own = replace(SURVEY, others=(), in_others=0, untested=())
    assert len(unsure_details(own, BANDS, STYLE)) == 2


def test_many_languages_are_counted() -> None:
    many = replace(SURVEY, others=("cs", "da", "fi", "el", "hu", "ja", "zh", "uk"))
    assert "and 3 others" in " ".join(unsure_details(many, BANDS, STYLE))


def test_numbers_follow_the_reader() -> None:
    german = format_for("de-DE")
    assert "1.234 of 5.678 reviews (22\xa0%)" in unsure_sentence(SURVEY, german)
    assert "40,0\xa0%" in explain_unsure(UNSURE, BANDS, german)
