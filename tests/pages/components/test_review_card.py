from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import datetime

import pytest

from pages.components.formats import format_for
from pages.components.review_card import contradicts, language_in_words, review_html
from sentiment.records import StoredReview

STYLE = format_for("en")
REVIEW = StoredReview(
    review_id=1,
    version=1,
    source="google_play",
    title="Good",
    body="It works.",
    text="Good\nIt works.",
    translation=None,
    stars=4.0,
    written_at=datetime(2025, 3, 5, 10, 0),
    language="en",
    language_confidence=0.98,
    language_uncertain=False,
    declared_language=None,
    market="GB",
    product="Lamp",
    sentiment="positive",
    p_negative=0.05,
    p_neutral=0.15,
    p_positive=0.8,
)
HOSTILE = '<img src=x onerror="alert(1)"> </div><script>1</script> & "quotes" **b** $x$'


def seen(markup: str) -> str:
    """What a browser would show."""
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


@pytest.mark.parametrize("field", ["title", "body", "translation", "product", "source"])
def test_no_field_of_a_review_can_bring_markup(field: str) -> None:
    markup = review_html(replace(REVIEW, **{field: HOSTILE}), STYLE)
    assert "<img" not in markup
    assert "<script" not in markup
    assert HOSTILE in seen(markup)


def test_a_hostile_language_cannot_leave_its_attribute() -> None:
    markup = review_html(replace(REVIEW, language='en" onclick="x'), STYLE)
    assert 'onclick="x' not in markup


def test_a_search_is_marked_in_whatever_case_and_stays_escaped() -> None:
    markup = review_html(replace(REVIEW, body="<B>Works</B> works"), STYLE, found="works")
    assert "&lt;B&gt;<mark>Works</mark>&lt;/B&gt; <mark>works</mark>" in markup


def test_probabilities_are_numbers_beside_the_bar() -> None:
    text = seen(review_html(REVIEW, STYLE))
    assert "▼ negative 5%" in text
    assert "● neutral 15%" in text
    assert "▲ positive 80%" in text
    assert "4 of 5 stars" in text


def test_a_product_named_from_the_right_keeps_its_own_order() -> None:
    markup = review_html(replace(REVIEW, product="مصباح LED (كبير)"), STYLE)
    assert '<span dir="auto">مصباح LED (كبير)</span>' in markup


def test_a_long_text_opens_whole() -> None:
    body = "很长的评论。" * 300
    markup = review_html(replace(REVIEW, body=body, language="zh"), STYLE)
    assert "Show all 1,800 characters" in markup
    assert body in markup


def test_a_joined_text_stands_in_for_a_missing_body() -> None:
    liked = replace(REVIEW, title=None, body=None, text="Clean rooms. Noisy street.")
    assert "Clean rooms. Noisy street." in seen(review_html(liked, STYLE))


@pytest.mark.parametrize(
    ("stars", "sentiment", "contradicted"),
    [
        (1.0, "positive", True),
        (2.0, "positive", True),
        (3.0, "positive", False),
        (4.0, "negative", True),
        (5.0, "neutral", False),
        (None, "negative", False),
        (1.0, None, False),
    ],
)
def test_stars_and_sentiment_contradict_each_other(
    stars: float | None, sentiment: str | None, contradicted: bool
) -> None:
    assert contradicts(replace(REVIEW, stars=stars, sentiment=sentiment)) is contradicted


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "English (en), sure (98%)"),
        (
            {"language_confidence": 0.5, "language_uncertain": True},
            "English (en), uncertain: right in about 50% of such cases",
        ),
        ({"declared_language": "es"}, "English (en), sure (98%); the file says Spanish (es)"),
        ({"language": None}, "not identified yet"),
        ({"language": None, "declared_language": "es"}, "Spanish (es), says the file"),
        ({"language": "und"}, "no language (und)"),
    ],
)
def test_the_language_is_said_with_its_uncertainty(changes: dict[str, object], words: str) -> None:
    assert language_in_words(replace(REVIEW, **changes), STYLE) == words


def test_kept_columns_are_shown_and_bring_no_markup() -> None:
    assert "Plan" not in seen(review_html(REVIEW, STYLE))
    markup = review_html(replace(REVIEW, kept={"Plan": "free", HOSTILE: HOSTILE}), STYLE)
    assert "<img" not in markup and "<script" not in markup
    assert "Plan: free" in seen(markup)
    assert f"{HOSTILE}: {HOSTILE}" in seen(markup)
