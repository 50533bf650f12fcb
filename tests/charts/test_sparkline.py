"""The small trend of a tile."""

from __future__ import annotations

from datetime import date, timedelta

from sentiment.charts.sparkline import describe_tile_trend, tile_trend_figure
from sentiment.evaluation.market_states import arrange_markets
from sentiment.evaluation.periods import Period
from sentiment.records import SentimentCounts
from tests.charts.plain_style import PlainStyle

STYLE = PlainStyle()
PERIOD = Period(date(2026, 4, 6), date(2026, 7, 5))
WEEKS = [date(2026, 1, 5) + timedelta(days=7 * week) for week in range(26)]


def overview_of(a_week: int, weeks=WEEKS):
    series = [
        SentimentCounts("DE", a_week, a_week // (2 if week > 16 else 5), 0, a_week, period=start)
        for week, start in enumerate(weeks)
    ]
    whole = [SentimentCounts("DE", 400, 150, 0, 250)]
    return arrange_markets(
        whole, whole, series=series, period=PERIOD, previous=PERIOD.before(), grain="week"
    )


def test_the_scale_is_the_same_in_every_tile_and_the_change_is_marked():
    overview = overview_of(40)
    figure = tile_trend_figure(overview.markets[0], overview=overview, style=STYLE)
    assert figure.layout.yaxis.range == (-0.03, 1.03)
    line = figure.data[1]
    assert len(line.x) == 26 and "n = " in line.hovertext[0]
    kinds = [shape.type for shape in figure.layout.shapes]
    assert kinds == ["rect", "line"]
    assert figure.layout.shapes[1].x0 == WEEKS[17]
    assert figure.layout.xaxis.ticktext == ("month 2026-02-09", "month 2026-05-25")


def test_thin_markets_get_fewer_and_firmer_points():
    overview = overview_of(4)
    state = overview.markets[0]
    assert {point.spans for point in state.trend} == {4}
    assert sum(point.negative.n for point in state.trend) == sum(
        counts.scored
        for counts in [SentimentCounts("", 4, 4 // (2 if w > 16 else 5), 0, 4) for w in range(26)]
    )
    figure = tile_trend_figure(state, overview=overview, style=STYLE)
    assert figure.data[1].hovertext[0].startswith("4 weeks from the week 2026-01-05")


def test_one_point_and_none():
    overview = overview_of(40, weeks=WEEKS[:1])
    assert tile_trend_figure(overview.markets[0], overview=overview, style=STYLE).data
    empty = overview_of(40, weeks=[])
    assert empty.markets[0].trend == ()
    assert tile_trend_figure(empty.markets[0], overview=empty, style=STYLE) is not None
    assert "no scored reviews" in describe_tile_trend(empty.markets[0], name="X", style=STYLE)


def test_in_words():
    told = describe_tile_trend(overview_of(40).markets[0], name="Germany", style=STYLE)
    assert told.startswith("Germany: negative share from 1") and "2026-06-29" in told
