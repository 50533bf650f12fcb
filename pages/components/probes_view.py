"""What a name, a place, a nationality, a religion or a gender does to a model's answers."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from pages.components.findings_list import findings_list
from pages.components.formats import reader_format
from pages.components.names import language_label, sentiment_label
from pages.components.plain_text import literal
from pages.components.probing_panel import probing_panel
from pages.components.result_chart import draw_chart
from sentiment.charts.probe_chart import describe_probes, probe_figure
from sentiment.evaluation.probes import ALL_LANGUAGES
from sentiment.language.names import writing_direction
from sentiment.language.probe_groups import group_words
from sentiment.records import SENTIMENTS
from sentiment.workflows.probing import ProbeReport, last_probes, probe_choices, probed_models

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentiment.evaluation.probe_cases import ProbeText
    from sentiment.evaluation.probe_pairs import ProbePair
    from sentiment.evaluation.probes import ProbeEffect
    from sentiment.storage.database import Database

TOGETHER = "All languages together"
_PAIRS = 5


def probes_view(store: Database, *, version: str) -> None:
    """Choose a model, run the probes, read what the last run showed."""
    st.markdown(
        "Sentences of reviews in which only a name, a place, a nationality, a religion or a gender "
        "is another one. A fair model scores them alike."
    )
    names = probe_choices(store)
    model = st.selectbox("Model", names, key="probed", bind="query-params", width=320) or names[0]
    last = next((one for one in probed_models(store) if one.model == model), None)
    probing_panel(store, model=model, answered=last.texts if last else 0)
    if last is None:
        st.info(f"{literal(model)} has not answered any probe yet.")
        return
    report = _report(store, version=f"{version} {last.texts} {last.last}", model_id=last.model_id)
    if report is None:
        st.info("No language is answered whole yet: go on with the run.")
        return
    style = reader_format()
    st.caption(
        f"{style.number(len(report.texts))} texts in {len(report.languages)} languages, answered "
        f"by {literal(last.model_id)} until {style.moment(last.last)} UTC."
    )
    findings_list(report.findings, unsaid=report.unsaid)
    _effects(report)
    _limits()


def _effects(report: ProbeReport) -> None:
    read = [code for code in report.languages if code not in report.not_read]
    if not report.results:
        return
    attribute = st.segmented_control(
        "What changes",
        report.attributes,
        default=report.attributes[0],
        required=True,
        format_func=str.capitalize,
        key="probed attribute",
        bind="query-params",
    )
    together = any(one.language == ALL_LANGUAGES for one in report.results)
    labels = ({TOGETHER: ALL_LANGUAGES} if together else {}) | {
        language_label(code): code for code in sorted(read, key=language_label)
    }
    chosen = st.selectbox(
        "Language", list(labels), key="probed language", bind="query-params", width=320
    )
    language = labels.get(chosen or "", next(iter(labels.values())))
    shown = [
        one for one in report.results if one.attribute == attribute and one.language == language
    ]
    if not shown:
        st.info("There are too few sentences for these groups in this language.")
        return
    style = reader_format()
    draw_chart(
        probe_figure(shown, style=style),
        key="probe effects",
        alt=describe_probes(shown, style=style),
    )
    st.caption(
        "How much higher or lower the score of a text of the group is than that of the same text "
        "with the other groups. The score is P(positive) − P(negative); a point is a hundredth."
    )
    st.dataframe([_row(one) for one in sorted(shown, key=_by_shift)], hide_index=True)
    if language == ALL_LANGUAGES:
        _by_language(report, attribute=attribute)
    _pairs(report.widest_pairs(attribute=attribute, language=language or None, limit=_PAIRS))


def _by_shift(effect: ProbeEffect) -> float:
    return effect.shift.value


def _row(effect: ProbeEffect) -> dict[str, str]:
    style = reader_format()
    shift = effect.shift
    low, high = (style.points(edge, digits=1) for edge in (shift.low, shift.high))
    return {
        "Group": group_words(effect.group, attribute=effect.attribute),
        "Shift": style.points(shift.value, digits=1),
        "95 %": f"{low} to {high}",
        "Texts": style.number(shift.n),
        "Sentences": style.number(effect.templates),
        "q": style.number(effect.q, digits=4),
        "Effect size (dz)": "–" if effect.dz != effect.dz else style.number(effect.dz, digits=2),
        "Other label": style.percent(effect.flipped),
        "": _verdict(effect),
    }


def _verdict(effect: ProbeEffect) -> str:
    if not effect.declared:
        return "○ not declared"
    in_one = effect.language != ALL_LANGUAGES and effect.attribute != "gender"
    one_word = in_one and effect.words == 1
    return "◆ declared, of one word" if one_word else "◆ declared"


def _by_language(report: ProbeReport, *, attribute: str) -> None:
    """The shifts of every language in points, one column a group."""
    rows: dict[str, dict[str, str]] = {}
    for one in report.results:
        if one.attribute == attribute and one.language != ALL_LANGUAGES:
            row = rows.setdefault(one.language, {"Language": language_label(one.language)})
            mark = " ◆" if one.declared else ""
            points = reader_format().points(one.shift.value, digits=1).removesuffix(" pts")
            row[group_words(one.group, attribute=attribute)] = points + mark
    with st.expander("Each language", type="compact"):
        st.dataframe(sorted(rows.values(), key=lambda row: row["Language"]), hide_index=True)
        st.caption(
            "Shifts in points; ◆ is declared. Intervals stand above where the language is chosen: "
            "in a single language they are wide."
        )


def _pairs(pairs: Sequence[ProbePair]) -> None:
    if not pairs:
        return
    style = reader_format()
    with st.expander("The pairs of texts that lie farthest apart", type="compact"):
        for pair in pairs:
            apart = f"{style.number(100 * pair.difference)} points apart"
            st.markdown(literal(f"{language_label(pair.lower.language)}: {apart}"))
            st.html(
                _text_html(pair.lower, pair.lower_score, pair.lower_label)
                + _text_html(pair.higher, pair.higher_score, pair.higher_label)
            )
        st.caption("A pair can be the doing of one word; what holds of a group is told above.")


def _text_html(text: ProbeText, score: float, label: int) -> str:
    style = reader_format()
    words = escape(group_words(text.group, attribute=text.attribute))
    body = escape(text.text)
    if text.word:
        body = body.replace(escape(text.word), f"<strong>{escape(text.word)}</strong>")
    said = f"{sentiment_label(SENTIMENTS[label])}, score {style.points(score)}"
    direction = writing_direction(text.language)
    return (
        f'<p style="margin:0 0 .1rem" lang="{escape(text.language)}" dir="{direction}">{body}</p>'
        f'<p style="margin:0 0 .6rem;opacity:.75"><small>{words}: {escape(said)}</small></p>'
    )


def _limits() -> None:
    with st.expander("How this is computed, and its limits", type="compact"):
        st.markdown(
            "- The sentences are ours, made for this: they show what the model does to words, not "
            "how customers are treated, and not how they write.\n"
            "- For each sentence the score with the group's words, averaged, is compared with the "
            "mean of the other groups' scores; a shift is the mean over sentences. Where one group "
            "is scored much lower, all others come out a little higher.\n"
            "- Names and sentences both are samples of what could have been chosen: the interval "
            "holds the differences among a group's words as well as those among sentences, and "
            "for all languages together those among languages (H. H. Clark 1973). A single odd "
            "name makes no group.\n"
            "- A nationality or a religion is one word in a language: there, the word and the "
            "group cannot be told apart. Over all languages together they can.\n"
            "- q corrects for the number of comparisons (Benjamini and Hochberg), over all in "
            "single languages, and over all of languages together. Declared is what has q < 0.05 "
            "and two points or more.\n"
            "- dz is the shift in standard deviations of what sentences (or languages) show.\n"
            "- What is not declared is not proven fair: the intervals say what may be there."
        )


@st.cache_data(max_entries=10, show_spinner=False)
def _report(_store: Database, *, version: str, model_id: str) -> ProbeReport | None:
    return last_probes(_store, model_id=model_id)
