"""The days that a page looks at: the last 30, 90, 180 or all, bound to the link."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from sentiment.evaluation.periods import Period, latest_period

if TYPE_CHECKING:
    from sentiment.records import Choices, Filters

LENGTHS: dict[str, int | None] = {
    "30 days": 30,
    "90 days": 90,
    "180 days": 180,
    "everything": None,
}


def choose_period(choices: Choices, filters: Filters, *, key: str, default: str) -> Period:
    """Draw the choice and return the days; they end at the newest review.

    ``key`` is its name in the link, another one on each page: what is chosen on
    one page is not meant for the next. Days that are set in the filters go
    before. Without any dated review the period is everything.
    """
    custom = filters.since is not None or filters.until is not None
    chosen = st.segmented_control(
        "Period",
        list(LENGTHS),
        default=default,
        required=True,
        key=key,
        bind="query-params",
        disabled=custom,
        help="Ends at the newest review, not today. Set From and To in the filters for other days.",
    )
    latest = latest_period(choices, days=LENGTHS[chosen or default])
    if latest is None:
        return Period(date.min, date.max, everything=True)
    if not custom:
        return latest
    return _days_chosen(choices, filters)


def _days_chosen(choices: Choices, filters: Filters) -> Period:
    """The days that the filters name, without those before the first and after the last review.

    Else the comparison would be with a time from which there cannot be a review.
    """
    first, last = choices.first_day or date.min, choices.last_day or date.max
    since, until = filters.since or first, filters.until or last
    if until < first or since > last:
        return Period(min(since, until), max(since, until))
    return Period(max(since, first), min(until, last))
