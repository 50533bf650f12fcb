"""Imports on their way, with their reports; drawn again while they run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.error_display import show_error
from pages.components.formats import reader_format
from pages.components.import_queue import ImportItem, import_queue
from pages.components.import_report import import_report
from pages.components.plain_text import literal
from pages.components.progress import show_progress

if TYPE_CHECKING:
    from sentiment.storage.database import Database

_POLL_SECONDS = 0.7


def import_panel(database: Database) -> None:
    """Draw the last batch of imports; when it ends, the whole page is drawn again."""
    queue = import_queue(database)
    running = queue.running()

    @st.fragment(run_every=_POLL_SECONDS if running else None)
    def panel() -> None:
        if running and not queue.running():
            st.rerun()
        for place, item in enumerate(queue.items()):
            with st.container(border=True):
                _draw(database, item, key=str(place))
        if queue.items() and not running:
            st.button("Put these reports away", on_click=queue.dismiss, key="dismiss_imports")

    panel()


def _draw(database: Database, item: ImportItem, *, key: str) -> None:
    if item.state == "failed" and item.error is not None:
        st.markdown(f"**{literal(item.name)}** was not imported")
        show_error(item.error)
    elif item.state == "finished":
        for report in item.reports:
            import_report(database, report, key=f"batch {key}")
    else:
        st.markdown(f"**{literal(item.name)}**")
        show_progress(None if _read(item) else item.progress, waiting=_waiting_words(item))


def _read(item: ImportItem) -> bool:
    return item.progress is not None and item.progress.done >= item.progress.total


def _waiting_words(item: ImportItem) -> str:
    if item.state == "waiting":
        return "Waits for its turn …"
    if item.progress is not None and _read(item):
        return f"Storing {reader_format().number(item.progress.total)} rows …"
    return "Reading …"
