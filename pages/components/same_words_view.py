"""The same words in several languages: what was measured of the embedded models, and a file."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from pages.components.error_display import errors_shown
from pages.components.findings_list import findings_list
from pages.components.formats import reader_format
from pages.components.names import language_label
from pages.components.plain_text import literal
from pages.components.result_chart import draw_chart
from pages.components.size_note import size_note
from sentiment.charts.consistency_chart import (
    describe_pairs,
    describe_shifts,
    pair_figure,
    shift_figure,
)
from sentiment.workflows.consistency_findings import SMALLEST_SHIFT, is_declared
from sentiment.workflows.measuring_consistency import ConsistencyReport, measure_consistency
from sentiment.workflows.parallel_files import parallel_headings
from sentiment.workflows.published_consistency import published_consistency

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentiment.evaluation.parallel_consistency import LanguageConsistency, LanguagePair
    from sentiment.records import Interval
    from sentiment.storage.database import Database
    from sentiment.workflows.published_consistency import PublishedConsistency

MOST_ROWS = 5_000  # scored while the person waits
_FIELDS = {"text": ("text", "review"), "id": ("parallel", "id"), "language": ("lang", "language")}


def same_words_view(store: Database) -> None:
    """The published results of the embedded models, then a file of one's own."""
    st.markdown(
        "Texts that say the same in several languages, answered by the model: whatever differs is "
        "not the customers'."
    )
    results = published_consistency(store)
    if results:
        _published(results)
    else:
        st.info("No embedded model has been measured on parallel texts.")
    with st.expander("Compare a file of your own"), errors_shown():
        _own_file()


def _published(results: Sequence[PublishedConsistency]) -> None:
    titles = {f"{one.corpus.name}, {one.model}": one for one in results}
    chosen = st.selectbox("Measured", list(titles), key="parallel texts", bind="query-params")
    one = titles.get(chosen or "", results[0])
    overall = one.consistency.overall
    style = reader_format()
    st.caption(
        literal(
            f"{one.model_id} on {one.corpus.name}: {one.corpus.kind}, translated "
            f"{one.corpus.translated}. "
            + (
                f"{style.number(overall.texts)} texts, {style.number(overall.ids)} of them "
                f"different ones, in {overall.languages} languages. "
                if overall
                else ""
            )
            + f"For training: {one.corpus.exposure}. Licence: {one.corpus.licence}."
            + (" No label is neutral, so neutral is no choice." if one.corpus.two_classes else "")
        )
    )
    findings, unsaid = one.findings()
    findings_list(findings, unsaid=unsaid)
    _numbers(one.consistency.languages, one.consistency.pairs, key="published")


def _numbers(
    languages: Sequence[LanguageConsistency], pairs: Sequence[LanguagePair], *, key: str
) -> None:
    if not languages:
        return
    style = reader_format()
    names = {one.language: language_label(one.language) for one in languages}
    clear = frozenset(
        one.language for one in languages if is_declared(one.shift, smallest=SMALLEST_SHIFT)
    )
    st.markdown("**How far the score is shifted**, P(positive) − P(negative), −1 to 1")
    draw_chart(
        shift_figure(languages, names=names, style=style, clear=clear),
        key=f"{key} shifts",
        alt=describe_shifts(languages, names=names, style=style),
    )
    st.dataframe([_row(one, names[one.language]) for one in languages], hide_index=True)
    st.markdown(
        "**How many texts get two labels**, in percent, by pair of languages; darker is more"
    )
    draw_chart(
        pair_figure(
            pairs, order=sorted(names, key=lambda code: names[code]), names=names, style=style
        ),
        key=f"{key} pairs",
        alt=describe_pairs(pairs, names=names, style=style),
    )
    with st.expander("All pairs as a table"):
        st.dataframe([_pair_row(pair, names) for pair in pairs], hide_index=True)
    with st.expander("How this is computed, and its limits"):
        st.markdown(_LIMITS)


def _row(one: LanguageConsistency, name: str) -> dict[str, str]:
    style = reader_format()
    return {
        "Language": name,
        "Texts": style.number(one.n),
        "Shift of the score": _signed(one.shift.difference),
        "q": style.number(one.shift.q, digits=4),
        "Another label than most": _share(one.flipped),
        "of these made wrong": _share(one.made_wrong),
        "Right": _share(one.accuracy),
        "": size_note(one.n, of="texts"),
    }


