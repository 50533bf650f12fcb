"""Links that open Explore on exactly the reviews that a figure counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.filter_links import query_from_filters
from pages.components.plain_text import literal

if TYPE_CHECKING:
    from sentiment.records import Filters

EXPLORE_PAGE = "pages/explore.py"


def explore_link(label: str, filters: Filters) -> None:
    """A link with a plain ``label`` to Explore, filtered by ``filters``."""
    st.page_link(
        EXPLORE_PAGE,
        label=literal(label),
        icon=":material/search:",
        query_params=query_from_filters(filters),
    )
