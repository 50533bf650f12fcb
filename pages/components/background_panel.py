"""What is behind the change of one market: sentence, groups, words, and links to the reviews."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from pages.components.change_sentences import change_sentence, drivers_sentence, words_sentence
from pages.components.explore_links import explore_link
from pages.components.formats import reader_format
from pages.components.market_tile import reviews_of
from pages.components.names import group_label, language_label
from pages.components.plain_text import literal
from pages.components.result_chart import draw_chart
from sentiment.charts.driver_chart import describe_drivers, driver_figure
from sentiment.evaluation.group_counts import only_groups
from sentiment.workflows.overview import Background, look_behind
from sentiment.workflows.words import LanguageWords, words_behind

if TYPE_CHECKING:
    from sentiment.evaluation.drivers import Driver
    from sentiment.evaluation.market_states import MarketState, Overview
    from sentiment.evaluation.periods import Period
    from sentiment.records import Filters
    from sentiment.storage.database import Database

MOST_DRIVERS = 5


def background_panel(
    database: Database,
    *,
    version: str,
    state: MarketState,
    overview: Overview,
    filters: Filters,
    place: str = "page",
) -> None:
    """Draw it; ``place`` keeps two panels on one page apart."""
    style = reader_format()
    background = _behind(
        database, version=version, state=state, period=overview.period, filters=filters
    )
    words = (
        _words(database, version=version, background=background, filters=filters)
        if background is not None
        else ()
    )
    sentences = [change_sentence(state, style)]
    if background is not None and state.attention in ("worse", "better"):
        sentences.append(drivers_sentence(background))
        sentences.append(words_sentence(words[0].words) if words else "")
    st.markdown(" ".join(filter(None, sentences)))
    explore_link("Read the negative reviews", reviews_of(state, overview, filters))
    if background is None:
        return
    groups = [by for by in ("product", "language", "source") if background.of(by)]
    if groups:
        direction = "rose" if background.worse else "fell"
        st.markdown(f"**Where the negative share {direction}**, {_compared(background)}")
        for tab, by in zip(st.tabs([_PLURALS[by] for by in groups]), groups, strict=True):
            with tab:
                _drivers(background, by=by, state=state, filters=filters, place=place)
    _word_lists(words)


_PLURALS = {"product": "Products", "language": "Languages", "source": "Sources"}


@st.cache_data(max_entries=100, show_spinner=False)
def _behind(
    _database: Database, *, version: str, state: MarketState, period: Period, filters: Filters
) -> Background | None:
    return look_behind(_database, state=state, period=period, filters=filters)


@st.cache_data(max_entries=100, show_spinner=False)
def _words(
    _database: Database, *, version: str, background: Background, filters: Filters
) -> tuple[LanguageWords, ...]:
    return words_behind(_database, background=background, filters=filters)


def _compared(background: Background) -> str:
    style = reader_format()
    before, after = background.before, background.after
    return literal(
        f"{style.day(before.since)} – {style.day(before.until)} against "
        f"{style.day(after.since)} – {style.day(after.until)}"
    )


def _drivers(
    background: Background, *, by: str, state: MarketState, filters: Filters, place: str
) -> None:
    style = reader_format()
    shown = background.of(by)[:MOST_DRIVERS]
    names = {driver.group: group_label(driver.group, by=by) for driver in shown}
    draw_chart(
        driver_figure(shown, names=names, style=style),
        key=f"drivers {place} {state.market} {by}",
        alt=describe_drivers(shown, names=names, style=style),
    )
    st.caption("Negative reviews beyond what the former share would have given; read them:")
    for driver in shown:
        inside = replace(
            background.after.narrow(filters),
            markets=(state.market,),
            sentiments=("negative",),
        )
        explore_link(
            f"{names[driver.group]} ({_weight(driver)})",
            only_groups(inside, by=by, groups=(driver.group,)),
        )


def _weight(driver: Driver) -> str:
    """Short enough for a link on a narrow screen: ``+15``, ``+4, could be chance``."""
    style = reader_format()
    extra = round(driver.extra_negative)
    sign = "+" if extra > 0 else "−" if extra < 0 else "±"
    chance = "" if driver.clear else ", new here" if driver.before is None else ", could be chance"
    return f"{sign}{style.number(abs(extra))}{chance}"


def _word_lists(words: tuple[LanguageWords, ...]) -> None:
    style = reader_format()
    for found in words:
        if not found.words:
            continue
        kind = "Words" if found.unit == "word" else "Pairs of characters"
        listed = " · ".join(f"**{literal(word)}**" for word in found.words)
        st.markdown(f"{kind} that stand out in {literal(language_label(found.language))}: {listed}")
        st.caption(
            f"In {style.reviews(found.reviews)}, negative and of the later days, against "
            f"{style.number(found.compared_with)} {found.against} before."
        )
