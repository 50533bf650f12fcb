"""The figures of a benchmark's section as a table, by source and language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.formats import reader_format
from pages.components.names import language_label
from pages.components.size_note import size_note

if TYPE_CHECKING:
    from sentiment.workflows.benchmark_sections import BenchmarkSection


def source_table(section: BenchmarkSection) -> None:
    """Draw the table behind a fold; it is made only when that is opened."""
    fold = st.expander(
        "By source, as a table", key="source table", on_change="rerun", type="compact"
    )
    if not fold.open:
        return
    style = reader_format()
    rows = []
    for one in section.sets:
        quality = one.quality
        rows.append(
            {
                "Source": quality.source,
                "Language": language_label(quality.language),
                "Model": one.model,
                "n": quality.n,
                "of": one.available,
                "Macro-F1": style.share(quality.macro_f1, digits=1),
                "Accuracy": style.share(quality.accuracy, digits=1),
                "Calibration error": style.percent(quality.calibration_error, digits=1),
                "by chance up to": style.percent(quality.by_chance, digits=1),
                "": size_note(quality.n, of="texts"),
            }
        )
    with fold:
        st.dataframe(rows, hide_index=True)
