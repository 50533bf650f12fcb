"""A planted unfairness is found, taken out and measured; a fair model is left alone."""

from __future__ import annotations

import numpy as np
import pytest

from sentiment.evaluation.class_adjustment import adjust_probabilities
from sentiment.evaluation.confusion import confusion_table
from sentiment.evaluation.mitigation import Mitigation, deal_folds, plan_mitigation
from sentiment.evaluation.rate_constraint import RATES, RateConstraint, rate_of

from .planted_unfairness import Simulated, simulate

SIZES = {"en": 1500, "de": 800, "th": 600, "ja": 300, "fi": 30}


def plan(drawn: Simulated, **constraint: object) -> Mitigation:
    return plan_mitigation(
        drawn.probabilities,
        drawn.truth,
        drawn.languages,
        texts=drawn.texts,
        constraint=RateConstraint(**constraint),  # type: ignore[arg-type]
    )


def gap_of(drawn: Simulated, language: str, answers: np.ndarray, rate: str) -> float:
    rows = np.array(drawn.languages) == language
    constraint = RateConstraint(rate=rate)  # type: ignore[arg-type]
    own = confusion_table(drawn.truth[rows], answers[rows])
    return float(
        rate_of(own, constraint) - rate_of(confusion_table(drawn.truth, answers), constraint)
    )


@pytest.mark.parametrize("rate", RATES)
def test_a_language_that_is_called_negative_too_often_is_treated_as_the_others(rate) -> None:
    found = plan(simulate(SIZES, seed=9, over_called={"th": 1.5}), rate=rate)
    assert (found.shifted, found.beyond) == (("th",), ())
    assert found.unproven == ("th",)  # 600 reviews cannot show that it is within 3 points
    [thai] = [group for group in found.effects.groups if group.group == "th"]
    assert abs(thai.gap.before.value) > 0.1 and abs(thai.gap.after.value) <= 0.03
    assert abs(thai.gap.change.value) > 0.1 and thai.gap.change.low * thai.gap.change.high > 0
    # Ten times as many reviews that nobody has labelled tell the truth about it.
    many = simulate({k: 10 * n for k, n in SIZES.items()}, seed=77, over_called={"th": 1.5})
    after = adjust_probabilities(many.probabilities, many.languages, found.adjustments)
    true_gap = gap_of(many, "th", after.argmax(axis=1), rate)
    # Of 600 reviews about 200 are negative: their share is known to 5 points at best.
    assert abs(true_gap) <= (0.08 if rate == "misses" else 0.03)
    assert thai.gap.after.low - 0.02 <= true_gap <= thai.gap.after.high + 0.02
    right = (after.argmax(axis=1) == many.truth).mean()
    was_right = (many.probabilities.argmax(axis=1) == many.truth).mean()
    overall = found.effects.overall.accuracy.change
    assert overall.low - 0.005 <= right - was_right <= overall.high + 0.005


def test_many_reviews_show_that_the_constraint_is_met() -> None:
    sizes = {"en": 20_000, "th": 10_000}
    found = plan(simulate(sizes, seed=4, over_called={"th": 1.5}))
    assert (found.shifted, found.beyond, found.unproven) == (("th",), (), ())


def test_a_fair_model_is_left_alone() -> None:
    touched = [
        seed
        for seed in range(12)
        for found in [plan(simulate({"en": 600, "de": 300, "th": 200, "ja": 80}, seed=seed))]
        if found.adjustments
    ]
    assert len(touched) <= 2


def test_a_language_that_others_make_seem_apart_is_not_changed() -> None:
    found = plan(simulate({"en": 2500, "th": 900}, seed=2, over_called={"th": 1.5}))
    assert found.shifted == ("th",)
    [english] = found.left_alone
    assert (english.language, english.why) == ("en", "apart through others")


def test_a_small_language_is_named_and_not_changed() -> None:
    drawn = simulate(SIZES | {"": 100, "und": 100}, seed=5, over_called={"fi": 3, "": 3, "und": 3})
    found = plan(drawn)
    why = {one.language: (one.n, one.why) for one in found.left_alone}
    assert why["fi"] == (30, "too few reviews")
    assert why[""] == why["und"] == (100, "no language")
    assert not {"fi", "", "und"} & {one.language for one in found.adjustments}
    assert not {"fi", "", "und"} & {group.group for group in found.effects.groups}


def test_a_temperature_lowers_the_calibration_error_and_changes_no_answer() -> None:
    drawn = simulate(SIZES, seed=6, too_sure={"de": 2.5})
    found = plan(drawn)
    assert (found.shifted, found.scaled) == ((), ("de",))
    [german] = found.adjustments
    assert german.temperature == pytest.approx(2.5, rel=0.15) and not any(german.offsets)
    [effect] = [group for group in found.effects.groups if group.group == "de"]
    assert effect.calibration.after.value < effect.calibration.before.value / 2
    assert effect.calibration.change.high < 0
    assert (effect.accuracy.change.value, effect.rate.change.value) == (0, 0)
    many = simulate({"de": 8000}, seed=7, too_sure={"de": 2.5})
    after = adjust_probabilities(many.probabilities, many.languages, found.adjustments)
    assert (after.argmax(axis=1) == many.probabilities.argmax(axis=1)).all()


def test_values_come_from_other_reviews_than_those_they_are_judged_on() -> None:
    """With labels at random in a language, values fitted to them gain nothing elsewhere."""
    drawn = simulate({"en": 1500, "th": 60}, seed=11, over_called={"th": 4})
    found = plan(drawn)
    after = adjust_probabilities(drawn.probabilities, drawn.languages, found.adjustments)
    seen = abs(gap_of(drawn, "th", after.argmax(axis=1), "false positives"))
    [thai] = [group for group in found.effects.groups if group.group == "th"]
    assert seen <= 0.015 < abs(thai.gap.after.value)
    assert ("th" in found.beyond) == (abs(thai.gap.after.value) > 0.03)


def test_the_same_reviews_give_the_same_plan() -> None:
    drawn = simulate(SIZES, seed=8, over_called={"th": 1.0}, too_sure={"de": 2})
    assert plan(drawn) == plan(drawn)


def test_no_language_with_enough_reviews_gives_no_plan_and_no_error() -> None:
    drawn = simulate({"fi": 30, "sv": 20}, seed=1)
    found = plan(drawn)
    assert (found.adjustments, found.effects.groups, found.beyond) == ((), (), ())
    assert found.effects.overall.n == 50
    only_positive = Simulated(drawn.probabilities, np.full(50, 2), drawn.languages)
    assert plan(only_positive).adjustments == ()


def test_equal_texts_share_a_fold_and_folds_are_even() -> None:
    texts = [str(number // 2) for number in range(1000)]
    languages = np.array(["de"] * 900 + ["th"] * 100, dtype=object)
    folds = deal_folds(languages, np.zeros(1000, int), texts=texts, folds=5, seed=0)
    assert (folds[::2] == folds[1::2]).all()
    for language in ("de", "th"):
        counts = np.bincount(folds[languages == language], minlength=5)
        assert counts.max() - counts.min() <= 2
