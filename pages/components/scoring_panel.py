"""The scoring that runs beside the app: how far it is, start and cancel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.formats import reader_format
from pages.components.plain_text import literal
from pages.components.progress import progress_words, show_progress
from sentiment.workflows.background import JobStatus, scoring_job
from sentiment.workflows.exploring import choices
from sentiment.workflows.standing import waiting_for_score

if TYPE_CHECKING:
    from sentiment.storage.database import Database

_POLL_SECONDS = 1.0


def scoring_panel(database: Database) -> None:
    """Draw the job's state; while it runs, again every second.

    When it begins or ends the whole page is drawn again: a fragment that was drawn
    without a beat never gets one, and other parts of the page want to see the scores.
    """
    running = scoring_job(database).status().state == "running"

    @st.fragment(run_every=_POLL_SECONDS if running else None)
    def panel() -> None:
        status = scoring_job(database).status()
        if running != (status.state == "running"):
            st.rerun()
        _draw(database, status)

    panel()


def scoring_note(database: Database) -> None:
    """A line for the other pages: how much is scored, where not all of it is."""
    status = scoring_job(database).status()
    if status.state != "running" or status.progress is None:
        return
    words = progress_words(status.progress, reader_format())
    st.caption(f"{literal(words)}. Figures grow until it is done.")


def _draw(database: Database, status: JobStatus) -> None:
    job = scoring_job(database)
    if status.state == "running":
        show_progress(status.progress, waiting="Scoring begins …")
        st.caption("You can leave this page or close the browser; the scoring goes on.")
        st.button("Cancel the scoring", on_click=job.cancel, key="cancel_scoring")
        return
    _say_how_it_ended(status)
    _offer_start(database)


def _say_how_it_ended(status: JobStatus) -> None:
    style, report = reader_format(), status.report
    if status.state == "failed":
        st.error(literal(status.message), icon=":material/error:")
    elif status.state == "cancelled" and report is not None:
        st.warning(
            f"Scoring was cancelled. {style.number(report.scored)} texts were scored and are kept; "
            f"{style.number(report.left)} are left."
        )
    elif status.state == "finished" and report is not None:
        st.success(
            f"Scoring finished: {style.number(report.scored)} texts scored and "
            f"{style.number(report.identified)} languages identified "
            f"in {style.duration(report.seconds)} by the model {literal(report.model_id)}."
        )


def _offer_start(database: Database) -> None:
    known = choices(database)
    if known.reviews == 0:
        st.caption("Nothing to score yet. What is imported is scored by itself.")
        return
    style, waiting = reader_format(), waiting_for_score(database)
    without_text = known.reviews - known.scored - waiting
    words = f"{style.number(known.scored)} of {style.reviews(known.reviews)} are scored"
    if waiting:
        words += f", {style.number(waiting)} wait"
    if without_text:
        words += f", {style.number(without_text)} have stars only and nothing to score"
    st.markdown(f"{words}.")
    if waiting:
        start = scoring_job(database).start
        st.button("Score what is not scored yet", on_click=start, key="start_scoring")
