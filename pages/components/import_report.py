"""What became of an imported file: the counts that add up, the reasons, the refused rows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from pages.components.formats import ReaderFormat, reader_format
from pages.components.names import language_label
from pages.components.plain_text import literal
from sentiment.workflows.importing import rejected_csv
from sentiment.workflows.standing import languages_of_import

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentiment.records import ImportReport
    from sentiment.storage.database import Database

_LANGUAGES_NAMED = 8


def import_report(database: Database, report: ImportReport, *, key: str) -> None:
    """Draw one report; ``key`` tells apart the buttons of the same report drawn twice."""
    style = reader_format()
    st.markdown(f"**{literal(report.file)}** · {literal(report.profile)}")
    st.markdown(counts_in_words(report, style))
    details = details_in_words(report, style)
    if details:
        st.caption(literal(details))
    if report.import_id is not None:
        found = languages_of_import(database, import_id=report.import_id)
        st.caption(literal(languages_in_words(found, style)))
    for note in report.notes:
        st.caption(literal(note))
    if report.rejected:
        _refused(database, report, key)


def counts_in_words(report: ImportReport, style: ReaderFormat) -> str:
    """E.g. ``Read 120 rows: 110 kept (5 of them new versions), 4 refused, 6 duplicates.``"""
    updated = report.updated
    edited = f" ({style.number(updated)} of them new versions of known reviews)" if updated else ""
    rows = "row" if report.read == 1 else "rows"
    return (
        f"Read {style.number(report.read)} {rows}: {style.number(report.kept)} kept{edited}, "
        f"{style.number(report.rejected)} refused, {style.number(report.duplicates)} known already."
    )


def details_in_words(report: ImportReport, style: ReaderFormat) -> str:
    """Dates, scale, market, encoding and rows without text, as far as they are known."""
    parts = []
    if report.first_date and report.last_date:
        parts.append(f"dates {style.day(report.first_date)} to {style.day(report.last_date)}")
    if report.without_text:
        parts.append(f"{style.number(report.without_text)} with stars only, which are not scored")
    if report.rating_scale:
        scale = report.rating_scale
        parts.append(f"ratings from {scale.low:g} to {scale.high:g}")
    if report.market_from:
        parts.append(f"market from {report.market_from}")
    if report.encoding:
        parts.append(f"encoding {report.encoding}")
    return " · ".join(parts)


def languages_in_words(found: Mapping[str, int], style: ReaderFormat) -> str:
    """E.g. ``Languages: German (de) 110, English (en) 20, 4 others 12``."""
    if not found:
        return "No review in it has a text."
    if set(found) == {""}:
        return "The languages are identified when the scoring begins."
    named = list(found.items())[:_LANGUAGES_NAMED]
    words = [f"{language_label(code)} {style.number(count)}" for code, count in named]
    if len(found) > len(named):
        rest = sum(found.values()) - sum(count for _, count in named)
        words.append(f"{len(found) - len(named)} others {style.number(rest)}")
    return f"Languages: {', '.join(words)}"


def _refused(database: Database, report: ImportReport, key: str) -> None:
    style = reader_format()
    by_reason = sorted(report.reasons.items(), key=lambda item: (-item[1], item[0]))
    rows = style.number(report.rejected)
    with st.expander(f"Why {rows} {'row was' if report.rejected == 1 else 'rows were'} refused"):
        st.dataframe(
            {
                "reason": [reason for reason, _ in by_reason],
                "rows": [count for _, count in by_reason],
            },
            hide_index=True,
        )
        st.download_button(
            f"Download the refused rows ({rows})",
            data=partial(rejected_csv, database, import_id=report.import_id),
            file_name="polytone-refused-rows.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key=f"refused {key} {report.import_id}",
        )
