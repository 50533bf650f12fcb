"""Filters on pages that show shares of sentiment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from sentiment.records import Filters


def without_sentiment(filters: Filters) -> Filters:
    """The filters without those by sentiment, which would turn each share into 0 or 100 %.

    Where there were any, a line says that they do not apply.
    """
    kept = replace(filters, sentiments=(), confidence=None, disagree=False)
    if kept != filters:
        st.caption(
            "Filters by sentiment, by how sure the model is and by disagreement do not apply here."
        )
    return kept
