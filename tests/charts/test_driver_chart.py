"""The groups behind a change, before and after."""

from __future__ import annotations

from sentiment.charts.driver_chart import describe_drivers, driver_figure
from sentiment.evaluation.drivers import find_drivers
from sentiment.records import SentimentCounts
from tests.charts.plain_style import PlainStyle

STYLE = PlainStyle()


def counts(group: str, negative: int, positive: int) -> SentimentCounts:
    return SentimentCounts(group, negative + positive, negative, 0, positive)


DRIVERS = find_drivers(
    [counts("app", 20, 80), counts("<i>web</i>", 20, 80)],
    [counts("app", 60, 40), counts("<i>web</i>", 30, 70), counts("new", 50, 50)],
    by="product",
)


def test_before_and_after_differ_in_shape_and_carry_intervals():
    figure = driver_figure(DRIVERS, names={}, style=STYLE)
    before, after = figure.data
    assert (before.name, after.name) == ("before", "after")
    assert before.marker.symbol == "circle-open" and after.marker.symbol == "diamond"
    assert len(after.x) == 3 and len(before.x) == 2
    assert all(width > 0 for width in after.error_x.array)
    assert "n = 100" in after.hovertext[0]
    low, high = figure.layout.xaxis.range
    assert all(low <= share <= high for share in (*before.x, *after.x))


def test_names_are_never_html_and_long_ones_are_cut():
    figure = driver_figure(DRIVERS, names={"app": "A" * 60}, style=STYLE)
    assert "&lt;i&gt;web&lt;/i&gt;" in figure.layout.yaxis.ticktext
    assert max(map(len, figure.layout.yaxis.ticktext)) < 40


def test_it_grows_with_the_rows():
    one = driver_figure(DRIVERS[:1], names={}, style=STYLE)
    assert one.layout.height < driver_figure(DRIVERS, names={}, style=STYLE).layout.height


def test_in_words():
    told = describe_drivers(DRIVERS, names={"app": "App"}, style=STYLE)
    assert "App: from 20% (13%-29%) to 60%" in told and "new: new, to 50%" in told


def test_no_interval_runs_over_the_edge():
    few = find_drivers([counts("app", 2, 2)], [counts("app", 3, 1)], by="product")
    figure = driver_figure(few, names={}, style=STYLE)
    low, high = figure.layout.xaxis.range
    for trace in figure.data:
        assert all(
            share + over <= high for share, over in zip(trace.x, trace.error_x.array, strict=True)
        )
        assert all(
            share - under >= low
            for share, under in zip(trace.x, trace.error_x.arrayminus, strict=False)
        )
