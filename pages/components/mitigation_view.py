"""A version of the model that treats languages alike: offered with its cost, applied, undone."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import streamlit as st

from pages.components.adjusted_versions import earlier_versions, say_what_happened, version_in_use
from pages.components.confusion_tables import share_or_none
from pages.components.error_display import show_error
from pages.components.findings_list import findings_list
from pages.components.formats import reader_format
from pages.components.names import language_label, sentiment_label
from pages.components.plain_text import literal
from pages.components.progress import show_progress
from pages.components.result_chart import draw_chart
from pages.components.size_note import size_note
from sentiment.charts.mitigation_chart import describe_mitigation, mitigation_figure
from sentiment.errors import PolytoneError, UsageError
from sentiment.evaluation.rate_constraint import RATES
from sentiment.records import SENTIMENTS
from sentiment.workflows.mitigating import (
    LONGEST_NAME,
    Proposal,
    active_adjustment,
    apply_mitigation,
    list_adjustments,
    propose_mitigation,
)

if TYPE_CHECKING:
    from sentiment.evaluation.mitigation_effects import AdjustmentEffect, BeforeAndAfter
    from sentiment.evaluation.rate_constraint import Rate
    from sentiment.records import Filters, Interval, ProgressReport
    from sentiment.storage.database import Database

TOLERANCES = ("1", "2", "3", "5", "10")
_RATE_NAMES = {
    "false positives": "wrongly called so",
    "misses": "missed",
    "share gap": "share called so, less share that is so",
}


def mitigation_view(
    store: Database, *, version: str, filters: Filters, truths: tuple[str, ...]
) -> None:
    """What is offered with its cost; while an adjusted version is in use, the way back."""
    say_what_happened()
    in_use = active_adjustment(store)
    if in_use is not None:
        version_in_use(store, in_use)
        earlier_versions(store)
        _limits()
        return
    sentiment, rate, tolerance, used = _choices(truths)
    try:
        proposal = _proposal(
            store,
            version=version,
            filters=filters,
            truths=used,
            sentiment=sentiment,
            rate=rate,
            tolerance=tolerance,
        )
    except UsageError as error:
        st.info(literal(str(error)))
        earlier_versions(store)
        _limits()
        return
    st.markdown(f"**The constraint:** {literal(proposal.constraint.in_words)}")
    findings_list(proposal.findings)
    for sentence in proposal.notes:
        st.markdown(literal(sentence))
    findings_list((), unsaid=proposal.unsaid)
    _figures(proposal)
    if proposal.plan.adjustments:
        _offer(store, proposal)
    earlier_versions(store)
    _limits()


def _choices(truths: tuple[str, ...]) -> tuple[str, Rate, float, tuple[str, ...]]:
    """Class, rate, tolerance (0..1) and the truths that choose."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sentiment = st.segmented_control(
            "Class",
            SENTIMENTS,
            default=SENTIMENTS[0],
            required=True,
            format_func=sentiment_label,
            key="class",
            bind="query-params",
        )
        rate = st.selectbox(
            "Held equal",
            RATES,
            format_func=_RATE_NAMES.__getitem__,
            key="held equal",
            bind="query-params",
            width=300,
        )
        points = st.selectbox(
            "Within",
            TOLERANCES,
            index=TOLERANCES.index("3"),
            format_func=lambda many: "1 point" if many == "1" else f"{many} points",
            key="within",
            bind="query-params",
            width=130,
        )
    return sentiment or SENTIMENTS[0], rate or RATES[0], int(points or "3") / 100, _used(truths)


def _used(truths: tuple[str, ...]) -> tuple[str, ...]:
    """The truths without stars, unless they alone are there or are asked for."""
    others = tuple(truth for truth in truths if truth != "stars")
    if "stars" not in truths or not others:
        return truths
    with_stars = st.toggle(
        "Let stars choose too",
        key="stars choose",
        help="Stars say how people rate, which differs by market. With them as truth the model "
        "would be taught that difference.",
    )
    return truths if with_stars else others


def _figures(proposal: Proposal) -> None:
    style = reader_format()
    effects = proposal.plan.effects
    names = {one.group: language_label(one.group) for one in effects.groups}
    if effects.groups:
        st.markdown("**How far each language is from all together**")
        draw_chart(
            mitigation_figure(
                effects.groups,
                tolerance=proposal.constraint.tolerance,
                names=names,
                style=style,
            ),
            key="mitigation",
            alt=describe_mitigation(effects.groups, names=names, style=style),
        )
        st.caption(
            "Points from the rate of all, with 95 % intervals: circles are the model as it is, "
            "diamonds the adjusted version, the grey band is what is allowed."
        )
    rows = [_row("All together", effects.overall, proposal)]
    rows += [_row(names[one.group], one, proposal) for one in effects.groups]
    st.dataframe(rows, hide_index=True)


