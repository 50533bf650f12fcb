"""Measures: their axes and how they are written."""

from __future__ import annotations

import pytest

from sentiment.charts.measures import measure_axis, write_interval, write_value
from sentiment.evaluation.intervals import mean_stars, net_sentiment, wilson
from tests.charts.plain_style import PlainStyle

STYLE = PlainStyle()


def test_each_measure_is_written_in_its_unit():
    assert write_value(0.25, measure="negative", style=STYLE) == "25%"
    assert write_value(-0.25, measure="net", style=STYLE) == "-25 pts"
    assert write_value(4.256, measure="stars", style=STYLE) == "4.26"


@pytest.mark.parametrize(
    ("n", "words"), [(50, ""), (20, " – few reviews"), (5, " – too few to say")]
)
def test_small_groups_are_said_to_be_small(n: int, words: str):
    told = write_interval(wilson(n // 2, n), measure="negative", style=STYLE)
    assert told.endswith(f"n = {n}{words}")
    assert "95 %: " in told


@pytest.mark.parametrize(
    ("measure", "intervals", "floor", "ceiling"),
    [
        ("negative", [wilson(5, 50), wilson(20, 50)], 0.0, 1.0),
        ("net", [net_sentiment(30, 5, 10), net_sentiment(3, 5, 100)], -1.0, 1.0),
        ("stars", [mean_stars(100, 40), mean_stars(190, 40)], 1.0, 5.0),
        ("negative", [], 0.0, 1.0),
        ("negative", [wilson(0, 400)], 0.0, 1.0),
        ("stars", [mean_stars(200, 40)], 1.0, 5.0),
    ],
)
def test_the_axis_holds_the_values_and_stays_within_the_measure(measure, intervals, floor, ceiling):
    axis = measure_axis(intervals, measure=measure, style=STYLE)
    low, high = axis["range"]
    assert low < high
    assert all(low <= one.value <= high for one in intervals)
    assert all(low <= tick <= high for tick in axis["tickvals"])
    assert 2 <= len(axis["tickvals"]) <= 8
    assert floor - 0.1 <= low and high <= ceiling + 0.1
    assert len(axis["ticktext"]) == len(axis["tickvals"])


def test_intervals_of_tiny_groups_do_not_flatten_the_others():
    firm = [wilson(200, 1000), wilson(220, 1000)]
    with_tiny = measure_axis([*firm, wilson(1, 5)], measure="negative", style=STYLE)
    assert with_tiny["range"][1] < 0.4
