"""Benchmark: how good the models are by language, on texts with labels, for modelers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.app_entry import enter_through_app
from pages.components.benchmark_tables import source_table
from pages.components.benchmark_words import (
    how_made,
    published_words,
    section_words,
    transfer_words,
)
from pages.components.empty_states import no_benchmark_yet
from pages.components.error_display import errors_shown
from pages.components.formats import reader_format
from pages.components.names import language_label
from pages.components.plain_text import literal
from pages.components.result_chart import draw_chart
from sentiment.charts.benchmark_chart import benchmark_figure, describe_benchmark
from sentiment.charts.transfer_chart import describe_transfer, transfer_figure
from sentiment.workflows.benchmark_report import read_benchmark
from sentiment.workflows.benchmark_sections import benchmark_sections
from sentiment.workflows.benchmarking import find_benchmarks

if TYPE_CHECKING:
    from pathlib import Path

    from sentiment.workflows.benchmark_report import MeasuredTransfer
    from sentiment.workflows.benchmark_sections import BenchmarkSection


def main() -> None:
    """Draw the page."""
    st.title("Benchmark")
    with errors_shown():
        files = find_benchmarks()
        if not files:
            no_benchmark_yet()
            return
        report = read_benchmark(_choose_file(files))
        st.caption(literal(how_made(report, style=reader_format())))
        sections = benchmark_sections(report)
        if sections:
            _section(_choose_section(sections))
        else:
            st.info("Nothing has been measured yet: the run was stopped before its first source.")
        if report.transfers:
            _transfer(report.transfers)


def _choose_file(files: list[Path]) -> Path:
    if len(files) == 1:
        return files[0]
    names = [path.name for path in files]
    chosen = st.selectbox("Results", names, key="file", bind="query-params", width=320)
    return files[names.index(chosen)] if chosen in names else files[0]


def _choose_section(sections: list[BenchmarkSection]) -> BenchmarkSection:
    titles = [section.title for section in sections]
    chosen = st.selectbox("Test texts", titles, key="texts", bind="query-params", width=480)
    return sections[titles.index(chosen)] if chosen in titles else sections[0]


def _section(section: BenchmarkSection) -> None:
    style = reader_format()
    for sentence in section_words(section, style=style):
        st.markdown(sentence)
    for sentence in published_words(section, style=style):
        st.markdown(sentence)
    names = {row.language: language_label(row.language) for row in section.rows}
    rows = [(row.language, row.measured, row.published) for row in section.rows]
    draw_chart(
        benchmark_figure(rows, names=names, style=style),
        key="benchmark chart",
        alt=describe_benchmark(rows, names=names, style=style),
    )
    st.caption(
        f"{literal(section.explanation)} Lines are 95 % intervals; open marks rest on fewer than "
        "30 texts. A language with several "
        "sources is their unweighted mean, and the mean over languages is unweighted too."
    )
    source_table(section)


def _transfer(transfers: tuple[MeasuredTransfer, ...]) -> None:
    style = reader_format()
    st.subheader("Train in one language, test in another", anchor=False)
    features = [one.features for one in transfers]
    chosen = st.segmented_control(
        "A light head on", features, default=features[-1], required=True, key="features"
    )
    shown = transfers[features.index(chosen)] if chosen in features else transfers[-1]
    for sentence in transfer_words(shown, style=style):
        st.markdown(sentence)
    names = {code: language_label(code) for code in shown.table.languages}
    draw_chart(
        transfer_figure(shown.table, names=names, style=style),
        key="transfer chart",
        alt=describe_transfer(shown.table, names=names, style=style),
    )
    st.caption(
        f"{literal(shown.note)} Numbers are macro-F1 in percent; framed: trained and tested in "
        "the same language."
    )


enter_through_app()
main()
