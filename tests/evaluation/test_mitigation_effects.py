import numpy as np
import pytest

from sentiment.evaluation.calibration_error import calibration_error
from sentiment.evaluation.class_adjustment import ClassAdjustment, adjust_probabilities
from sentiment.evaluation.confusion import confusion_table
from sentiment.evaluation.mitigation_effects import measure_effects
from sentiment.evaluation.rate_constraint import RateConstraint, rate_of

from .planted_unfairness import simulate

CONSTRAINT = RateConstraint()
TILT = [ClassAdjustment("th", (-1.0, 0.0, 0.0), 1.5)]


@pytest.fixture
def measured():
    drawn = simulate({"en": 400, "th": 200}, seed=1, over_called={"th": 1.2})
    after = adjust_probabilities(drawn.probabilities, drawn.languages, TILT)
    effects = measure_effects(
        drawn.probabilities,
        after,
        drawn.truth,
        np.array(drawn.languages, dtype=object),
        constraint=CONSTRAINT,
        changed={"th"},
        apart=["th", "en"],
    )
    return drawn, after, effects


def test_figures_are_those_counted_directly(measured):
    drawn, after, effects = measured
    thai = np.array(drawn.languages) == "th"
    assert [group.group for group in effects.groups] == ["en", "th"]
    effect = effects.groups[1]
    for side, chances in (("before", drawn.probabilities), ("after", after)):
        answers = chances.argmax(axis=1)
        own, every = (confusion_table(drawn.truth[r], answers[r]) for r in (thai, slice(None)))
        rate = float(rate_of(own, CONSTRAINT))
        assert getattr(effect.rate, side).value == pytest.approx(rate)
        gap = rate - float(rate_of(every, CONSTRAINT))
        assert getattr(effect.gap, side).value == pytest.approx(gap)
        hits = float((answers[thai] == drawn.truth[thai]).mean())
        assert getattr(effect.accuracy, side).value == pytest.approx(hits)
        error = calibration_error(chances[thai], drawn.truth[thai])
        assert getattr(effect.calibration, side).value == pytest.approx(error)
    change = effect.accuracy.change
    assert change.value == pytest.approx(effect.accuracy.after.value - effect.accuracy.before.value)
    assert change.low <= change.value <= change.high
    assert effect.rate.before.n == int((drawn.truth[thai] != 0).sum())


def test_what_is_not_changed_has_a_change_of_zero_and_no_width(measured):
    english = measured[2].groups[0]
    for figure in (english.rate, english.accuracy, english.macro_f1, english.calibration):
        assert (figure.change.value, figure.change.low, figure.change.high) == (0, 0, 0)
    # Its distance from all moves all the same, because all have moved.
    assert english.gap.change.value > 0


def test_the_interval_of_a_change_holds_the_truth():
    """The change in false positives, by many draws of reviews of which it is known."""
    many = simulate({"th": 60_000}, seed=2, over_called={"th": 1.2})
    after = adjust_probabilities(many.probabilities, many.languages, TILT)
    tables = [
        confusion_table(many.truth, each.argmax(axis=1)) for each in (many.probabilities, after)
    ]
    true = float(rate_of(tables[1], CONSTRAINT) - rate_of(tables[0], CONSTRAINT))
    random, held = np.random.default_rng(0), 0
    for _ in range(100):
        rows = random.choice(60_000, 120, replace=False)
        effects = measure_effects(
            many.probabilities[rows],
            after[rows],
            many.truth[rows],
            np.array(["th"] * 120, dtype=object),
            constraint=CONSTRAINT,
            changed={"th"},
            apart=[],
            resamples=400,
        )
        change = effects.overall.rate.change
        held += change.low <= true <= change.high
    assert held >= 90


def test_calibration_errors_vary_as_by_drawing_reviews_one_by_one(measured):
    drawn, after, effects = measured
    thai = np.flatnonzero(np.array(drawn.languages) == "th")
    random, changes = np.random.default_rng(4), []
    for _ in range(400):
        rows = random.choice(thai, len(thai))
        truth = drawn.truth[rows]
        changes.append(
            calibration_error(after[rows], truth)
            - calibration_error(drawn.probabilities[rows], truth)
        )
    low, high = np.quantile(changes, [0.025, 0.975])
    change = effects.groups[1].calibration.change
    assert (change.low, change.high) == pytest.approx((low, high), abs=0.012)
