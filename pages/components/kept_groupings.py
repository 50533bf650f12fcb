"""Kept columns among the groupings that a page offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from sentiment.reading.kept_columns import ORIGIN
from sentiment.workflows.kept_columns import grouping_of, kept_columns

if TYPE_CHECKING:
    from sentiment.storage.database import Database


def kept_groupings(store: Database, *, version: str) -> dict[str, str]:
    """What a person reads → grouping, for each column kept with the reviews of the store."""
    return {column_label(name): grouping_of(name) for name in _kept(store, version=version)}


def column_label(name: str) -> str:
    """A kept column as a choice of groupings.

    >>> column_label("reviewer origin"), column_label("Device")
    ('Reviewer origin', 'Column: Device')
    """
    return name.capitalize() if name == ORIGIN else f"Column: {name}"


@st.cache_data(max_entries=20, show_spinner=False)
def _kept(_store: Database, *, version: str) -> dict[str, int]:
    return kept_columns(_store)