def _row(name: str, effect: AdjustmentEffect, proposal: Proposal) -> dict[str, str]:
    style = reader_format()
    signed = proposal.constraint.rate == "share gap"
    return {
        "Language": name,
        "n": style.number(effect.n),
        "Rate": _gap(effect.rate.before) if signed else share_or_none(effect.rate.before),
        "adjusted": _gap(effect.rate.after) if signed else share_or_none(effect.rate.after),
        "From all": _gap(effect.gap.before) if effect.group else "–",
        "from all, adjusted": _gap(effect.gap.after) if effect.group else "–",
        "Right": _both(effect.accuracy),
        "Right, change": _gap(effect.accuracy.change),
        "Macro-F1, change": _gap(effect.macro_f1.change),
        "Calibration error": _both(effect.calibration),
        "": _state(effect, proposal),
    }


def _state(effect: AdjustmentEffect, proposal: Proposal) -> str:
    size = size_note(effect.n)
    if not effect.group:
        return size
    plan = proposal.plan
    if effect.group in plan.shifted:
        state = "changed"
    elif effect.group in plan.scaled:
        state = "only how sure it is"
    else:
        why = {one.language: one.why for one in plan.left_alone}
        state = f"not changed: {why.get(effect.group, '')}"
    return f"{state}, {size}" if size else state


def _both(figure: BeforeAndAfter) -> str:
    style = reader_format()
    before, after = (style.percent(each.value, digits=1) for each in (figure.before, figure.after))
    return f"{before} → {after}"


def _gap(interval: Interval) -> str:
    if not interval.n:
        return "–"
    style = reader_format()
    low, high = (style.points(end, digits=1) for end in (interval.low, interval.high))
    return f"{style.points(interval.value, digits=1)} ({low} to {high})"


def _offer(store: Database, proposal: Proposal) -> None:
    with st.form("apply mitigation"):
        st.markdown("**Apply it**")
        name = st.text_input(
            "Name of the version", value=_free_name(store, proposal), max_chars=LONGEST_NAME
        )
        who = st.text_input(
            "Your name, kept with it",
            value=st.session_state.get("kept name", ""),
            max_chars=LONGEST_NAME,
        )
        st.caption(
            "Nothing is scored again: the stored probabilities are adjusted, in seconds. All pages "
            "then show the adjusted version, and a click goes back."
        )
        asked = st.form_submit_button("Apply as a new model version", type="primary")
    if not asked:
        return
    bar = st.empty()

    def progressed(report: ProgressReport) -> None:
        with bar.container():
            show_progress(report, waiting="Adjusting …")

    try:
        apply_mitigation(store, proposal, name=name, by_whom=who, progress=progressed)
    except PolytoneError as error:
        bar.empty()
        show_error(error)
        return
    st.session_state["kept name"] = who
    st.rerun()


def _free_name(store: Database, proposal: Proposal) -> str:
    """The suggested name, with a number where a version has it already."""
    taken = {version.name for version in list_adjustments(store)}
    names = (
        proposal.suggested_name if many == 1 else f"{proposal.suggested_name} ({many})"
        for many in count(1)
    )
    return next(name for name in names if name not in taken)


def _limits() -> None:
    with st.expander("How this is computed, and its limits"):
        st.markdown(
            "- A language is changed where its rate is further from that of all labelled reviews "
            "than allowed, and further than chance explains (Fisher's exact test, or a z-test for "
            "the share gap; Benjamini-Hochberg over the languages, q < 0.05), with at least 50 "
            "labelled reviews and 10 on either side.\n"
            "- To its class a number is added on the log-odds, which is the same as another "
            "threshold. Of all that bring the rates together, to within half of what is "
            "allowed, those that lose the fewest right answers are taken, and none that would cost "
            "a language more than 5 points of accuracy. The same review always gets the same "
            "answer: nothing is drawn by lot.\n"
            "- A temperature, where other reviews show that it helps, brings how sure the model is "
            "closer to how often it is right; it changes no answer.\n"
            "- All figures are cross-fitted: the reviews are dealt into five parts by their text, "
            "and each part is adjusted by values that the four others chose. Look at the "
            "interval of the gap rather than at its middle: values chosen to make counts equal "
            "bring the middle closer to 0 than the truth is.\n"
            "- Equal rates of one kind are not equal rates of every kind: look at the others, too, "
            "before applying. Other groupings than languages are not held equal.\n"
            "- A text that was written in two languages is adjusted by that of the first review.\n"
            "- Thresholds of sureness and estimates without labels were measured for the model as "
            "it is, and are not shown while an adjusted version is in use."
        )


@st.cache_data(max_entries=20, show_spinner="Choosing and measuring …")
def _proposal(
    _database: Database,
    *,
    version: str,
    filters: Filters,
    truths: tuple[str, ...],
    sentiment: str,
    rate: Rate,
    tolerance: float,
) -> Proposal:
    return propose_mitigation(
        _database,
        sentiment=sentiment,
        tolerance=tolerance,
        truths=truths,
        filters=filters,
        rate=rate,
    )
