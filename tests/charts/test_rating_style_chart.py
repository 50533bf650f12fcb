"""Rating style: gaps about zero by shape and word, and the stars given beside those expected."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sentiment.charts.rating_style_chart import (
    describe_gaps,
    describe_star_shares,
    gaps_figure,
    star_shares_figure,
)
from sentiment.evaluation.rating_style import RatingStyle
from sentiment.records import Interval
from tests.charts.plain_style import PlainStyle

SHARE = Interval(0.3, 0.2, 0.4, 400)
JAPAN = RatingStyle(
    group="JP",
    n=400,
    products=20,
    resampled="product",
    shared=1.0,
    extreme=SHARE,
    midpoint=SHARE,
    mean_stars=Interval(3.1, 3.0, 3.2, 400),
    suggested=3.5,
    gap=Interval(-0.4, -0.5, -0.35, 400),
    bounds=(-0.45, -0.35),
    gap_kind=None,
    gap_unkind=None,
    p=0.001,
    q=0.004,
    declared=True,
    why_not=(),
    given=(0.1, 0.1, 0.4, 0.3, 0.1),
    elsewhere=(0.2, 0.1, 0.1, 0.2, 0.4),
)
FRANCE = replace(
    JAPAN, group="FR", gap=Interval(0.1, -0.1, 0.3, 60), n=60, declared=False, why_not=("few",)
)
NAMES = {"JP": "Japan <JP>", "FR": "France (FR)"}


def test_declared_gaps_differ_by_shape_and_word() -> None:
    figure = gaps_figure([FRANCE, JAPAN], names=NAMES, style=PlainStyle())
    declared, undeclared = figure.data
    assert (declared.name, undeclared.name) == ("declared", "not declared")
    assert declared.marker.symbol != undeclared.marker.symbol
    assert list(declared.x) == [-0.4]
    assert list(declared.error_x.arrayminus) == pytest.approx([0.1])
    assert list(declared.error_x.array) == pytest.approx([0.05])
    assert list(figure.layout.yaxis.categoryarray) == ["France (FR)", "Japan &lt;JP&gt;"]
    assert [shape.x0 for shape in figure.layout.shapes] == [0]


def test_only_what_there_is_has_a_place_in_the_legend() -> None:
    assert [trace.name for trace in gaps_figure([FRANCE], names={}, style=PlainStyle()).data] == [
        "not declared"
    ]


def test_groups_whose_short_names_are_alike_keep_rows_of_their_own() -> None:
    long = {"JP": "A very long name of a product, one", "FR": "A very long name of a product, two"}
    figure = gaps_figure([JAPAN, FRANCE], names=long, style=PlainStyle())
    assert len(set(figure.layout.yaxis.categoryarray)) == 2


def test_the_gaps_are_told_in_words() -> None:
    told = describe_gaps([JAPAN, FRANCE], names=NAMES, style=PlainStyle())
    assert "Japan <JP>: −0.40 (95 %: −0.50 to −0.35), n = 400, declared" in told
    assert "France (FR): 0.10" in told and "n = 60, not declared" in told


def test_stars_given_stand_beside_those_for_such_words() -> None:
    figure = star_shares_figure(JAPAN, style=PlainStyle())
    given, elsewhere = figure.data
    assert list(given.y) == list(JAPAN.given) and list(elsewhere.y) == list(JAPAN.elsewhere)
    assert elsewhere.marker.pattern.shape and not given.marker.pattern.shape
    told = describe_star_shares(JAPAN, name="Japan", style=PlainStyle())
    assert "3 stars: 40% given, 10% by all for such words" in told and "n = 400" in told
