"""All imports so far, and the report of the one that is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.import_report import import_report
from sentiment.workflows.importing import imports

if TYPE_CHECKING:
    from sentiment.storage.database import Database


def import_history(database: Database) -> None:
    """Draw the table of imports, the newest first; a chosen row opens its report."""
    reports = imports(database)
    if not reports:
        st.caption("Nothing has been imported yet.")
        return
    table = {
        "file": [report.file for report in reports],
        "source": [report.profile for report in reports],
        "read": [report.read for report in reports],
        "kept": [report.kept for report in reports],
        "new versions": [report.updated for report in reports],
        "refused": [report.rejected for report in reports],
        "known already": [report.duplicates for report in reports],
        "first date": [report.first_date for report in reports],
        "last date": [report.last_date for report in reports],
    }
    counts = ("read", "kept", "new versions", "refused", "known already")
    written = {name: st.column_config.NumberColumn(format="localized") for name in counts}
    for name in ("first date", "last date"):
        written[name] = st.column_config.DateColumn(format="localized")
    chosen = st.dataframe(
        table,
        column_config=written,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key="import_history",
        lazy=False,
    )
    st.caption("Choose a row for its report and its refused rows.")
    for row in chosen.selection.rows:
        if row < len(reports):
            with st.container(border=True):
                import_report(database, reports[row], key="history")
