"""Two models side by side on the reviews in view, and the reviews on which they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.formats import reader_format
from pages.components.judged_review import judged_list
from pages.components.names import language_label, sentiment_label
from pages.components.plain_text import literal
from pages.components.size_note import size_note
from pages.components.unsure_note import stated_bands
from sentiment.workflows.comparing_stored import (
    StoredComparison,
    compare_stored,
    differing_reviews,
    stored_models,
)

if TYPE_CHECKING:
    from sentiment.evaluation.paired import PairedDifference
    from sentiment.records import Filters, Interval
    from sentiment.storage.database import Database


def model_comparison(
    database: Database, *, version: str, filters: Filters, truths: tuple[str, ...]
) -> None:
    """Draw it against the model in use; with one model alone, say how to get another."""
    active, *others = stored_models(database)
    st.subheader("Would another model do better?", anchor=False)
    if not others:
        st.markdown("Only one model has scored these reviews. Score them with another, and back:")
        st.code("polytone score --model polytone-fast\npolytone score", language=None)
        return
    other = st.selectbox("Against the model in use", others, key="other model", width=320)
    compared = _compared(
        database,
        version=version,
        first=active,
        other=other or others[0],
        filters=filters,
        truths=truths,
    )
    if not compared.overall.n:
        return
    st.markdown(_sentence(compared))
    st.dataframe([_row(one) for one in compared.languages], hide_index=True)
    st.caption(
        "Differences are the other model's minus those of the model in use, with 95 % intervals; "
        "p by McNemar's test, corrected over the languages (Holm)."
    )
    differing = differing_reviews(
        database, first=compared.first, other=compared.other, filters=filters, truths=truths
    )
    if differing:
        style = reader_format()
        st.markdown("**Reviews on which they differ**, the surest disagreement first")
        notes = [
            f"{compared.other} says {sentiment_label(one.other)} "
            f"({style.percent(one.other_sureness)})."
            for one in differing
        ]
        reviews = [one.judged for one in differing]
        judged_list(database, reviews, bands=stated_bands(database), notes=notes)


def _sentence(compared: StoredComparison) -> str:
    style = reader_format()
    one = compared.overall
    verdict = (
        "no clear difference"
        if one.accuracy.low <= 0 <= one.accuracy.high
        else "better"
        if one.accuracy.value > 0
        else "worse"
    )
    return literal(
        f"{compared.other} against {compared.first} on {style.reviews(one.n)}: {verdict}. Right "
        f"{_gap(one.accuracy)}, macro-F1 {_gap(one.macro_f1)}; "
        f"{style.number(one.only_other)} that it alone gets right, {style.number(one.only_first)} "
        f"that it alone gets wrong, {_p(one.test.p)}."
    )


def _row(one: PairedDifference) -> dict[str, str]:
    style = reader_format()
    return {
        "Language": language_label(one.group),
        "n": style.number(one.n),
        "Right": _gap(one.accuracy),
        "Macro-F1": _gap(one.macro_f1),
        "only the other right": style.number(one.only_other),
        "only the one in use right": style.number(one.only_first),
        "p": _p(one.p_holm),
        "": size_note(one.n),
    }


def _gap(interval: Interval) -> str:
    style = reader_format()
    low, high = (style.points(end, digits=1) for end in (interval.low, interval.high))
    return f"{style.points(interval.value, digits=1)} ({low} to {high})"


def _p(value: float) -> str:
    style = reader_format()
    return (
        "p < " + style.number(0.001, digits=3)
        if value < 0.001
        else (f"p = {style.number(value, digits=3)}")
    )


@st.cache_data(max_entries=20, show_spinner=False)
def _compared(
    _database: Database,
    *,
    version: str,
    first: str,
    other: str,
    filters: Filters,
    truths: tuple[str, ...],
) -> StoredComparison:
    return compare_stored(_database, first=first, other=other, filters=filters, truths=truths)
