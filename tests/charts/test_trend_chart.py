"""The trend figure: what is drawn, how small groups are marked, and nothing as HTML."""

from __future__ import annotations

from datetime import date

import pytest

from sentiment.charts.trend_chart import describe_trend, trend_figure
from sentiment.evaluation.periods import Period, next_start
from sentiment.evaluation.trend_series import OTHERS, Trend, arrange_series
from sentiment.records import Event, SentimentCounts
from tests.charts.plain_style import PlainStyle

STYLE = PlainStyle()
FIRST = date(2026, 1, 1)
PERIOD = Period(FIRST, date(2026, 6, 30))


def by_month(group: str, ns: list[int], *, first: date = FIRST):
    starts = [next_start(first, grain="month", steps=step) for step in range(len(ns))]
    return {
        start: SentimentCounts(group, n, n // 4, n // 4, n - 2 * (n // 4), n, 3.5 * n, start)
        for start, n in zip(starts, ns, strict=True)
        if n
    }


def make_trend(*sizes: list[int], measure="negative", compare=False, events=(), groups=None):
    groups = groups or [f"G{number}" for number in range(len(sizes))]
    series = tuple(
        arrange_series(
            group,
            ("x", "y") if group == OTHERS else (group,),
            now=by_month(group, ns),
            before=by_month(group, ns, first=date(2025, 7, 1)) if compare else {},
            steps=6,
            grain="month",
            measure=measure,
        )
        for group, ns in zip(groups, sizes, strict=True)
    )
    previous = PERIOD.before() if compare else None
    return Trend("market", "month", measure, PERIOD, previous, series, tuple(events))


def draw(trend: Trend, **more):
    names = {series.group: f"Name {series.group}" for series in trend.series}
    return trend_figure(trend, names=names, style=STYLE, **more)


def marks(figure):
    return [trace for trace in figure.data if trace.customdata is not None]


def test_marks_say_how_many_reviews_a_point_rests_on():
    (points,) = marks(draw(make_trend([50, 29, 9, 30])))
    assert points.marker.symbol == ("circle", "circle-open", "circle-open", "circle")
    assert points.marker.size[2] < points.marker.size[1]
    assert "too few to say" in points.hovertext[2] and "few reviews" in points.hovertext[1]
    assert points.customdata[0] == ("G0", "2026-01-01") or list(points.customdata[0]) == [
        "G0",
        "2026-01-01",
    ]


def test_the_line_and_its_band_pass_over_points_that_are_too_few():
    figure = draw(make_trend([50, 50, 5, 50]))
    line = next(t for t in figure.data if t.type == "scatter" and t.mode == "lines" and not t.fill)
    assert len(line.x) == 3
    band = next(t for t in figure.data if t.type == "scatter" and t.fill == "toself")
    assert len(band.x) == 6
    assert all(low < high for low, high in zip(band.y[3:][::-1], band.y[:3], strict=True))


def test_a_long_gap_breaks_the_line():
    figure = draw(make_trend([50, 50, 0, 0, 0, 50]))
    line = next(t for t in figure.data if t.type == "scatter" and t.mode == "lines" and not t.fill)
    assert None in line.y


def test_groups_differ_by_more_than_colour():
    figure = draw(make_trend(*[[50] * 6] * 6))
    assert len({trace.marker.symbol[0] for trace in marks(figure)}) == 6
    bars = [trace for trace in figure.data if trace.type == "bar"]
    assert len({bar.marker.pattern.shape for bar in bars}) == 6
    assert [bar.y[0] for bar in bars] == [50] * 6
    legend = [trace for trace in figure.data if trace.showlegend is not False]
    assert [trace.name for trace in legend] == [f"Name G{number}" for number in range(6)]


def test_the_period_before_is_dashed_where_it_can_be_read():
    def dashed(figure):
        return [t for t in figure.data if t.type == "scatter" and t.line.dash == "5px,4px"]

    few = make_trend([50] * 6, [60] * 6, compare=True)
    assert len(dashed(draw(few))) == 2
    assert "period before" in dashed(draw(few))[0].hovertext[0]
    many = make_trend(*[[50] * 6] * 5, compare=True)
    assert dashed(draw(many)) == []
    assert len(dashed(draw(many, only="G3"))) == 1


def test_side_by_side_panels_share_axes_colours_and_show_the_others_behind():
    trend = make_trend([50] * 6, [900] * 6, [20] * 6)
    first, last = draw(trend, only="G0", height=280), draw(trend, only="G2", height=280)
    assert first.layout.yaxis.range == last.layout.yaxis.range
    assert first.layout.xaxis.range == last.layout.xaxis.range
    assert len(marks(first)) == 1
    assert marks(first)[0].marker.color != marks(last)[0].marker.color
    whole = {trace.customdata[0][0]: trace.marker.color for trace in marks(draw(trend))}
    assert whole["G2"] == marks(last)[0].marker.color
    assert first.layout.showlegend is False


def test_events_are_lines_with_labels():
    events = [Event(1, date(2026, 3, 3), "Release <b>4</b>"), Event(2, FIRST, "Sale", "G1")]
    trend = make_trend([50] * 6, [50] * 6, events=events)
    figure = draw(trend)
    assert [note.text for note in figure.layout.annotations] == [
        "Release &lt;b&gt;4&lt;/b&gt;",
        "G1: Sale",
    ]
    assert [shape.x0 for shape in figure.layout.shapes] == [date(2026, 3, 3), FIRST]
    panel = draw(trend, only="G0")
    assert [note.text for note in panel.layout.annotations] == ["Release &lt;b&gt;4&lt;/b&gt;"]
    assert [note.text for note in draw(trend, only="G1").layout.annotations][1] == "Sale"


def test_names_of_groups_are_never_html():
    trend = make_trend([50] * 6, groups=["<script>alert(1)</script>"])
    figure = trend_figure(trend, names={}, style=STYLE)
    shown = [str(text) for trace in figure.data for text in (trace.name, *(trace.hovertext or ()))]
    assert all("<script" not in text for text in shown)
    assert any("&lt;script" in text for text in shown)


@pytest.mark.parametrize("measure", ["negative", "positive", "net", "stars"])
def test_every_measure_is_drawn_within_its_axis(measure):
    figure = draw(make_trend([50, 40, 3], measure=measure))
    low, high = figure.layout.yaxis.range
    assert all(low <= value <= high for value in marks(figure)[0].y)
    assert figure.layout.yaxis.title.text and figure.layout.yaxis2.title.text == "Reviews"
    assert figure.layout.xaxis2.title.text == "Month"
    assert figure.layout.xaxis2.tickformat == "%month"


def test_one_month_and_nothing_at_all_are_drawn_too():
    single = draw(make_trend([40]))
    assert single.layout.xaxis.tickvals == (FIRST,)
    assert draw(make_trend()).data == ()
    assert draw(make_trend([0, 0])) is not None


def test_the_background_is_left_to_the_page():
    figure = draw(make_trend([40, 40]))
    assert figure.layout.paper_bgcolor == figure.layout.plot_bgcolor == "rgba(0, 0, 0, 0)"
    assert figure.layout.font.color is None


def test_the_chart_in_words():
    told = describe_trend(make_trend([40, 50]), names={"G0": "Germany"}, style=STYLE)
    assert "Germany from month 2026-01-01: 25%" in told and "month 2026-02-01" in told
    assert "n = 50" in told


def test_labels_of_neighbouring_events_do_not_lie_over_each_other():
    events = [Event(n, date(2026, 3, 1 + n), f"Release {n}") for n in range(1, 4)]
    figure = draw(make_trend([50] * 6, events=events), only="G0", height=280)
    assert len(figure.layout.shapes) == 3 and len(figure.layout.annotations) == 1
