"""The filters beside a page, bound to its link in both directions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from pages.components.filter_links import (
    FIRST_DAY,
    LAST_DAY,
    PARAMETERS,
    Query,
    filters_from_query,
    in_order,
    query_from_filters,
)
from pages.components.filter_words import describe_filters
from pages.components.formats import reader_format
from pages.components.names import group_label, sentiment_label
from pages.components.plain_text import isolated, literal
from sentiment.records import SENTIMENTS, Choices, Filters, SurenessThresholds

if TYPE_CHECKING:
    from collections.abc import Mapping

_PAGE, _QUERY = "filters: page", "filters: query"
_CONFIDENCE = (0, 100)
_CERTAINTY = {"any": None, "certain": False, "uncertain": True}
_UNSET: dict[str, Any] = {
    "text": "",
    "market": [],
    "language": [],
    "product": [],
    "source": [],
    "kept": [],
    "stars": [],
    "sentiment": [],
    "confidence": _CONFIDENCE,
    "certainty": "any",
    "disagree": False,
    "unsure": False,
    "since": None,
    "until": None,
}
_SCORE_FILTERS = ("sentiment", "confidence", "disagree", "unsure")
_GROUPS = ("market", "language", "product", "source")


def filter_bar(
    choices: Choices,
    *,
    page: str,
    by_score: bool = True,
    thresholds: SurenessThresholds | None = None,
) -> Filters:
    """Draw the filters into the side panel, keep the link in step, return what is set.

    A link that opens the page sets the filters; a changed filter changes the
    link. A page entered again without a link is as it was left. What is set
    is said in a sentence at the place of the call, with a button that clears it.
    Without ``by_score`` the filters by sentiment, confidence, disagreement and unsureness
    are not offered: pages that show shares of sentiment have no use for them. ``thresholds``
    are those below which the active model is unsure; without any that filter says why it
    cannot be set.
    """
    _take_from_link(page, thresholds)
    if not by_score:
        for name in _SCORE_FILTERS:
            st.session_state.pop(_key(name), None)
    with st.sidebar:
        st.subheader("Filters")
        _draw(choices, by_score=by_score, thresholds=thresholds)
    filters = _chosen(thresholds)
    _put_into_link(filters, page)
    if filters != Filters():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"Only {literal(describe_filters(filters, reader_format()))}.")
            st.button("Clear filters", on_click=clear_filters, key="clear_filters", type="tertiary")
    return filters


def clear_filters() -> None:
    """Take all filters away (for a button's ``on_click``)."""
    _set_widgets(Filters())


def change_filters(*, thresholds: SurenessThresholds | None = None, **changes: object) -> None:
    """Set single filters by the names of :class:`Filters` (for a button's ``on_click``).

    ``thresholds`` are those that the filters were drawn with.
    """
    _set_widgets(replace(_chosen(thresholds), **changes))


def _take_from_link(page: str, thresholds: SurenessThresholds | None) -> None:
    """Set the widgets where the link says something else than they did."""
    query = _current_query()
    state = st.session_state
    remembered: dict[str, Query] = state.setdefault(_QUERY, {})
    entered = state.get(_PAGE) != page or _key("text") not in state
    if entered and not query and page in remembered:
        query = remembered[page]
    elif not entered and query == remembered.get(page, {}):
        return
    state[_PAGE] = page
    _set_widgets(filters_from_query(query, thresholds=thresholds))


def _put_into_link(filters: Filters, page: str) -> None:
    query, current = query_from_filters(filters), _current_query()
    for parameter in PARAMETERS:
        if query.get(parameter) == current.get(parameter):
            continue
        if parameter in query:
            st.query_params[parameter] = query[parameter]
        else:
            del st.query_params[parameter]
    st.session_state[_QUERY][page] = query


def _current_query() -> Query:
    return {
        parameter: st.query_params.get_all(parameter)
        for parameter in PARAMETERS
        if parameter in st.query_params
    }


def _set_widgets(filters: Filters) -> None:
    low, high = filters.confidence or (_CONFIDENCE[0] / 100, _CONFIDENCE[1] / 100)
    certainty = {value: name for name, value in _CERTAINTY.items()}
    values = {
        "text": filters.text or "",
        "market": list(filters.markets),
        "language": list(filters.languages),
        "product": list(filters.products),
        "source": list(filters.sources),
        "kept": list(filters.kept),
        "stars": list(filters.stars),
        "sentiment": list(filters.sentiments),
        "confidence": (round(100 * low), round(100 * high)),
        "certainty": certainty[filters.uncertain_language],
        "disagree": filters.disagree,
        "unsure": filters.unsure is not None,
        "since": filters.since,
        "until": filters.until,
    }
    for name, value in values.items():
        st.session_state[_key(name)] = value


def _draw(choices: Choices, *, by_score: bool, thresholds: SurenessThresholds | None) -> None:
    known: dict[str, Mapping[str, int]] = {
        "market": choices.markets,
        "language": choices.languages,
        "product": choices.products,
        "source": choices.sources,
    }
    st.text_input("Words in the review", type="search", key=_key("text"))
    for group in _GROUPS:
        # What a link names stays visible even where no review has it (any more).
        chosen = st.session_state[_key(group)]
        st.multiselect(
            group.capitalize(),
            list(dict.fromkeys([*known[group], *chosen])),
            format_func=lambda value, by=group: group_label(value, by=by),
            key=_key(group),
            placeholder="all",
        )
    # Set by links from tables of groups; here it can be taken away.
    if kept := st.session_state[_key("kept")]:
        st.multiselect(
            "Kept columns", list(kept), format_func=_kept_label, key=_key("kept"), placeholder="all"
        )
    st.pills(
        "Stars",
        (1, 2, 3, 4, 5),
        selection_mode="multi",
        format_func=lambda n: f"{n} ★",
        key=_key("stars"),
    )
    for label, name in (("From", "since"), ("To", "until")):
        st.date_input(
            label,
            value=None,
            # Without bounds of ours nothing before the last ten years could be chosen.
            min_value=FIRST_DAY,
            max_value=LAST_DAY,
            key=_key(name),
            format=reader_format().day_pattern,
        )
    st.segmented_control(
        "Certainty of the language",
        list(_CERTAINTY),
        required=True,
        key=_key("certainty"),
        help="Uncertain: the detectors disagreed, or the file's own language had to decide.",
    )
    if by_score:
        _draw_scores(scored=choices.scored > 0, thresholds=thresholds)


def _kept_label(pair: tuple[str, str]) -> str:
    name, value = pair
    return f"{isolated(name)}: {group_label(value, by=name)}"


def _draw_scores(*, scored: bool, thresholds: SurenessThresholds | None) -> None:
    st.pills(
        "Sentiment",
        SENTIMENTS,
        selection_mode="multi",
        format_func=sentiment_label,
        key=_key("sentiment"),
    )
    st.slider(
        "How sure the model is (%)",
        *_CONFIDENCE,
        step=1,
        key=_key("confidence"),
        help="The probability of the sentiment that it chose.",
    )
    st.toggle(
        "Stars and text disagree",
        key=_key("disagree"),
        help="1 or 2 stars and a positive text, or 4 or 5 stars and a negative one.",
    )
    if thresholds is None:
        st.session_state[_key("unsure")] = False
    st.toggle(
        "Only reviews on which the model is unsure",
        key=_key("unsure"),
        disabled=thresholds is None,
        help=_unsure_help(scored=scored, thresholds=thresholds),
    )


def _unsure_help(*, scored: bool, thresholds: SurenessThresholds | None) -> str:
    if thresholds is not None:
        return "The probability of the sentiment is below the threshold of the review's language."
    if not scored:
        return "No review is scored yet."
    return "The model that scored the reviews does not say below which probability it is unsure."


def _chosen(thresholds: SurenessThresholds | None) -> Filters:
    # What a page does not offer has no state there.
    chosen = {name: st.session_state.get(_key(name), unset) for name, unset in _UNSET.items()}
    low, high = chosen["confidence"]
    since, until = in_order(chosen["since"], chosen["until"])
    return Filters(
        text=chosen["text"].strip() or None,
        markets=tuple(chosen["market"]),
        languages=tuple(chosen["language"]),
        products=tuple(chosen["product"]),
        sources=tuple(chosen["source"]),
        kept=tuple(chosen["kept"]),
        stars=tuple(sorted(chosen["stars"])),
        sentiments=tuple(one for one in SENTIMENTS if one in chosen["sentiment"]),
        confidence=None if (low, high) == _CONFIDENCE else (low / 100, high / 100),
        uncertain_language=_CERTAINTY[chosen["certainty"]],
        disagree=chosen["disagree"],
        unsure=thresholds if chosen["unsure"] else None,
        since=since,
        until=until,
    )


def _key(name: str) -> str:
    return f"filter: {name}"
