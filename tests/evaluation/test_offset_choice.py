import numpy as np
import pytest

from sentiment.evaluation.class_adjustment import log_probabilities
from sentiment.evaluation.confusion import confusion_table
from sentiment.evaluation.offset_choice import (
    MARGIN,
    OFFSETS,
    choose_offsets,
    table_of,
    tables_by_offset,
)
from sentiment.evaluation.rate_constraint import RateConstraint, rate_of

from .planted_unfairness import simulate


@pytest.mark.parametrize("place", [0, 1, 2])
def test_tables_are_those_of_the_shifted_answers(place):
    drawn = simulate({"de": 300}, seed=1)
    logs = log_probabilities(drawn.probabilities)
    tables = tables_by_offset(logs, drawn.truth, place=place)
    for number in (0, 150, 200, 260, 400):
        shifted = logs.copy()
        shifted[:, place] += OFFSETS[number]
        expected = confusion_table(drawn.truth, shifted.argmax(axis=1))
        assert tables[number].tolist() == expected.tolist()


def test_equal_probabilities_are_called_as_everywhere():
    logs = np.log([[0.4, 0.4, 0.2], [0.2, 0.4, 0.4], [0.4, 0.2, 0.4]])
    today = np.flatnonzero(OFFSETS == 0)[0]
    for place in range(3):
        table = tables_by_offset(logs, np.array([0, 1, 2]), place=place)[today]
        assert table.tolist() == confusion_table([0, 1, 2], [0, 1, 0]).tolist()


@pytest.mark.parametrize("rate", ["false positives", "misses", "share gap"])
def test_the_constraint_holds_on_the_reviews_that_chose(rate):
    drawn = simulate({"en": 2000, "th": 800}, seed=2, over_called={"th": 1.5})
    constraint = RateConstraint(rate=rate)
    logs, thai = log_probabilities(drawn.probabilities), np.array(drawn.languages) == "th"
    others = table_of(logs, drawn.truth, ~thai)
    curve = tables_by_offset(logs[thai], drawn.truth[thai], place=0)
    chosen = choose_offsets({"th": curve}, unchanged=others, constraint=constraint)
    assert -2 < chosen["th"] < -1
    own = curve[np.flatnonzero(chosen["th"] == OFFSETS)[0]]
    gap = rate_of(own, constraint) - rate_of(own + others, constraint)
    assert abs(gap) <= MARGIN * constraint.tolerance


def test_no_language_needs_no_offset():
    assert choose_offsets({}, unchanged=np.eye(3), constraint=RateConstraint()) == {}


@pytest.mark.parametrize("rate", ["false positives", "misses", "share gap"])
@pytest.mark.parametrize("most", [0.02, 0.0])
def test_no_language_loses_more_than_is_allowed_and_the_others_do_not_pay_for_it(rate, most):
    """In German the classes themselves lie otherwise, so that equal rates cost right answers."""
    drawn = simulate({"en": 3000, "de": 500, "th": 500}, seed=4, over_called={"th": 1.5})
    names, truth = np.array(drawn.languages), drawn.truth.copy()
    logs = log_probabilities(drawn.probabilities)
    logs[names == "de"] *= 0.3
    missed = np.random.default_rng(0).random(500) < 0.35
    truth[names == "de"] = np.where(missed, 0, logs[names == "de"].argmax(axis=1))
    curves = {
        name: tables_by_offset(logs[names == name], truth[names == name], place=0)
        for name in ("de", "th")
    }
    rest = table_of(logs, truth, names == "en")

    def apart_and_lost(constraint):
        chosen = choose_offsets(curves, unchanged=rest, constraint=constraint)
        tables = {n: curves[n][np.flatnonzero(chosen[n] == OFFSETS)[0]] for n in curves}
        everything = rest + sum(tables.values())
        return {
            name: (
                abs(float(rate_of(table, constraint) - rate_of(everything, constraint))),
                float(np.trace(curves[name][200]) - np.trace(table)),
            )
            for name, table in tables.items()
        }

    free = apart_and_lost(RateConstraint(rate=rate, most_lost=1.0))
    assert free["de"][0] <= 0.015 and free["de"][1] > 10
    bound = apart_and_lost(RateConstraint(rate=rate, most_lost=most))
    assert bound["de"][1] <= most * 500 and bound["de"][0] > 0.03
    assert bound["th"][0] <= 0.03
