"""Everything that was found about a grouping, in sentences, and the report to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.filter_words import describe_filters
from pages.components.findings_list import findings_list
from pages.components.formats import reader_format
from pages.components.plain_text import literal
from sentiment.workflows.bias import BiasAnswer, survey_bias
from sentiment.workflows.bias_report import report_csv, report_html

if TYPE_CHECKING:
    from sentiment.records import Filters
    from sentiment.storage.database import Database


def bias_findings(database: Database, *, version: str, filters: Filters, by: str) -> None:
    """Draw the findings of all analyses, what cannot be said, and two buttons for the report."""
    with st.spinner("Comparing groups…"):
        answer = _survey(database, version=version, filters=filters, by=by)
    style = reader_format()
    st.caption(
        literal(
            f"{style.reviews(answer.reviews)} in view, {style.number(answer.scored)} scored, by "
            f"{answer.model_id}. In brackets 95 % intervals."
        )
    )
    if not answer.findings:
        st.markdown("Nothing could be compared; the reasons stand below.")
    findings_list(
        answer.findings,
        unsaid=answer.unsaid,
        more_in="in the other views and in the report",
        unsaid_open=not answer.findings,
    )
    about = describe_filters(filters, style)
    with st.container(horizontal=True):
        st.download_button(
            "Report as HTML",
            lambda: report_html(answer, about=about),
            file_name="polytone-bias.html",
            mime="text/html",
            icon=":material/download:",
            on_click="ignore",
            help="Sentences and tables in one file that asks for nothing from elsewhere.",
        )
        st.download_button(
            "All numbers as CSV",
            lambda: report_csv(answer),
            file_name="polytone-bias.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            help="One number a row, with n, interval and corrected p.",
        )


@st.cache_data(max_entries=20, show_spinner=False)
def _survey(_database: Database, *, version: str, filters: Filters, by: str) -> BiasAnswer:
    return survey_bias(_database, by=(by,), filters=filters)
