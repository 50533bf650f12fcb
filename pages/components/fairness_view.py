"""Whether the model treats groups alike: findings, one small chart a metric, tables, limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.fairness_tables import (
    disparities_table,
    gaps_table,
    metric_words,
    rates_table,
)
from pages.components.findings_list import findings_list
from pages.components.formats import reader_format
from pages.components.kept_groupings import kept_groupings
from pages.components.names import group_label
from pages.components.plain_text import isolated, literal
from pages.components.result_chart import draw_chart
from sentiment.charts.fairness_chart import describe_fairness, fairness_figure, without_value
from sentiment.language.group_names import group_name
from sentiment.records import SENTIMENTS
from sentiment.workflows.fairness import FairnessAnswer, fairness

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentiment.evaluation.fairness import GroupFairness
    from sentiment.evaluation.judged_cells import Group, Metric
    from sentiment.records import Filters
    from sentiment.storage.database import Database

GROUPINGS = {"Market": "market", "Language": "language", "Product": "product", "Source": "source"}
CONTROLS = {"Product": "product", "Month": "month"}
NOTHING = "Nothing"
CHARTED: tuple[Metric, ...] = (
    "false_positive_rate", "false_negative_rate", "overcalled", "calibration", "error",
    "selection_rate",
)  # fmt: skip
MOST_ROWS = 12


def fairness_view(
    store: Database, *, version: str, filters: Filters, by: str, truths: tuple[str, ...]
) -> None:
    """The model's mistakes by group of ``by``, one sentiment against the rest."""
    sentiment, others, control = _choices(store, by, version=version)
    groupings = (by, *others)
    answer = _fairness(
        store,
        version=version,
        filters=filters,
        by=groupings,
        truths=truths,
        sentiment=sentiment,
        control=control,
    )
    findings_list(
        answer.findings,
        unsaid=() if answer.overall is None else answer.unsaid,
        nothing="No group is treated worse than the others in a way that is clear of chance, also "
        "among like reviews.",
    )
    if answer.overall is None:
        st.info(literal(" ".join(answer.unsaid)))
        return
    names = {one.group: _name(one.group, groupings) for one in answer.groups}
    _charts(answer, answer.overall, names)
    st.markdown("**Rates by group**")
    rates_table(answer.groups, names=names, sentiment=sentiment)
    st.markdown("**Each group against all others**")
    gaps_table(answer.groups, names=names, sentiment=sentiment)
    if answer.disparities:
        st.markdown("**The highest and the lowest group**")
        disparities_table(answer.disparities, names=names, sentiment=sentiment)
    _limits(sentiment)


def _choices(
    store: Database, by: str, *, version: str
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The sentiment, the groupings to intersect with, and what is held alike."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sentiment = st.segmented_control(
            "Class",
            SENTIMENTS,
            default=SENTIMENTS[0],
            required=True,
            key="class",
            bind="query-params",
            help="One class is held against the two others.",
        )
        groupings = GROUPINGS | kept_groupings(store, version=version)
        kinds = {NOTHING: ""} | {label: name for label, name in groupings.items() if name != by}
        crossed = st.selectbox(
            "Crossed with", list(kinds), key="crossed", bind="query-params", width=180
        )
        other = kinds.get(crossed or "", "")
        controls = {label: name for label, name in CONTROLS.items() if name not in (by, other)}
        alike = st.pills(
            "Held alike",
            list(controls),
            selection_mode="multi",
            default=list(controls),
            key="alike",
            bind="query-params",
            help="Gaps are also given among reviews that are alike in these, so that a gap is "
            "not the assortment's.",
        )
    return (
        sentiment or SENTIMENTS[0],
        (other,) if other else (),
        tuple(name for label, name in controls.items() if label in (alike or ())),
    )


