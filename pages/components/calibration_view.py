"""Whether the model is as sure as it is right, what abstaining costs, and estimates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.confusion_tables import share_or_none
from pages.components.formats import reader_format
from pages.components.names import group_label
from pages.components.plain_text import literal
from pages.components.result_chart import draw_chart
from pages.components.size_note import size_note
from sentiment.charts.reliability_chart import describe_reliability, reliability_figure
from sentiment.workflows.calibrating import CalibrationAnswer, calibration
from sentiment.workflows.estimating import EstimatedAccuracy, estimated_accuracy

if TYPE_CHECKING:
    from sentiment.records import Filters
    from sentiment.storage.database import Database
    from sentiment.workflows.calibrating import GroupCalibration

ALL = "All together"


def calibration_view(
    database: Database, *, version: str, filters: Filters, truths: tuple[str, ...]
) -> None:
    """The reliability diagram of one language or of all, and the figures of each language."""
    style = reader_format()
    answer = _calibration(database, version=version, filters=filters, truths=truths)
    if not answer.overall.n:
        st.info("No review in view has both a truth and a score.")
        return
    names = {ALL: answer.overall} | {
        group_label(group.group, by="language"): group for group in answer.groups
    }
    chosen = st.selectbox("Language", list(names), key="calibrated", bind="query-params", width=320)
    shown = names.get(chosen or ALL, answer.overall)
    st.markdown(_sentence(shown))
    draw_chart(
        reliability_figure(shown.bins, style=style),
        key="reliability",
        alt=describe_reliability(shown.bins, style=style),
    )
    st.caption(
        "On the dashed line the model is right as often as it says; below it, it is too sure. "
        "Lines are 95 % intervals, open marks rest on fewer than 30 reviews."
    )
    st.dataframe([_row(name, group) for name, group in names.items()], hide_index=True)
    if answer.sampled < answer.known:
        st.caption(
            f"From an even sample of {style.number(answer.sampled)} of "
            f"{style.reviews(answer.known)}; the costs of abstaining count all."
        )


def estimates_view(
    database: Database, *, version: str, filters: Filters, truths: tuple[str, ...]
) -> None:
    """The accuracy to be expected where nobody labelled, with the error of such estimates."""
    by = st.segmented_control(
        "By",
        ("language", "market"),
        default="language",
        required=True,
        format_func=str.capitalize,
        key="estimates by",
    )
    style = reader_format()
    grouping = "market" if by == "market" else "language"
    groups = _estimates(database, version=version, filters=filters, truths=truths, by=grouping)
    if not groups:
        st.info("The model in use does not state how far off such estimates are: none is shown.")
        return
    st.markdown(literal(f"{group_label(groups[0].group, by=grouping)}: {groups[0].sentence}"))
    rows = [
        {
            "Group": group_label(one.group, by=grouping),
            "Scored": style.number(one.n),
            "Estimated to be right": share_or_none(one.estimate),
            "Measured": "–" if one.labelled is None else share_or_none(one.labelled),
            "with truth": "–" if one.labelled is None else style.number(one.labelled.n),
            "": size_note(one.n),
        }
        for one in groups
    ]
    st.dataframe(rows, hide_index=True)
    st.caption(
        "Estimates come from how sure the model is; their intervals hold the error that they had "
        "on texts with labels. Where the truth is stars, what is measured is agreement with stars."
    )


def _sentence(group: GroupCalibration) -> str:
    style = reader_format()
    verdict = (
        "more than chance explains"
        if group.error > group.by_chance
        else "no more than chance explains"
    )
    words = (
        f"The model is {style.percent(group.sureness, digits=1)} sure on average and right on "
        f"{share_or_none(group.accuracy)} of {style.reviews(group.n)}. Calibration error "
        f"{style.percent(group.error, digits=1)}: {verdict} "
        f"(up to {style.percent(group.by_chance, digits=1)})."
    )
    band = group.band
    if band is not None and band.below.n:
        words += (
            f" Not answering where it is unsure leaves out {share_or_none(band.below)}; it is "
            f"right on {share_or_none(band.accuracy_above)} of the others, and on "
            f"{share_or_none(band.accuracy_below)} of those left out."
        )
    return literal(words)


def _row(name: str, group: GroupCalibration) -> dict[str, str]:
    style = reader_format()
    band = group.band
    return {
        "Language": name,
        "n": style.number(group.n),
        "Sure": style.percent(group.sureness, digits=1),
        "Right": share_or_none(group.accuracy),
        "Calibration error": style.percent(group.error, digits=1),
        "by chance up to": style.percent(group.by_chance, digits=1),
        "Unsure": "–" if band is None else share_or_none(band.below),
        "Right where sure": "–" if band is None else share_or_none(band.accuracy_above),
        "Right where unsure": "–" if band is None else share_or_none(band.accuracy_below),
        "": size_note(group.n),
    }


@st.cache_data(max_entries=20, show_spinner=False)
def _calibration(
    _database: Database, *, version: str, filters: Filters, truths: tuple[str, ...]
) -> CalibrationAnswer:
    return calibration(_database, filters=filters, truths=truths)


@st.cache_data(max_entries=20, show_spinner=False)
def _estimates(
    _database: Database, *, version: str, filters: Filters, truths: tuple[str, ...], by: str
) -> list[EstimatedAccuracy]:
    grouping = "market" if by == "market" else "language"
    return estimated_accuracy(_database, filters=filters, by=grouping, truths=truths)