def _pair_row(pair: LanguagePair, names: dict[str, str]) -> dict[str, str]:
    style = reader_format()
    return {
        "Language": names[pair.first],
        "and": names[pair.other],
        "Texts": style.number(pair.different.n),
        "Two labels": _share(pair.different),
        "Shift, first − second": _signed(pair.shift.difference),
        "q": style.number(pair.shift.q, digits=4),
    }


def _share(interval: Interval | None) -> str:
    return "–" if interval is None else reader_format().share(interval, digits=0)


def _signed(gap: Interval) -> str:
    style = reader_format()
    value, low, high = (
        ("−" if number < 0 else "+") + style.number(abs(number), digits=2)
        for number in (gap.value, gap.low, gap.high)
    )
    return f"{value} ({low} to {high})"


def _own_file() -> None:
    """A file with texts, ids and languages, compared while the person waits."""
    dropped = st.file_uploader(
        "A file with one text a row: CSV, TSV, XLSX, JSON or Parquet", key="parallel file"
    )
    if dropped is None:
        st.caption(
            "Needed are three columns: the text, its language, and an id that texts which say the "
            "same share. A column with labels tells which flips make an answer wrong. "
            f"Up to {reader_format().number(MOST_ROWS)} rows; larger files with "
            "`polytone consistency FILE`."
        )
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(dropped.name).name
        path.write_bytes(dropped.getvalue())
        headings, rows = parallel_headings(path)
        columns = st.columns(4)
        chosen = [
            column.selectbox(
                f"Column of the {field}",
                headings,
                index=_guess(headings, words),
                key=f"own {field}",
            )
            for column, (field, words) in zip(columns, _FIELDS.items(), strict=False)
        ]
        label = columns[3].selectbox("Column of labels", ["none", *headings], key="own label")
        if rows > MOST_ROWS:
            st.warning(
                f"The file has {reader_format().number(rows)} rows; here up to "
                f"{reader_format().number(MOST_ROWS)} are compared. Use "
                "`polytone consistency FILE`, which has no limit."
            )
        elif st.button("Compare", key="own compare", type="primary"):
            with st.spinner("Scoring the texts …"):
                report = measure_consistency(
                    path,
                    text_column=chosen[0],
                    id_column=chosen[1],
                    language_column=chosen[2],
                    label_column=None if label == "none" else label,
                )
            _report(report)


def _report(report: ConsistencyReport) -> None:
    style = reader_format()
    for note in report.notes:
        st.caption(literal(note))
    for reason, count in report.left_out.items():
        st.caption(literal(f"{style.number(count)} of {report.rows} rows left out: {reason}."))
    findings_list(report.findings, unsaid=report.unsaid)
    _numbers(report.languages, report.pairs, key="own")


def _guess(headings: Sequence[str], words: Sequence[str]) -> int:
    """The first heading that is one of ``words`` or holds one."""
    plain = [heading.casefold() for heading in headings]
    for word in words:
        for place, heading in enumerate(plain):
            if word in heading:
                return place
    return 0


_LIMITS = """
- Compared are the versions of one text with each other, never texts with other texts. Each text
  weighs the same. A language that shares fewer than ten texts with others is left out and named.
- **Shift of the score**: the mean of P(positive) − P(negative) in that language minus the mean over
  all versions of the same text. 95 % intervals come from drawing texts with replacement (2,000
  times); the test flips the sign of each text's difference by chance (4,999 times). *q* is its
  p-value corrected over the languages, or pairs, by Benjamini and Hochberg. A shift is called
  clear at q < 0.05 and 0.05 or more.
- **Another label than most**: the label that most other versions of the text got; where two
  labels have as many, the one more probable on average. Intervals are Wilson's.
- **Made wrong**: of the flips, how many had a wrong label where most others had the right one.
- A translation can be milder, harsher or wrong. It then rightly scores otherwise, and counts as a
  shift here: machine translation in particular. The label is that of the original text.
- A language is compared with the mean of the languages at hand: with other languages beside it,
  its shift is another one. It says nothing about how customers of a market rate.
"""
