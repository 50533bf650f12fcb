"""Raw and corrected shares side by side, where a page shows shares as the model calls them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.findings_list import findings_list
from pages.components.formats import reader_format
from pages.components.plain_text import literal
from sentiment.records import SENTIMENTS
from sentiment.workflows.correcting_shares import CorrectedAnswer, corrected_shares

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pages.components.formats import ReaderFormat
    from sentiment.evaluation.corrected_shares import CorrectedShares
    from sentiment.evaluation.trend_series import Trend
    from sentiment.records import Filters
    from sentiment.storage.database import Database

BIAS_PAGE = "pages/bias.py"
NEGATIVE = SENTIMENTS.index("negative")
_RESTS_ON = {
    "labelled": "labelled reviews of its own",
    "group errors": "labelled reviews of its own, of all times",
    "language errors": "labelled reviews in its languages",
    "published errors": "published test texts in its languages",
}


@st.cache_data(max_entries=50, show_spinner=False)
def corrected_by(
    _database: Database, *, version: str, by: str, filters: Filters
) -> CorrectedAnswer:
    """The corrected shares of the groups of ``by``; ``version`` is that of data and answers."""
    return corrected_shares(_database, by=by, filters=filters)


def corrected_line(shares: CorrectedShares | None, style: ReaderFormat) -> str:
    """The corrected negative share in one line of Markdown; "" where there is none."""
    if shares is None or shares.corrected is None:
        return ""
    negative = shares.corrected[NEGATIVE]
    rests_on = f"{style.number(negative.n)} {_RESTS_ON[shares.method]}"
    return (
        f"Without the model's errors: **{literal(style.percent(negative.value))}** negative "
        f"({literal(style.percent(negative.low))} to {literal(style.percent(negative.high))}; "
        f"by {rests_on})"
    )


def ranking_note(answer: CorrectedAnswer) -> None:
    """Which differences between markets survive the correction, behind a fold, with its limits."""
    ranking = answer.ranking
    surviving, lost = len(ranking.surviving), len(ranking.lost)
    if ranking.pairs:
        words = (
            f"Of {len(ranking.pairs)} differences between {len(ranking.groups)} markets "
            f"{surviving} {'survives' if surviving == 1 else 'survive'} once the model's errors "
            "are taken out"
        )
        words += f"; {lost} that look clear {'does' if lost == 1 else 'do'} not." if lost else "."
    else:
        words = "Whether gaps between markets are real cannot be said yet: too few labels."
    with st.expander(f"Which differences are real: {words}", type="compact"):
        findings_list(answer.findings, unsaid=answer.unsaid, more_in="on the page Bias")
        st.page_link(
            BIAS_PAGE,
            label="All corrected shares, and labelling at random",
            icon=":material/balance:",
            query_params={"view": "Corrected shares"},
        )


def corrected_beside(
    database: Database,
    trend: Trend,
    *,
    version: str,
    names: Mapping[str, str],
    filters: Filters,
    drawn: bool,
) -> None:
    """What the crosses in a trend are, and both shares of its groups over the whole period.

    ``drawn`` tells whether the chart has room for crosses.
    """
    points = sum(len(series.corrected) for series in trend.series)
    if points and not drawn:
        st.caption("Choose “side by side” to see the corrected shares in the chart.")
    elif points:
        st.caption(
            "Crosses with bars: the share with the model's errors taken out, with its 95 % "
            "interval. The errors are taken to be the same at all times."
        )
    else:
        st.caption(
            f"No single {trend.grain} can be corrected: it has too few reviews, or too little is "
            "known of the model's errors. Over the whole period:"
        )
    answer = corrected_by(
        database,
        version=version,
        by=trend.by,
        filters=trend.period.narrow(filters),
    )
    _corrected_table(answer, names=names, sentiment=trend.measure)


def _corrected_table(answer: CorrectedAnswer, *, names: Mapping[str, str], sentiment: str) -> None:
    """Raw and corrected shares of whole groups, and the reason where there is no correction."""
    style, place = reader_format(), SENTIMENTS.index(sentiment)
    shown = [shares for shares in answer.groups if shares.group in names]
    st.dataframe(
        [
            {
                "Group": names[shares.group],
                "Scored": style.number(shares.scored),
                "As the model calls them": style.share(shares.raw[place]),
                "Corrected": style.share(shares.corrected[place]) if shares.corrected else "–",
                "by": f"{style.number(shares.corrected[place].n)} {_RESTS_ON[shares.method]}"
                if shares.corrected
                else shares.why_not,
            }
            for shares in shown
        ],
        hide_index=True,
    )
