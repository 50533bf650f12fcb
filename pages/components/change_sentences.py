"""What changed, since when and why, in sentences (Markdown, other people's words escaped)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.components.names import group_label, market_heading
from pages.components.plain_text import literal
from sentiment.evaluation.intervals import is_clear, reliability
from sentiment.language.figures_in_words import joined

if TYPE_CHECKING:
    from pages.components.formats import ReaderFormat
    from sentiment.evaluation.market_states import Change, MarketState
    from sentiment.records import Grain, Interval
    from sentiment.workflows.overview import Background

ATTENTION_MARKS = {
    "worse": ":material/trending_up: got worse",
    "steady": ":material/trending_flat: no clear change",
    "better": ":material/trending_down: got better",
    "too few": ":material/question_mark: too few to compare",
}
_MANY_WORDS = 6


def since_when(change: Change, style: ReaderFormat) -> str:
    """The moment of a change: ``since the week of 8 June 2026``, ``since June 2026``."""
    return f"since {_the(change.grain)}{literal(style.period(change.start, grain=change.grain))}"


def change_sentence(state: MarketState, style: ReaderFormat, *, name: str | None = None) -> str:
    """What changed in a market and since when; that nothing clear did is said as well."""
    who = literal(name or market_heading(state.market))
    if state.change is not None:
        found = state.change.found
        verb = "rose" if found.rise.value > 0 else "fell"
        return (
            f"**{who}**: negative reviews {verb} from {literal(style.percent(found.before.value))} "
            f"to **{literal(style.percent(found.after.value))}** "
            f"(n = {style.number(found.after.n)}, {span_of(found.rise, style)}) "
            f"{since_when(state.change, style)}."
        )
    if state.counts.scored == 0:
        return f"**{who}**: nothing is scored yet."
    if reliability(state.counts.scored) == "too few":
        return f"**{who}**: {style.number(state.counts.scored)} scored reviews, too few to say."
    if state.rise is not None and is_clear(state.rise):
        verb = "more" if state.rise.value > 0 else "fewer"
        return (
            f"**{who}**: {verb} negative reviews than in the period before "
            f"({span_of(state.rise, style)}), without one moment since when."
        )
    return f"**{who}**: no clear change."


def span_of(difference: Interval, style: ReaderFormat) -> str:
    """The interval of a difference of shares: ``+26 to +40 points``."""
    low, high = (
        literal(style.points(edge).removesuffix(" pts"))
        for edge in (difference.low, difference.high)
    )
    return f"{low} to {high} points"


def drivers_sentence(background: Background) -> str:
    """Where most of the change comes from: ``most of it in German reviews and in PulseApp``."""
    parts = []
    for by, worded in (("language", "reviews in {}"), ("product", "{}"), ("source", "{}")):
        found = background.of(by)
        # A grouping with one group only says nothing about where the change is.
        if found and found[0].part > 0.5 and (by != "source" or len(found) > 1):
            parts.append(worded.format(literal(group_label(found[0].group, by=by))))
    if not parts:
        return ""
    return f"Most of it comes from {joined(parts)}."


def words_sentence(words: tuple[str, ...]) -> str:
    """The words that stand out: ``Words: “update”, “crash”``."""
    if not words:
        return ""
    listed = ", ".join(f"“{literal(word)}”" for word in words[:_MANY_WORDS])
    return f"Words that stand out: {listed}."


def _the(grain: Grain) -> str:
    return "the " if grain == "week" else ""
