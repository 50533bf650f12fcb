"""Trends with the groups' ways of rating taken out: the switch, and what was done in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.formats import reader_format
from pages.components.plain_text import literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentiment.evaluation.trend_series import Trend
    from sentiment.records import Interval


def rating_style_toggle() -> bool:
    """Ask whether mean stars are to be shown without the groups' ways of rating."""
    return st.toggle(
        "Rating style taken out",
        key="style_out",
        bind="query-params",
        help="Some groups give more or fewer stars than others for the same words. Where that is "
        "clear of chance, it is taken out; the page Bias shows how it is measured.",
    )


def style_taken_out_note(trend: Trend, *, names: Mapping[str, str]) -> None:
    """Say what was taken out of the mean stars, from whom, and who is left alone."""
    if not trend.taken_out:
        st.caption(
            "**Rating style taken out:** for no group in view is a way of rating of its own "
            "declared, so the stars are as they were given."
        )
        return
    done = "; ".join(f"{literal(names[group])} {_told(gap)}" for group, gap in trend.taken_out)
    groups = {group for group, _ in trend.taken_out}
    left = [literal(names[one.group]) for one in trend.series if one.group not in groups]
    alone = (
        f" Left as given, because none is declared, because it may be the model's reading, or "
        f"because they are drawn together: "
        f"{', '.join(left)}."
        if left
        else ""
    )
    st.caption(
        f"**Rating style taken out:** {done}.{alone} Measured for words alike on all reviews, "
        "whatever their date; its own uncertainty is in the intervals, and nothing leaves 1 to 5."
    )


def _told(gap: Interval) -> str:
    style = reader_format()
    low, high = sorted((abs(gap.low), abs(gap.high)))
    size, low_, high_ = (style.number(stars, digits=2) for stars in (abs(gap.value), low, high))
    turned = "fewer stars than is usual, added" if gap.value < 0 else "more stars, subtracted"
    return f"gives {size} ({low_} to {high_}) {turned}"
