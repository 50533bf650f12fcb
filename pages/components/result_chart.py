"""A chart that is only looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

if TYPE_CHECKING:
    import plotly.graph_objects as go

# The tools of the chart library would only cover what is drawn.
CHART_CONFIG: Final[dict[str, Any]] = {"displayModeBar": False, "responsive": True}


def draw_chart(figure: go.Figure, *, key: str, alt: str) -> None:
    """Draw the figure with ``alt``, its content in words for who does not see it."""
    st.plotly_chart(figure, key=key, config=CHART_CONFIG, alt=alt)
