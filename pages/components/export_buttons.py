"""Download what the filters leave, as CSV or Parquet."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from pages.components.formats import reader_format
from sentiment.workflows.exporting import Kind, export_bytes

if TYPE_CHECKING:
    from sentiment.records import Filters
    from sentiment.storage.database import Database

_KINDS: dict[Kind, tuple[str, str, str]] = {
    "csv": (
        "CSV",
        "text/csv",
        "Opens in a spreadsheet; cells that look like formulas are disarmed.",
    ),
    "parquet": ("Parquet", "application/vnd.apache.parquet", "For data tools; texts as they are."),
}


def export_buttons(database: Database, *, filters: Filters, total: int) -> None:
    """Two buttons; the file is made when one is pressed, not before."""
    count = reader_format().reviews(total)
    with st.container(horizontal=True):
        for kind, (name, mime, meaning) in _KINDS.items():
            st.download_button(
                f"Download {count} as {name}",
                data=partial(export_bytes, database, filters=filters, kind=kind),
                file_name=f"polytone-reviews.{kind}",
                mime=mime,
                help=meaning,
                icon=":material/download:",
                on_click="ignore",
                key=f"export {kind}",
            )
