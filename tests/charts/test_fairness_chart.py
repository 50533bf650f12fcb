"""The chart of one fairness metric: values, the line of all, and who is left out."""

from __future__ import annotations

import numpy as np
import pytest

from sentiment.charts.fairness_chart import describe_fairness, fairness_figure, without_value
from sentiment.evaluation.fairness import FairnessTable, measure_fairness
from sentiment.evaluation.judged_cells import judged_cells
from tests.charts.plain_style import PlainStyle

NAMES = {("de",): "German <b>(de)</b>", ("th",): "Thai (th)", ("fr",): "French (fr)"}


@pytest.fixture(scope="module")
def table() -> FairnessTable:
    """Thai is called negative far more often; of French there are no negative reviews."""
    rng = np.random.default_rng(0)
    group = np.repeat(["de", "th", "fr"], [400, 200, 60])
    truth = np.where(group == "fr", 2, rng.choice([0, 2], 660))
    false = rng.random(660) < np.where(group == "th", 0.5, 0.1)
    called = np.where(false, 0, truth)
    chances = np.where(called == 0, 0.8, 0.1)
    cells = judged_cells(truth, called, chances, groups=[(one,) for one in group])
    return measure_fairness(cells, resamples=200)


def test_values_stand_beside_the_line_of_all(table: FairnessTable) -> None:
    figure = fairness_figure(
        table.groups,
        metric="false_positive_rate",
        overall=table.overall,
        names=NAMES,
        style=PlainStyle(),
    )
    drawn = {
        row: (x, trace.marker.symbol)
        for trace in figure.data
        for row, x in zip(trace.y, trace.x, strict=True)
    }
    thai = table.groups[1]
    assert drawn[1] == (thai.false_positive_rate.value, "diamond")
    assert len(drawn) == 3
    [line] = figure.layout.shapes
    assert line.x0 == pytest.approx(table.overall.false_positive_rate.value)
    assert figure.layout.yaxis.ticktext[0].startswith("German &lt;b&gt;")
    for trace in figure.data:
        assert min(trace.error_x.array) > 0 and "<b>" not in trace.hovertext[0]


def test_groups_about_which_a_metric_says_nothing_are_left_out(table: FairnessTable) -> None:
    figure = fairness_figure(
        table.groups,
        metric="false_negative_rate",
        overall=table.overall,
        names=NAMES,
        style=PlainStyle(),
    )
    assert sum(len(trace.y) for trace in figure.data) == 2
    assert [one.group for one in without_value(table.groups, "false_negative_rate")] == [("fr",)]


def test_the_chart_is_told_in_words(table: FairnessTable) -> None:
    told = describe_fairness(
        table.groups, metric="overcalled", overall=table.overall, names=NAMES, style=PlainStyle()
    )
    assert told.startswith("All together: +") and "Thai (th): +" in told
    assert "clearly different from all others" in told and "n = 200" in told
