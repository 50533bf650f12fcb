"""Confusion: where the model errs and why, for modelers; errors are corrected here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.app_entry import enter_through_app
from pages.components.calibration_view import calibration_view, estimates_view
from pages.components.confusion_cell import (
    choose_cell,
    chosen_cell,
    clickable_matrix,
    reviews_of_cell,
)
from pages.components.confusion_tables import (
    class_table,
    group_table,
    language_table,
    quality_sentence,
)
from pages.components.error_display import errors_shown
from pages.components.error_views import kinds_view, suspected_view
from pages.components.filter_bar import filter_bar
from pages.components.judged_review import last_answer, who_answers
from pages.components.kept_groupings import kept_groupings
from pages.components.model_comparison import model_comparison
from pages.components.names import group_label
from pages.components.page_start import start_page
from pages.components.plain_text import literal
from pages.components.truth_choice import choose_truths, truth_sentence
from pages.components.unsure_note import stated_bands
from sentiment.workflows.abstaining import thresholds_of
from sentiment.workflows.annotating import annotations_csv, annotations_version
from sentiment.workflows.confusion import ConfusionAnswer, confusion, language_split
from sentiment.workflows.data_version import data_version

if TYPE_CHECKING:
    from sentiment.records import Choices, Filters
    from sentiment.storage.confusion_groups import Grouping
    from sentiment.storage.database import Database

GROUPINGS: dict[str, Grouping | None] = {
    "All together": None,
    "Language": "language",
    "Market": "market",
    "Source": "source",
    "Product": "product",
    "Domain": "domain",
    "Month": "month",
    "Model": "model",
    "Truth": "truth",
}
VIEWS = ("Confusion", "Kinds of errors", "Suspected labels", "Calibration", "Without labels")


def main() -> None:
    """Draw the page."""
    store, known = start_page("Confusion", needs_scores=True)
    with errors_shown():
        bands = stated_bands(store)
        thresholds = thresholds_of(bands) if bands else None
        filters = filter_bar(known, page="confusion", thresholds=thresholds)
        _views(store, known, filters)


def _views(store: Database, known: Choices, filters: Filters) -> None:
    version = f"{data_version(store, known=known)} {annotations_version(store)}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        view = st.segmented_control(
            "Show", VIEWS, default=VIEWS[0], required=True, key="view", bind="query-params"
        )
        truths = choose_truths()
    overall = _confusion(store, version=version, filters=filters, by=None, truths=truths)
    st.markdown(truth_sentence(overall.truth_counts))
    if overall.left_out:
        st.caption(literal(" ".join(overall.left_out)))
    if view == VIEWS[4]:
        estimates_view(store, version=version, filters=filters, truths=truths)
        return
    if not overall.overall.n:
        st.info(
            "Nothing can be compared yet. Answer for some reviews, name the column of labels when "
            "you upload, or take stars for true."
        )
        return
    if view == VIEWS[3]:
        calibration_view(store, version=version, filters=filters, truths=truths)
        return
    if view == VIEWS[0]:
        said = overall.left_out
        _matrices(store, version=version, filters=filters, truths=truths, said=said)
        return
    _answering(store)
    if view == VIEWS[1]:
        kinds_view(store, version=version, filters=filters, truths=truths)
    else:
        suspected_view(store, version=version, filters=filters, truths=truths)


def _matrices(
    store: Database,
    *,
    version: str,
    filters: Filters,
    truths: tuple[str, ...],
    said: tuple[str, ...],
) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        groupings = GROUPINGS | kept_groupings(store, version=version)
        named = st.selectbox("By", list(groupings), key="by", bind="query-params", width=200)
        by = groupings.get(named or "")
        answer = _confusion(store, version=version, filters=filters, by=by, truths=truths)
        names = {one.group: _group_name(one.group, by) for one in answer.groups}
        group = _choose_group(names) if by else None
    quality = next((one for one in answer.groups if one.group == group), answer.overall)
    of_groups = [sentence for sentence in answer.left_out if sentence not in said]
    if of_groups:
        st.caption(literal(" ".join(of_groups)))
    st.markdown(quality_sentence(quality))
    chosen = chosen_cell()
    left, right = st.columns((3, 4))
    with left:
        clickable_matrix(quality, chosen=chosen)
    with right:
        st.caption(
            "In each cell the share of its row and the number of reviews. Precision: of those "
            "called so, how many are; recall: of those that are so, how many are found. With "
            "95 % bootstrap intervals. Click on a cell to read its reviews, or choose it here:"
        )
        choose_cell(chosen)
    class_table(quality)
    if by:
        group_table(answer.groups, names=names)
    else:
        fold = st.expander(
            "Errors of the language, not of the sentiment",
            key="language errors",
            on_change="rerun",
            type="compact",
        )
        if fold.open:
            with fold:
                language_table(language_split(store, filters=filters, truths=truths))
    if chosen is not None:
        _answering(store)
        reviews_of_cell(store, chosen=chosen, filters=filters, by=by, group=group, truths=truths)
    elif by == "model":
        _answering(store)
        model_comparison(store, version=version, filters=filters, truths=truths)


def _choose_group(names: dict[str, str]) -> str | None:
    options = [None, *names]
    return st.selectbox(
        "Group",
        options,
        format_func=lambda group: "all of them" if group is None else names[group],
        key=f"group of {len(names)}",
        width=280,
    )


def _group_name(group: str, by: str | None) -> str:
    return group_label(group, by=by or "")


def _answering(store: Database) -> None:
    """Who answers, what was answered last, and all answers as a file."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        who_answers()
        st.download_button(
            "All answers as CSV",
            lambda: annotations_csv(store),
            file_name="polytone-answers.csv",
            mime="text/csv",
        )
    last_answer(store)


@st.cache_data(max_entries=50, show_spinner=False)
def _confusion(
    _store: Database,
    *,
    version: str,
    filters: Filters,
    by: Grouping | None,
    truths: tuple[str, ...],
) -> ConfusionAnswer:
    return confusion(_store, filters=filters, by=by, truths=truths)


enter_through_app()
main()
