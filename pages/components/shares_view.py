"""Shares corrected for the model's errors: findings, chart, figures, ranking, what labels buy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.findings_list import findings_list
from pages.components.formats import reader_format
from pages.components.names import group_label, sentiment_label
from pages.components.plain_text import literal
from pages.components.result_chart import draw_chart
from pages.components.size_note import size_note
from sentiment.charts.shares_chart import describe_shares, shares_figure
from sentiment.evaluation.intervals import reliability
from sentiment.records import SENTIMENTS
from sentiment.workflows.correcting_shares import (
    CorrectedAnswer,
    LabellingGain,
    corrected_shares,
    gain_sentence,
    labelling_gain,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentiment.evaluation.corrected_shares import CorrectedShares, Method
    from sentiment.records import Filters, Interval
    from sentiment.storage.database import Database

MOST_DRAWN = 15
MOST_LABELLING = 8
MORE = 50
METHOD_WORDS: dict[Method, str] = {
    "labelled": "its own labelled reviews",
    "group errors": "its own errors over all time",
    "language errors": "errors in its languages here",
    "published errors": "the model's published errors",
    "none": "not corrected",
}


def shares_view(store: Database, *, version: str, filters: Filters, by: str) -> None:
    """The shares of the groups of ``by``, raw and corrected, with all that they rest on."""
    answer = _answer(store, version=version, filters=filters, by=by)
    if not answer.overall.scored:
        st.info(literal(" ".join(answer.unsaid)))
        return
    if all(one.corrected is None for one in answer.groups):
        st.info(
            "No share can be corrected yet. Answer for 30 reviews drawn at random in a group, "
            "and its shares come with the model's errors taken out."
        )
    findings_list(answer.findings, unsaid=answer.unsaid)
    names = {one.group: group_label(one.group, by=by) for one in answer.groups}
    firm = [one for one in answer.groups if reliability(one.scored) != "too few"]
    if firm:
        _draw(firm, names)
    else:
        st.caption("No group has 10 scored reviews: none of their shares says anything.")
    st.markdown("**Figures by group**")
    rows = [_row(answer.overall, name="All together")]
    rows += [_row(one, name=names[one.group]) for one in answer.groups]
    st.dataframe(rows, hide_index=True)
    _ranking(answer, names)
    _gains(answer.groups, names, by=by)
    _method()


@st.cache_data(max_entries=20, show_spinner="Taking out the model's errors…")
def _answer(_store: Database, *, version: str, filters: Filters, by: str) -> CorrectedAnswer:
    return corrected_shares(_store, by=by, filters=filters)


def _draw(groups: Sequence[CorrectedShares], names: Mapping[str, str]) -> None:
    style, shown = reader_format(), groups[:MOST_DRAWN]
    sentiment = st.segmented_control(
        "Share of",
        SENTIMENTS,
        default=SENTIMENTS[0],
        required=True,
        format_func=sentiment_label,
        key="share of",
        bind="query-params",
    )
    chosen = sentiment or SENTIMENTS[0]
    draw_chart(
        shares_figure(shown, sentiment=chosen, names=names, style=style),
        key="corrected shares",
        alt=describe_shares(shown, sentiment=chosen, names=names, style=style),
    )
    words = (
        "Circles: as the model calls them; diamonds: corrected. Lines are 95 % intervals. Where "
        "there is no diamond, nothing can be corrected yet."
    )
    if len(names) > len(shown):
        words += f" The {len(shown)} largest of {len(names)}; all are in the table."
    st.caption(words)


def _row(one: CorrectedShares, *, name: str) -> dict[str, str]:
    style = reader_format()
    row = {
        "Group": name,
        "Scored": style.number(one.scored),
        "Labelled": style.number(one.labelled),
        "Corrected by": METHOD_WORDS[one.method],
    }
    few = reliability(one.scored) == "too few"
    for place, sentiment in enumerate(SENTIMENTS):
        row[f"{sentiment.capitalize()}, as called"] = "–" if few else style.share(one.raw[place])
        row[f"{sentiment.capitalize()}, corrected"] = (
            "–" if one.corrected is None else style.share(one.corrected[place])
        )
    row["Rests on"] = "–" if one.corrected is None else style.number(one.corrected[0].n)
    row[""] = size_note(one.scored)
    return row


def _ranking(answer: CorrectedAnswer, names: Mapping[str, str]) -> None:
    st.markdown("**Which differences survive**")
    ranking = answer.ranking
    if not ranking.pairs:
        st.caption("Two named groups with corrected shares are needed to compare them.")
        return
    order = ", ".join(names[group] for group in ranking.groups)
    st.markdown(literal(f"The most negative first: {order}."))
    style = reader_format()
    rows = [
        {
            "More negative": names[pair.first],
            "than": names[pair.second],
            "As called": _difference(pair.raw),
            "Corrected": _difference(pair.corrected),
            "p": "< 0.001" if pair.p < 0.001 else style.number(pair.p, digits=3),
            "After the correction": _verdict(
                survives=pair.survives, raw_clear=pair.raw_clear, turned=pair.raw.value < 0
            ),
        }
        for pair in ranking.pairs
    ]
    st.dataframe(rows, hide_index=True)
    st.caption(
        "Points of the negative share with 95 % intervals. p is corrected for the number of "
        "pairs by Holm's rule; a difference survives below 0.05 and above half a point."
    )


def _verdict(*, survives: bool, raw_clear: bool, turned: bool) -> str:
    if survives:
        return "✓ stands" + (", the other way round" if raw_clear and turned else "")
    return "✗ does not survive" if raw_clear else "not clear of chance"


def _difference(gap: Interval) -> str:
    style = reader_format()
    low, high = (style.points(edge) for edge in (gap.low, gap.high))
    return f"{style.points(gap.value)} ({low} to {high})"


def _gains(groups: Sequence[CorrectedShares], names: Mapping[str, str], *, by: str) -> None:
    st.markdown(f"**What {MORE} more labels would buy**")
    gains = [labelling_gain(one, more=MORE) for one in groups[:MOST_LABELLING]]
    worth = [one for one in gains if one.group and one.after is not None]
    if worth:
        # What is known least is worth most: a group without any correction, else the widest.
        first = max(worth, key=lambda one: (one.now is None, (one.now or 1) - (one.after or 0)))
        st.markdown(literal(gain_sentence(first, by=by)))
    st.dataframe([_gain_row(one, name=names[one.group]) for one in gains], hide_index=True)
    st.caption(
        "Half the width of the 95 % interval of the negative share, in points, once as many more "
        "reviews of the group were drawn at random and answered. With 30 labels or more it rests "
        "on the group's own; else on how often the model errs in its largest language."
    )


def _gain_row(gain: LabellingGain, *, name: str) -> dict[str, str]:
    style = reader_format()
    after = "still too few"
    if gain.after is not None:
        after = f"±{style.number(100 * gain.after, digits=1)} points"
        if gain.guessed:
            after += " (at most)"
        elif gain.now is not None and gain.after >= gain.now:
            after += ": no narrower, but its own labels assume less"
    return {
        "Group": name,
        "Labelled now": style.number(gain.labelled),
        "More": style.number(gain.more),
        "Now": "no correction"
        if gain.now is None
        else f"±{style.number(100 * gain.now, digits=1)} points",
        "Then": after,
    }


def _method() -> None:
    with st.expander("How this is computed, and its limits", type="compact"):
        st.markdown(
            """
