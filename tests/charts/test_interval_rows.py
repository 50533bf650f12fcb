"""Rows of values with intervals: what every chart of groups rests on."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

from sentiment.charts.interval_rows import frame_rows, interval_bars, interval_marks, name_rows
from sentiment.records import Interval

ROWS = [(0, Interval(0.2, 0.1, 0.4, 50)), (1, Interval(0.5, 0.45, 0.6, 90))]


def test_bars_reach_from_the_value_to_both_ends() -> None:
    bars = interval_bars([one for _, one in ROWS], colour="#000000")
    assert bars["array"] == pytest.approx([0.2, 0.1])
    assert bars["arrayminus"] == pytest.approx([0.1, 0.05])
    assert bars["symmetric"] is False


def test_marks_stand_at_their_values_and_show_texts_literally() -> None:
    marks = interval_marks(
        ROWS, name="called", symbol="diamond", colour="#000000", hover=["<b>a</b>", "b"]
    )
    assert (list(marks.x), list(marks.y)) == ([0.2, 0.5], [0, 1])
    assert marks.hovertext[0] == "&lt;b&gt;a&lt;/b&gt;"


def test_the_first_name_is_at_the_top_and_long_ones_are_cut() -> None:
    figure = go.Figure()
    frame_rows(figure, rows=2, row_height=30)
    name_rows(figure, ["<Japan>", "A very long name of a market"], longest=10)
    assert figure.layout.height == 110 + 2 * 30
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]
    assert list(figure.layout.yaxis.ticktext) == ["&lt;Japan&gt;", "A very lo…"]
