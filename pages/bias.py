"""Bias: whether a gap between groups is the customers', their way of rating, or the model's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.app_entry import enter_through_app
from pages.components.bias_findings import bias_findings
from pages.components.error_display import errors_shown
from pages.components.fairness_view import fairness_view
from pages.components.filter_bar import filter_bar
from pages.components.kept_groupings import kept_groupings
from pages.components.mitigation_view import mitigation_view
from pages.components.page_start import start_page
from pages.components.probes_view import probes_view
from pages.components.random_labelling import random_labelling
from pages.components.rating_style_view import rating_style_view
from pages.components.same_words_view import same_words_view
from pages.components.shares_view import shares_view
from pages.components.truth_choice import choose_truths
from sentiment.records import Filters
from sentiment.workflows.annotating import annotations_version
from sentiment.workflows.data_version import data_version

if TYPE_CHECKING:
    from sentiment.records import Choices
    from sentiment.storage.database import Database

FINDINGS, SHARES, STYLE, FAIRNESS, MITIGATION, WORDS, PROBES = VIEWS = (
    "Findings",
    "Corrected shares",
    "Rating style",
    "Fairness",
    "Mitigation",
    "Same words",
    "Probes",
)
GROUPINGS = {"Market": "market", "Language": "language", "Product": "product", "Source": "source"}


def main() -> None:
    """Draw the page."""
    store, known = start_page("Bias", needs_scores=True)
    with errors_shown():
        filters = filter_bar(known, page="bias", by_score=False)
        _views(store, known, filters)


def _views(store: Database, known: Choices, filters: Filters) -> None:
    version = f"{data_version(store, known=known)} {annotations_version(store)}"
    view = st.segmented_control(
        "Show", VIEWS, default=FINDINGS, required=True, key="view", bind="query-params"
    )
    if view in (WORDS, PROBES) and filters != Filters():
        st.caption(
            "This view stays as it is whatever the filters: its texts are not among the reviews."
        )
    if view == WORDS:
        same_words_view(store)
    elif view == PROBES:
        probes_view(store, version=version)
    elif view == MITIGATION:
        truths = choose_truths()
        mitigation_view(store, version=version, filters=filters, truths=truths)
    elif view == FAIRNESS:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            by, truths = _choose_grouping(store, version), choose_truths()
        fairness_view(store, version=version, filters=filters, by=by, truths=truths)
    elif view == STYLE:
        by = _choose_grouping(store, version)
        rating_style_view(store, version=version, filters=filters, by=by)
    elif view == SHARES:
        by = _choose_grouping(store, version)
        shares_view(store, version=version, filters=filters, by=by)
        random_labelling(store, known, filters=filters, by=by)
    else:
        bias_findings(store, version=version, filters=filters, by=_choose_grouping(store, version))


def _choose_grouping(store: Database, version: str) -> str:
    """What the groups are: bound to the link, kept columns of the files among them."""
    groupings = GROUPINGS | kept_groupings(store, version=version)
    chosen = st.selectbox("Compare by", list(groupings), key="by", bind="query-params", width=240)
    return groupings.get(chosen or "", "market")


enter_through_app()
main()
