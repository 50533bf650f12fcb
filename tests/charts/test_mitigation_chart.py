import numpy as np
import pytest

from sentiment.charts.mitigation_chart import describe_mitigation, mitigation_figure
from sentiment.evaluation.class_adjustment import ClassAdjustment, adjust_probabilities
from sentiment.evaluation.mitigation_effects import measure_effects
from sentiment.evaluation.rate_constraint import RateConstraint
from tests.charts.plain_style import PlainStyle
from tests.evaluation.planted_unfairness import simulate

NAMES = {"en": "English", "th": "<b>Thai</b>"}


@pytest.fixture
def effects():
    drawn = simulate({"en": 300, "th": 100}, seed=1, over_called={"th": 2.0})
    after = adjust_probabilities(
        drawn.probabilities, drawn.languages, [ClassAdjustment("th", (-2.0, 0.0, 0.0))]
    )
    return measure_effects(
        drawn.probabilities,
        after,
        drawn.truth,
        np.array(drawn.languages, dtype=object),
        constraint=RateConstraint(),
        changed={"th"},
        apart=["en", "th"],
    ).groups


def test_before_and_after_of_each_language_stand_in_its_row(effects):
    figure = mitigation_figure(effects, tolerance=0.05, names=NAMES, style=PlainStyle())
    before, after = figure.data
    assert (before.name, after.name) == ("before", "after")
    assert before.marker.symbol != after.marker.symbol
    assert list(before.x) == [one.gap.before.value for one in effects]
    assert list(after.x) == [one.gap.after.value for one in effects]
    assert after.x[1] < before.x[1]
    assert list(figure.layout.yaxis.ticktext) == ["English", "&lt;b&gt;Thai&lt;/b&gt;"]
    band = figure.layout.shapes[0]
    assert (band.x0, band.x1) == (-0.05, 0.05)


def test_the_chart_in_words_has_both_with_n(effects):
    told = describe_mitigation(effects, names=NAMES, style=PlainStyle())
    assert told.count("as it is") == told.count("adjusted") == 2 and "n = " in told
