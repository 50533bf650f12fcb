"""The chart of probes: a row a group, declared ones by shape and word."""

from __future__ import annotations

import pytest

from sentiment.charts.probe_chart import describe_probes, probe_figure
from sentiment.evaluation.probes import ProbeEffect
from sentiment.records import Interval
from tests.charts.plain_style import PlainStyle


def _effect(group: str, value: float, *, declared: bool = False) -> ProbeEffect:
    return ProbeEffect(
        language="",
        attribute="place",
        group=group,
        shift=Interval(value, value - 0.03, value + 0.02, 240),
        p=0.01,
        q=0.02,
        dz=1.0,
        templates=8,
        words=2,
        flipped=0.1,
        declared=declared,
    )


EFFECTS = (_effect("usa", 0.01), _effect("saudi_arabia", -0.06, declared=True), _effect("x<b>", 0))


def test_rows_stand_from_the_lowest_shift_down_with_their_intervals() -> None:
    figure = probe_figure(EFFECTS, style=PlainStyle())
    declared, others = figure.data
    assert list(figure.layout.yaxis.ticktext) == ["Saudi Arabia", "X&lt;B&gt;", "the USA"]
    assert list(declared.y) == [0] and list(declared.x) == [-0.06]
    assert list(others.y) == [1, 2] and list(others.x) == [0, 0.01]
    assert list(others.error_x.array) == pytest.approx([0.02, 0.02])
    assert list(others.error_x.arrayminus) == pytest.approx([0.03, 0.03])


def test_what_is_declared_differs_by_shape_and_word() -> None:
    declared, others = probe_figure(EFFECTS, style=PlainStyle()).data
    assert declared.name == "declared" and others.name != "declared"
    assert declared.marker.symbol != others.marker.symbol


def test_the_axis_holds_all_intervals_and_zero_in_its_middle() -> None:
    low, high = probe_figure(EFFECTS, style=PlainStyle()).layout.xaxis.range
    assert low <= -0.09 and high == pytest.approx(-low)


def test_the_chart_is_told_in_words() -> None:
    told = describe_probes(EFFECTS, style=PlainStyle())
    assert "Saudi Arabia: -6.0 pts (95 %: -9.0 pts to -4.0 pts), n = 240, declared" in told
    assert told.index("Saudi Arabia") < told.index("the USA")
