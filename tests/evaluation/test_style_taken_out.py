from datetime import date
from math import hypot

import pytest

from sentiment.evaluation.periods import Period
from sentiment.evaluation.style_taken_out import take_out_style
from sentiment.evaluation.trend_series import OTHERS, Trend, TrendPoint, TrendSeries
from sentiment.records import Interval, SentimentCounts

DAY = date(2026, 3, 1)
GAPS = {"JP": Interval(-0.4, -0.5, -0.3, 400), "BR": Interval(0.3, 0.1, 0.5, 200)}


def series(group: str, value: Interval | None, *, members: tuple[str, ...] = ()) -> TrendSeries:
    point = TrendPoint(DAY, DAY, SentimentCounts(group, 50, 0, 0, 50, 50, 150.0, DAY), value)
    return TrendSeries(group, members or (group,), (point,), (point,), 50)


def trend(*listed: TrendSeries, measure: str = "stars") -> Trend:
    return Trend("market", "month", measure, Period(DAY, DAY), None, listed, ())  # type: ignore[arg-type]


def test_a_gap_is_taken_out_with_its_uncertainty():
    before = Interval(3.0, 2.8, 3.1, 50)
    adjusted = take_out_style(trend(series("JP", before), series("DE", before)), gaps=GAPS)
    japan, germany = adjusted.series
    for points in (japan.points, japan.earlier):
        value = points[0].value
        assert value.value == pytest.approx(3.4)
        assert value.low == pytest.approx(3.4 - hypot(0.2, 0.1))
        assert value.high == pytest.approx(3.4 + hypot(0.1, 0.1))
        assert value.n == 50
    assert germany == series("DE", before)
    assert adjusted.taken_out == (("JP", GAPS["JP"]),)


def test_groups_drawn_together_and_empty_points_are_left_alone():
    others = series(OTHERS, Interval(4.0, 3.9, 4.1, 500), members=("JP", "BR"))
    empty = series("BR", None)
    adjusted = take_out_style(trend(others, empty), gaps=GAPS)
    assert adjusted.series == (others, empty)
    assert [group for group, _ in adjusted.taken_out] == ["BR"]


def test_nothing_leaves_the_scale():
    high = take_out_style(trend(series("JP", Interval(4.7, 4.5, 4.9, 90))), gaps=GAPS)
    value = high.series[0].points[0].value
    assert (value.value, value.high) == (5.0, 5.0) and value.low < 5.0


def test_only_stars_have_a_rating_style():
    with pytest.raises(ValueError, match="net"):
        take_out_style(trend(series("JP", None), measure="net"), gaps=GAPS)
