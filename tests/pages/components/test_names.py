from __future__ import annotations

from pages.components.change_sentences import change_sentence
from pages.components.formats import format_for
from pages.components.names import group_label
from sentiment.evaluation.market_states import MarketState
from sentiment.records import Interval, SentimentCounts


def test_a_sentence_about_no_known_market_says_so() -> None:
    nothing = Interval(0.0, 0.0, 1.0, 0)
    state = MarketState(
        market="",
        counts=SentimentCounts("", 0, 0, 0, 0),
        negative=nothing,
        net=nothing,
        rise=None,
        net_change=None,
        attention="too few",
        extra_negative=0.0,
        trend=(),
        change=None,
    )
    said = change_sentence(state, format_for("en"))
    assert said == "**Market not known**: nothing is scored yet."


def test_products_keep_their_direction_and_what_is_not_known_is_named() -> None:
    assert group_label("מנורה", by="product") == "\u2068מנורה\u2069"
    assert group_label("", by="product") == "not known"
    assert group_label("DE", by="market") == "Germany (DE)"
