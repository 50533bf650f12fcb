"""Errors by readable kinds, and labels that are suspected to be wrong."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

import streamlit as st

from pages.components.confusion_tables import share_or_none
from pages.components.formats import reader_format
from pages.components.judged_review import judged_list
from pages.components.names import sentiment_label
from pages.components.plain_text import literal
from pages.components.unsure_note import stated_bands
from sentiment.workflows.error_groups import ErrorGroups, KindPage, error_groups, errors_of_kind
from sentiment.workflows.suspecting import SuspectedReviews, suspected_labels

if TYPE_CHECKING:
    from sentiment.records import Filters
    from sentiment.storage.database import Database

SHOWN = 10


def kinds_view(
    database: Database, *, version: str, filters: Filters, truths: tuple[str, ...]
) -> None:
    """Counts of kinds, those with most errors first; one of them opened."""
    style = reader_format()
    groups = _kinds(database, version=version, filters=filters, truths=truths)
    if not groups.errors:
        st.info("There is no error of any kind among the reviews in view.")
        return
    st.markdown(
        f"{style.number(groups.errors)} of {style.reviews(groups.considered)} are wrong; "
        f"{style.number(groups.of_no_kind)} of the errors are of none of these kinds. "
        "An error can be of several."
    )
    found = [kind for kind in groups.kinds if kind.errors]
    rows = [
        {
            "Kind": kind.name,
            "Errors": style.number(kind.errors),
            "Wrong inside": share_or_none(kind.inside),
            "Wrong outside": share_or_none(kind.outside),
            "commoner among errors by": f"{style.points(kind.excess.value)} "
            f"({style.points(kind.excess.low)} to {style.points(kind.excess.high)})"
            if kind.excess.n and not isnan(kind.excess.value)
            else "–",
            "": "clearly commoner" if kind.is_over_represented else "",
            "What it means": kind.sentence,
        }
        for kind in found
    ]
    st.dataframe(rows, hide_index=True)
    st.caption("Compared within languages, so that a hard language is not taken for a reason.")
    chosen = st.selectbox(
        "Errors of the kind", [kind.name for kind in found], key="kind", bind="query-params"
    )
    if chosen:
        page = _of_kind(database, version=version, kind=chosen, filters=filters, truths=truths)
        st.caption(
            f"{style.number(len(page.reviews))} of {style.reviews(page.total)}, "
            "most confident first"
        )
        judged_list(database, page.reviews, bands=stated_bands(database))


def suspected_view(
    database: Database, *, version: str, filters: Filters, truths: tuple[str, ...]
) -> None:
    """Labels ranked by how much speaks against them."""
    style = reader_format()
    found = _suspected(database, version=version, filters=filters, truths=truths)
    if not found.suspected:
        st.info(
            f"No label is suspected among {style.reviews(found.considered)}. What people "
            "answered is taken as settled."
        )
        return
    about = (
        f" About {style.number(found.wrong.value)} ({style.number(found.wrong.low)} to "
        f"{style.number(found.wrong.high)}) may be wrong in all."
        if found.wrong.n and not isnan(found.wrong.value)
        else ""
    )
    st.markdown(
        f"{style.number(found.suspected)} of {style.reviews(found.considered)} have a label "
        f"that much speaks against.{about}"
    )
    st.caption(literal(found.caveat))
    notes = [
        f"The model gives this label {style.percent(one.quality, digits=1)} and would call it "
        f"{sentiment_label(one.suggested)}."
        for one in found.reviews
    ]
    reviews = [one.judged for one in found.reviews]
    judged_list(database, reviews, bands=stated_bands(database), notes=notes)


@st.cache_data(max_entries=20, show_spinner="Looking for what the errors have in common…")
def _kinds(
    _database: Database, *, version: str, filters: Filters, truths: tuple[str, ...]
) -> ErrorGroups:
    return error_groups(_database, filters=filters, truths=truths)


@st.cache_data(max_entries=20, show_spinner=False)
def _of_kind(
    _database: Database, *, version: str, kind: str, filters: Filters, truths: tuple[str, ...]
) -> KindPage:
    return errors_of_kind(_database, kind=kind, filters=filters, truths=truths, limit=SHOWN)


@st.cache_data(max_entries=20, show_spinner="Weighing the labels…")
def _suspected(
    _database: Database, *, version: str, filters: Filters, truths: tuple[str, ...]
) -> SuspectedReviews:
    return suspected_labels(_database, filters=filters, truths=truths, limit=SHOWN)