- **With labels.** Where 30 reviews of a group or more were drawn at random and labelled, its shares
  come from prediction-powered inference: of what the model calls negative, neutral and positive,
  the labels tell how much is so. That holds for any model; a good one makes the interval narrow.
  In simulations the 95 % intervals hold the truth in 95 of 100 cases or more on average, and in
  93 in the worst settings, from 30 labels on.
- **Without.** Else the model's error rates in the language are undone (adjusted counts): those of
  the labelled reviews of that language anywhere in this database (50 and 5 of each sentiment are
  needed), or those that the model states for texts of other sources. Their uncertainty is in the
  interval, and how much the errors in two groups of one company and language were found to differ
  on public reviews. It is assumed that groups here differ no more; no number is given
  where an interval would reach further than 20 points. Errors differ much from source to source:
  stated ones are used only where, tried on sources left out, such intervals held the truth.
- **Only reviews drawn at random count**, and labels that a file brings along, which are taken for a
  random sample. Answers about reviews that somebody picked are left out. Labels drawn in one market
  or language only are weighted, and not used for what they leave out.
- **Stars are no truth here**: they are how people rate, not what they wrote.
- **Differences** between groups are tested on the corrected shares, all pairs together (Holm). What
  survives is in the texts: it can still be the assortment, or who was asked to write.
- A corrected share is of what people would say the reviews say. Whoever labels is taken at
  their word.
"""
        )
