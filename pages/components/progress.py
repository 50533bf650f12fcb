"""How far a long piece of work is, in words and as a bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.formats import ReaderFormat, reader_format

if TYPE_CHECKING:
    from sentiment.records import ProgressReport

_STAGES = {
    "languages": "Identifying languages",
    "loading": "Loading the model",
    "scoring": "Scoring reviews",
    "reading": "Reading",
    "storing": "Storing",
}


def progress_words(report: ProgressReport, style: ReaderFormat) -> str:
    """E.g. ``Scoring reviews: 512 of 4,000 · 120 a second · about 29 s left``."""
    stage = _STAGES.get(report.stage, report.stage.capitalize())
    if report.total <= 1:
        return f"{stage} …"
    words = f"{stage}: {style.number(report.done)} of {style.number(report.total)}"
    if report.per_second > 0:
        digits = 1 if report.per_second < 10 else 0
        words += f" · {style.number(report.per_second, digits=digits)} a second"
    if report.seconds_left is not None and report.done < report.total:
        words += f" · about {style.duration(report.seconds_left)} left"
    return words


def show_progress(report: ProgressReport | None, *, waiting: str) -> None:
    """Draw the bar; ``waiting`` is said while there is no report yet."""
    if report is None:
        st.progress(0.0, text=waiting)
        return
    share = min(1.0, report.done / report.total) if report.total else 0.0
    st.progress(share, text=progress_words(report, reader_format()))
