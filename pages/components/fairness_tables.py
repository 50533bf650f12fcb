"""The figures behind the fairness of a model: rates, gaps and disparities as tables."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

import streamlit as st

from pages.components.formats import reader_format

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentiment.evaluation.disparities import Disparity
    from sentiment.evaluation.fairness import GroupFairness
    from sentiment.evaluation.judged_cells import Group, Metric
    from sentiment.records import Interval

SIGNED = ("calibration", "overcalled")


def metric_words(sentiment: str) -> dict[Metric, str]:
    """What each metric is called in front of people."""
    return {
        "error": f"Wrong about {sentiment} or not",
        "false_positive_rate": f"Called {sentiment}, but is not",
        "false_negative_rate": f"Is {sentiment}, but missed",
        "overcalled": f"Called {sentiment} too often",
        "calibration": f"Probability of {sentiment} too high",
        "selection_rate": f"Called {sentiment}",
        "base_rate": f"Is {sentiment}",
    }


def rates_table(
    groups: Sequence[GroupFairness], *, names: Mapping[Group, str], sentiment: str
) -> None:
    """A row a group with every metric; small groups say so and have no number."""
    style = reader_format()
    words = metric_words(sentiment)
    rows = [
        {
            "Group": names[one.group],
            "n": style.number(one.n),
            **{
                words[metric]: "–" if one.suppressed else write_rate(one.rate(metric), metric)
                for metric in words
            },
            "": "too few to say" if one.suppressed else "",
        }
        for one in groups
    ]
    st.dataframe(rows, hide_index=True)


def gaps_table(
    groups: Sequence[GroupFairness], *, names: Mapping[Group, str], sentiment: str
) -> None:
    """A row for each gap of a group against all others, those that stand first."""
    style = reader_format()
    words = metric_words(sentiment)
    gaps = [(one, gap) for one in groups for gap in one.against_rest.values() if not isnan(gap.p)]
    gaps.sort(key=lambda pair: (not pair[1].clear, -abs(pair[1].difference.value)))
    rows = [
        {
            "Group": names[one.group],
            "Metric": words[gap.metric],
            "n": style.number(gap.difference.n),
            "Against all others": _points(gap.difference),
            "times": "–"
            if gap.ratio is None
            else f"{_times(gap.ratio.value)} ({_times(gap.ratio.low)}–{_times(gap.ratio.high)})",
            "q": _probability(gap.q),
            "Among like reviews": "–"
            if gap.controlled is None
            else _points(gap.controlled.difference),
            "q there": _probability(gap.controlled_q),
            "like others": "–"
            if gap.controlled is None
            else style.percent(gap.controlled.comparable),
            "": _verdict(gap.clear, gap.stands_controlled),
        }
        for one, gap in gaps
    ]
    st.dataframe(rows, hide_index=True)


def disparities_table(
    disparities: Sequence[Disparity], *, names: Mapping[Group, str], sentiment: str
) -> None:
    """How far the highest and the lowest group lie apart, beside what chance gives."""
    style = reader_format()
    words = metric_words(sentiment)
    rows = [
        {
            "Metric": words[one.metric] + (", among like reviews" if one.controlled else ""),
            "Highest": names[one.worst],
            "Lowest": names[one.best],
            "Apart": _points(one.difference, signed=False),
            "by chance": f"{_plain_points(one.by_chance)} "
            f"(up to {_plain_points(one.by_chance_high)})",
            "p": _probability(one.p),
            "Lowest by highest": "–" if one.ratio is None else style.percent(one.ratio.value),
            "smallest n": style.number(one.difference.n),
        }
        for one in disparities
    ]
    st.dataframe(rows, hide_index=True)


def write_rate(interval: Interval, metric: Metric) -> str:
    """A metric with its interval; a dash where it is about too few reviews."""
    style = reader_format()
    if isnan(interval.value):
        return f"– (n = {style.number(interval.n)})"
    return _points(interval) if metric in SIGNED else style.share(interval)


def _points(interval: Interval, *, signed: bool = True) -> str:
    if isnan(interval.value):
        return f"– (n = {reader_format().number(interval.n)})"
    write = reader_format().points if signed else _plain_points
    return f"{write(interval.value)} ({write(interval.low)} to {write(interval.high)})"


def _plain_points(difference: float) -> str:
    return f"{reader_format().number(100 * difference)} pts"


def _times(ratio: float) -> str:
    return reader_format().number(ratio, digits=1)


def _probability(p: float) -> str:
    style = reader_format()
    if isnan(p):
        return "–"
    return f"< {style.number(0.001, digits=3)}" if p < 0.001 else style.number(p, digits=3)


def _verdict(clear: bool, held: bool | None) -> str:
    if not clear:
        return "not clear of chance"
    return {True: "stands, also among like", False: "only their mix?", None: "stands"}[held]
