"""One review as HTML: every word of it escaped, in its own direction and language."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from pages.components.names import language_label, market_label, sentiment_label
from pages.components.unsure_words import MARK, explain_unsure
from sentiment.language.names import writing_direction
from sentiment.records import SENTIMENTS, UNDETERMINED, StoredReview
from sentiment.workflows.abstaining import is_unsure

if TYPE_CHECKING:
    from pages.components.formats import ReaderFormat
    from sentiment.models.abstaining import AbstainBands

# About eight lines at full width; what is longer opens on a click.
_LONG = 900
_HEAD = 600
_VERY_SURE = 0.9


def review_html(
    review: StoredReview,
    style: ReaderFormat,
    *,
    found: str | None = None,
    bands: AbstainBands | None = None,
    blind: bool = False,
) -> str:
    """The review, what is known of it, and how it was scored, as one piece of HTML.

    ``found`` is the text searched for; where it occurs it is marked. With ``bands`` a
    review on which the model is unsure says so, and on a click why. ``blind`` leaves out the
    stars and the score, which would lead the answer of who reads it.
    """
    attributes = _text_attributes(review)
    title = f'<div class="pt-title" {attributes}>{_marked(review.title, found)}</div>'
    parts = [
        _meta(review, style, blind=blind),
        title if review.title else "",
        _text(_body(review), attributes, style, found),
        _translation(review),
        _kept(review),
        "" if blind else _scores(review, style),
        _unsure(review, style, bands),
    ]
    return f'<div class="pt-review">{"".join(parts)}</div>'


def contradicts(review: StoredReview) -> bool:
    """Whether stars and scored sentiment say the opposite of each other."""
    if review.stars is None:
        return False
    return (review.stars <= 2 and review.sentiment == "positive") or (
        review.stars >= 4 and review.sentiment == "negative"
    )


def language_in_words(review: StoredReview, style: ReaderFormat) -> str:
    """The review's language, how sure that is, and what the file said where it differs."""
    if review.language is None:
        declared = review.declared_language
        return f"{language_label(declared)}, says the file" if declared else language_label("")
    words = language_label(review.language)
    if review.language != UNDETERMINED and review.language_confidence is not None:
        confidence = style.percent(review.language_confidence)
        if review.language_uncertain:
            words += f", uncertain: right in about {confidence} of such cases"
        else:
            sure = "sure" if review.language_confidence >= _VERY_SURE else "fairly sure"
            words += f", {sure} ({confidence})"
    if review.declared_language and review.declared_language != review.language:
        words += f"; the file says {language_label(review.declared_language)}"
    return words


def _body(review: StoredReview) -> str | None:
    if review.body is not None:
        return review.body
    return review.text if review.text != review.title else None


def _meta(review: StoredReview, style: ReaderFormat, *, blind: bool) -> str:
    verdict = sentiment_label(review.sentiment) if review.sentiment and not blind else ""
    items = [
        f'<span class="pt-verdict">{verdict}</span>' if verdict else "",
        "" if blind else _stars(review.stars, style),
        _span(style.day(review.written_at) if review.written_at else "no date"),
        _span(market_label(review.market) if review.market else "market not known"),
        _span(review.product, own_direction=True),
        _span(review.source, own_direction=True),
        _span(language_in_words(review, style) if review.text else None),
        '<span class="pt-flag">stars and text disagree</span>'
        if contradicts(review) and not blind
        else "",
        _span(f"edited, version {review.version}" if review.version > 1 else None),
    ]
    return f'<div class="pt-meta">{"".join(items)}</div>'


def _stars(stars: float | None, style: ReaderFormat) -> str:
    if stars is None:
        return "<span>no stars</span>"
    full = max(0, min(5, round(stars)))
    number = style.number(stars, digits=0 if stars == round(stars) else 1)
    return (
        f'<span><span aria-hidden="true">{"★" * full}{"☆" * (5 - full)}</span> '
        f"{number} of 5 stars</span>"
    )


def _text(body: str | None, attributes: str, style: ReaderFormat, found: str | None) -> str:
    if not body:
        return ""
    if len(body) <= _LONG:
        return f'<div class="pt-text" {attributes}>{_marked(body, found)}</div>'
    head = body[:_HEAD].rsplit(maxsplit=1)[0] if " " in body[_HEAD - 80 : _HEAD] else body[:_HEAD]
    return (
        f'<div class="pt-text" {attributes}><details><summary>'
        f'<span class="pt-head">{_marked(head, found)}…</span>'
        f'<span class="pt-more" dir="ltr" lang="en">Show all '
        f"{style.number(len(body))} characters</span></summary>"
        f"{_marked(body, found)}</details></div>"
    )


def _translation(review: StoredReview) -> str:
    if not review.translation:
        return ""
    words = escape(review.translation)
    return f'<div class="pt-side">Translation in the file: <span dir="auto">{words}</span></div>'


def _kept(review: StoredReview) -> str:
    """The columns of the file that were kept with the review."""
    if not review.kept:
        return ""
    items = "".join(
        f'<span dir="auto">{escape(name)}: {escape(value)}</span>'
        for name, value in sorted(review.kept.items())
    )
    return f'<div class="pt-meta">{items}</div>'


def _scores(review: StoredReview, style: ReaderFormat) -> str:
    chances = (review.p_negative, review.p_neutral, review.p_positive)
    if any(chance is None for chance in chances):
        reason = "Not scored yet" if review.text else "Stars without a text: nothing to score"
        return f'<div class="pt-scores">{reason}</div>'
    named = list(zip(SENTIMENTS, chances, strict=True))
    bar = "".join(
        f'<span class="pt-{name}" style="width:{100 * chance:.1f}%"></span>'
        for name, chance in named
    )
    numbers = "".join(
        f"<span>{sentiment_label(name)} {style.percent(chance)}</span>" for name, chance in named
    )
    bar = f'<span class="pt-bar" aria-hidden="true">{bar}</span>'
    return f'<div class="pt-scores">{bar}{numbers}</div>'


def _unsure(review: StoredReview, style: ReaderFormat, bands: AbstainBands | None) -> str:
    if bands is None or not is_unsure(review, bands):
        return ""
    return (
        f'<details class="pt-unsure"><summary><span class="pt-flag">{MARK}</span> '
        f'<span class="pt-why">Why?</span></summary>'
        f'<div class="pt-side">{escape(explain_unsure(review, bands, style))}</div></details>'
    )


def _text_attributes(review: StoredReview) -> str:
    """Direction and language, so that browsers order and shape the words rightly."""
    known = review.language if review.language not in (None, UNDETERMINED) else None
    direction = writing_direction(known) if known else "auto"
    return f'dir="{direction}"' + (f' lang="{escape(known)}"' if known else "")


def _marked(text: str | None, found: str | None) -> str:
    if not text:
        return ""
    if not found:
        return escape(text)
    pieces = re.split(f"({re.escape(found)})", text, flags=re.IGNORECASE)
    return "".join(
        f"<mark>{escape(piece)}</mark>" if place % 2 else escape(piece)
        for place, piece in enumerate(pieces)
    )


def _span(text: str | None, *, own_direction: bool = False) -> str:
    """The words in an element; with their ``own_direction`` where they may run from the right."""
    direction = ' dir="auto"' if own_direction else ""
    return f"<span{direction}>{escape(text)}</span>" if text else ""
