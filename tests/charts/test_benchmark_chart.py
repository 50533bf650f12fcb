from __future__ import annotations

from sentiment.charts.benchmark_chart import benchmark_figure, describe_benchmark
from sentiment.records import Interval
from tests.charts.plain_style import PlainStyle

STYLE = PlainStyle()
ROWS = [
    (
        "de",
        {"one": Interval(0.7, 0.65, 0.75, 870), "two": Interval(0.6, 0.5, 0.7, 870)},
        {"X": 0.8},
    ),
    ("fi", {"one": Interval(0.5, 0.4, 0.6, 40)}, {}),
]


def test_models_differ_in_shape_and_carry_intervals():
    figure = benchmark_figure(ROWS, names={"de": "<i>German</i>"}, style=STYLE)
    one, two, published = figure.data
    assert list(one.marker.symbol) == ["circle", "circle"]
    assert list(two.marker.symbol) == ["square"] and published.marker.symbol == "x-thin"
    assert list(one.x) == [0.7, 0.5] and list(two.x) == [0.6] and list(published.x) == [0.8]
    assert one.y[0] != two.y[0]  # two marks of a language do not lie on each other
    assert "n = 870" in one.hovertext[0] and "as published: 80.0%" in published.hovertext[0]
    assert figure.layout.yaxis.ticktext == ("&lt;i&gt;German&lt;/i&gt;", "fi")
    low, high = figure.layout.xaxis.range
    assert low <= 0.4 and high >= 1.0


def test_one_model_stands_on_its_line():
    figure = benchmark_figure(ROWS[1:], names={}, style=STYLE)
    assert list(figure.data[0].y) == [0.0]
    assert figure.layout.height < benchmark_figure(ROWS, names={}, style=STYLE).layout.height


def test_few_texts_have_an_open_mark():
    few = [("fi", {"one": Interval(0.5, 0.2, 0.8, 20)}, {})]
    assert list(benchmark_figure(few, names={}, style=STYLE).data[0].marker.symbol) == [
        "circle-open"
    ]


def test_in_words():
    told = describe_benchmark(ROWS, names={"fi": "Finnish"}, style=STYLE)
    assert "Finnish: one 50.0% (95 %: 40.0% to 60.0%), n = 40" in told
    assert "X as published 80%" in told
