"""Upload: bring exports in, see what becomes of them, have them scored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.app_entry import enter_through_app
from pages.components.dropped_file import dropped_file
from pages.components.error_display import errors_shown
from pages.components.file_settings import chosen_by_now
from pages.components.import_history import import_history
from pages.components.import_panel import import_panel
from pages.components.import_queue import import_queue
from pages.components.plain_text import literal
from pages.components.resources import database
from pages.components.scoring_panel import scoring_panel
from pages.components.upload_folder import UploadFolder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sentiment.records import ReadingOptions
    from sentiment.storage.database import Database

_KINDS = ["csv", "tsv", "txt", "xlsx", "json", "jsonl", "ndjson", "parquet", "gz", "zip"]


def main() -> None:
    """Draw the page."""
    st.title("Upload")
    with errors_shown(stop=True):
        store = database()
    with errors_shown():
        _drop(store)
    with errors_shown():
        import_panel(store)
    st.header("Scoring")
    with errors_shown():
        scoring_panel(store)
    st.header("Imports so far")
    with errors_shown():
        import_history(store)


def _drop(store: Database) -> None:
    # A new key empties the uploader once its files have been taken over.
    batch = st.session_state.setdefault("upload batch", 0)
    dropped = st.file_uploader(
        "Drop review exports here",
        type=_KINDS,
        accept_multiple_files=True,
        key=f"upload {batch}",
        help="As the source gave them: CSV or TSV in any encoding, Excel, JSON, Parquet, "
        "also packed with gzip or zip.",
    )
    folder: UploadFolder = st.session_state.setdefault("upload folder", UploadFolder())
    folder.forget_others({file.file_id for file in dropped})
    if not dropped:
        return
    st.caption("Nothing is stored yet. Look whether the files were understood, then import them.")
    ready: list[tuple[Path, ReadingOptions, str]] = []
    held_up: list[str] = []
    for file in dropped:
        path = folder.keep(file.file_id, name=file.name, content=file.getbuffer())
        options = dropped_file(store, path, file_id=file.file_id)
        if options is None:
            held_up.append(file.name)
        else:
            ready.append((path, options, file.file_id))
    if held_up:
        st.info(f"Not ready: {literal(', '.join(held_up))}. The others can go ahead.")
    st.button(
        f"Import {len(ready)} file{'' if len(ready) == 1 else 's'}",
        type="primary",
        disabled=not ready,
        on_click=_import,
        args=(store, ready),
        key="import",
    )


def _import(store: Database, ready: Sequence[tuple[Path, ReadingOptions, str]]) -> None:
    import_queue(store).add(
        [(path, chosen_by_now(file_id, drawn=options)) for path, options, file_id in ready]
    )
    st.session_state["upload batch"] += 1
    st.session_state.pop("recognitions", None)


enter_through_app()
main()
