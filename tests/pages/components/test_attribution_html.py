"""Words that decided: escaped, signed, in the direction of their language."""

from __future__ import annotations

from babel import Locale

from pages.components.attribution_html import attribution_html
from pages.components.formats import ReaderFormat
from sentiment.models.occlusion import AttributedSpan, Attribution

STYLE = ReaderFormat(Locale("en"))


def attribution(text: str, *spans: tuple[int, int, float], language: str = "en") -> Attribution:
    parts = tuple(AttributedSpan(*span) for span in spans)
    return Attribution(text, language, "negative", "words-1", (0.9, 0.05, 0.05), parts)


def test_words_are_escaped_and_signed() -> None:
    html = attribution_html(attribution("<b>bad</b> but fine", (0, 10, 3.0), (15, 19, -1.0)), STYLE)
    assert "<b>" not in html and "&lt;b&gt;bad&lt;/b&gt;<sup>+</sup>" in html
    assert "fine<sup>−</sup>" in html
    assert "+75%" in html and "−25%" in html
    assert "pt-for pt-strong" in html and "pt-against pt-weak" in html


def test_the_text_between_the_words_stays() -> None:
    html = attribution_html(attribution("bad, quite bad!", (0, 3, 1.0), (11, 14, 1.0)), STYLE)
    assert '</span>, quite <span class="pt-for' in html and "</span>!</div>" in html


def test_arabic_runs_from_the_right() -> None:
    html = attribution_html(attribution("سيئ جدا", (0, 3, 1.0), language="ar"), STYLE)
    assert 'dir="rtl" lang="ar"' in html


def test_no_difference_is_said_so() -> None:
    assert "No single word" in attribution_html(attribution("ok", (0, 2, 0.0)), STYLE)
