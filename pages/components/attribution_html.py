"""Which words carried a decision, as HTML: every word escaped, signs beside the colours."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from sentiment.language.names import writing_direction
from sentiment.records import UNDETERMINED

if TYPE_CHECKING:
    from pages.components.formats import ReaderFormat
    from sentiment.models.occlusion import AttributedSpan, Attribution

# What moves the answer less than this part of the strongest word is left unmarked.
_MARKED_FROM = 0.15
_LISTED = 6


def attribution_html(attribution: Attribution, style: ReaderFormat) -> str:
    """The text with the words that spoke for (+) and against (−) the answer, and a list of them."""
    strongest = max((abs(span.weight) for span in attribution.spans), default=0.0)
    if strongest == 0:
        return '<div class="pt-side">No single word makes any difference to the answer.</div>'
    known = attribution.language not in ("", UNDETERMINED)
    direction = writing_direction(attribution.language) if known else "auto"
    language = f' lang="{escape(attribution.language)}"' if known else ""
    pieces, at = [], 0
    for span in attribution.spans:
        pieces.append(escape(attribution.text[at : span.start]))
        pieces.append(_marked(attribution, span, strongest))
        at = span.end
    pieces.append(escape(attribution.text[at:]))
    words = "".join(
        f"<li><bdi>{escape(word)}</bdi> {_sign(span)}"
        f"{style.percent(abs(attribution.share(span)))}</li>"
        for word, span in attribution.words()[:_LISTED]
        if abs(span.weight) >= _MARKED_FROM * strongest
    )
    return (
        f'<div class="pt-review"><div class="pt-text" dir="{direction}"{language}>'
        f"{''.join(pieces)}</div>"
        f'<div class="pt-side">What leaving a word out does to “{escape(attribution.target)}”; '
        "+ speaks for it, − against it; percent of all weights."
        f'<ul class="pt-words">{words}</ul></div></div>'
    )


def _marked(attribution: Attribution, span: AttributedSpan, strongest: float) -> str:
    word = escape(attribution.text[span.start : span.end])
    part = abs(span.weight) / strongest
    if part < _MARKED_FROM:
        return word
    kind = "pt-for" if span.weight > 0 else "pt-against"
    strength = "strong" if part >= 0.5 else "weak"
    return f'<span class="{kind} pt-{strength}">{word}<sup>{_sign(span)}</sup></span>'


def _sign(span: AttributedSpan) -> str:
    return "+" if span.weight > 0 else "−"
