"""The probes that run beside the app: start, how far they are, cancel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.formats import reader_format
from pages.components.plain_text import literal
from pages.components.progress import show_progress
from sentiment.workflows.probing import choose_probes
from sentiment.workflows.probing_job import ProbingStatus, probing_job

if TYPE_CHECKING:
    from sentiment.storage.database import Database

_POLL_SECONDS = 1.0
# What the embedded model scores on two cores, with other work beside it and without.
_SLOW, _QUICK = 60, 180


def probing_panel(database: Database, *, model: str, answered: int) -> None:
    """Draw the run's state; while it goes on, again every second.

    ``answered`` is how many texts ``model`` has answered before. The whole page is drawn again
    when a run begins or ends: a fragment that was drawn without a beat never gets one.
    """
    running = probing_job(database).status().state == "running"

    @st.fragment(run_every=_POLL_SECONDS if running else None)
    def panel() -> None:
        status = probing_job(database).status()
        if running != (status.state == "running"):
            st.rerun()
        _draw(database, status, model=model, answered=answered)

    panel()


def _draw(database: Database, status: ProbingStatus, *, model: str, answered: int) -> None:
    job = probing_job(database)
    if status.state == "running":
        st.markdown(f"Probing **{literal(status.model)}**")
        show_progress(status.progress, waiting="Loading the model …")
        st.caption("You can leave this page or close the browser; the probes go on.")
        st.button("Cancel the probes", on_click=job.cancel, key="cancel_probes")
        return
    if status.state == "failed":
        st.error(literal(status.message), icon=":material/error:")
    elif status.state == "cancelled":
        st.warning("The probes were cancelled. What was answered is kept; they go on from there.")
    total = len(choose_probes())
    waiting = max(0, total - answered)
    st.button(
        "Run the probes" if waiting else "Run the probes again",
        on_click=job.start,
        args=(model,),
        kwargs={"afresh": not waiting},
        key="start_probes",
    )
    if waiting:
        style = reader_format()
        quick, slow = style.duration(waiting / _QUICK), style.duration(waiting / _SLOW)
        st.caption(
            f"{style.number(waiting)} short texts to score: with the embedded model on two cores "
            f"about {quick} to {slow}."
        )