def _charts(answer: FairnessAnswer, overall: GroupFairness, names: Mapping[Group, str]) -> None:
    """A small chart a metric, two beside each other where there is room."""
    style = reader_format()
    words = metric_words(answer.sentiment)
    firm = [one for one in answer.groups if not one.suppressed]
    shown = firm[:MOST_ROWS]
    for pair in zip(CHARTED[::2], CHARTED[1::2], strict=True):
        for column, metric in zip(st.columns(2), pair, strict=True):
            with column:
                st.markdown(f"**{words[metric]}**")
                if len(without_value(shown, metric)) == len(shown):
                    st.caption("Too few reviews in every group to say.")
                    continue
                draw_chart(
                    fairness_figure(
                        shown, metric=metric, overall=overall, names=names, style=style
                    ),
                    key=f"fairness {metric}",
                    alt=describe_fairness(
                        shown, metric=metric, overall=overall, names=names, style=style
                    ),
                )
                missing = [names[one.group] for one in without_value(shown, metric)]
                if missing:
                    st.caption(literal(f"Too few reviews to say: {', '.join(missing)}."))
    notes = [
        "Lines are 95 % intervals, the dashed line is all reviews together. Diamonds differ "
        "clearly from all others, for better or worse, after correction for the number of "
        "comparisons, circles do not. The sentences above are about those treated worse."
    ]
    if len(firm) > len(shown):
        notes.append(f"The {len(shown)} largest of {len(firm)} groups; all are in the tables.")
    small = [one for one in answer.groups if one.suppressed]
    if small:
        notes.append(f"Below 30 reviews and not drawn: {_some(small, names)}.")
    st.caption(literal(" ".join(notes)))


def _limits(sentiment: str) -> None:
    with st.expander("How this is computed, and its limits"):
        st.markdown(
            f"- Reviews are {sentiment} or not; the two other classes count as one. Rates are "
            "those of Fairlearn's MetricFrame; shares have Wilson's 95 % intervals, differences "
            "and ratios bootstrap intervals.\n"
            "- A group is held against all other reviews. p-values are exact where few cases are "
            "expected, else those of Cochran, Mantel and Haenszel, and corrected by Benjamini and "
            "Hochberg over all groups and kinds of mistakes: of what stands at q < 0.05, at most "
            "5 % are expected to be false. How often a class is called is corrected apart: it "
            "differs with how often reviews are so, and is no mistake by itself.\n"
            "- Among like reviews: groups are compared within the same product and month (as "
            "chosen) and put together with Mantel and Haenszel's weights. Mistakes are also held "
            "to the same true class, because neutral reviews are harder than positive ones. "
            "Like others says how many of a group's reviews have such a counterpart.\n"
            "- The highest and the lowest of many groups lie apart by chance alone: beside it "
            "stands how far, if the groups were dealt out at random.\n"
            "- Groups and rates of fewer than 30 reviews get no number. With fewer than about 300 "
            "reviews a group's gap has to be large to be seen: no finding is no proof of "
            "fairness.\n"
            "- Stars are a weak truth: where people give other stars for the same words, a gap "
            "against stars is not the model's. A group is what the file or the model says it is."
        )


def _name(group: Group, groupings: Sequence[str]) -> str:
    if len(groupings) == 1:
        return group_label(group[0], by=groupings[0])
    # Without codes, so that both parts fit beside a chart.
    parts = zip(group, groupings, strict=True)
    return " × ".join(isolated(group_name(part, by=grouping)) for part, grouping in parts)


def _some(groups: Sequence[GroupFairness], names: Mapping[Group, str]) -> str:
    style = reader_format()
    told = [f"{names[one.group]} ({style.number(one.n)})" for one in groups[:MOST_ROWS]]
    more = len(groups) - len(told)
    return ", ".join(told) + (f" and {style.number(more)} more" if more else "")


@st.cache_data(max_entries=20, show_spinner=False)
def _fairness(
    _store: Database,
    *,
    version: str,
    filters: Filters,
    by: tuple[str, ...],
    truths: tuple[str, ...],
    sentiment: str,
    control: tuple[str, ...],
) -> FairnessAnswer:
    return fairness(
        _store, by=by, filters=filters, truths=truths, sentiment=sentiment, control=control
    )
