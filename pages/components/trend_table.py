"""The figures of a trend as a table, for who reads numbers rather than lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.formats import reader_format
from pages.components.size_note import size_note
from sentiment.charts.measures import write_corrected, write_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentiment.evaluation.trend_series import Trend


def trend_table(trend: Trend, *, names: Mapping[str, str]) -> None:
    """Draw the table behind a fold; it is made only when that is opened."""
    fold = st.expander(
        "The figures as a table", key="trend table", on_change="rerun", type="compact"
    )
    if not fold.open:
        return
    style = reader_format()
    rows = []
    for series in trend.series:
        corrected = {point.start: point.value for point in series.corrected}
        for point in series.points:
            row = {
                trend.by.capitalize(): names[series.group],
                trend.grain.capitalize(): style.period(point.start, grain=trend.grain),
                "Reviews": point.counts.reviews,
            }
            if point.value is not None:
                value = point.value
                row |= {
                    "Value": write_value(value.value, measure=trend.measure, style=style),
                    "95 % from": write_value(value.low, measure=trend.measure, style=style),
                    "to": write_value(value.high, measure=trend.measure, style=style),
                    "n": value.n,
                    "": size_note(value.n),
                }
            beside = corrected.get(point.start)
            if beside is not None:
                row["Corrected"] = write_corrected(beside, measure=trend.measure, style=style)
            rows.append(row)
    with fold:
        st.dataframe(rows, hide_index=True)
