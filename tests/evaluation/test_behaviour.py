"""What passes the behaviour list, with answers made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sentiment.errors import UsageError
from sentiment.evaluation.behaviour import check_behaviour, meets
from sentiment.evaluation.behaviour_cases import KINDS, BehaviourCase, parse_cases
from sentiment.evaluation.intervals import wilson


def chances(negative: float, positive: float) -> np.ndarray:
    return np.array([negative, 1 - negative - positive, positive])


NEGATIVE, NEUTRAL, POSITIVE = chances(0.8, 0.1), chances(0.1, 0.1), chances(0.1, 0.8)


@pytest.mark.parametrize(
    ("expectation", "passing"),
    [
        ("negative", [True, False, False]),
        ("neutral", [False, True, False]),
        ("positive", [False, False, True]),
        ("not_negative", [False, True, True]),
        ("not_positive", [True, True, False]),
    ],
)
def test_minimum_functionality_is_about_the_most_probable_label(expectation, passing):
    assert [meets(expectation, text) for text in (NEGATIVE, NEUTRAL, POSITIVE)] == passing


@pytest.mark.parametrize(
    ("text", "variant", "passes"),
    [
        (POSITIVE, POSITIVE, True),
        (chances(0.0, 0.9), chances(0.0, 0.71), True),
        (chances(0.0, 0.9), chances(0.0, 0.69), False),  # the label stays, it moves too far
        (chances(0.1, 0.46), chances(0.1, 0.44), False),  # it hardly moves, the label changes
        (chances(0.3, 0.7), chances(0.05, 0.7), False),  # any of the three may move too far
    ],
)
def test_invariance_holds_label_and_probabilities(text, variant, passes):
    assert meets("same", text, variant=variant) is passes
    assert meets("same", variant, variant=text) is passes


@pytest.mark.parametrize(
    ("before", "after", "more", "no_less"),
    [
        (0.0, 0.25, True, True),
        (0.0, 0.15, False, True),
        (0.0, -0.15, False, True),
        (0.0, -0.25, False, False),
        (0.85, 0.95, True, True),  # no room for a whole step
        (0.95, 0.92, True, True),
        (1.0, 0.75, False, False),
    ],
)
def test_direction_is_about_the_lean_and_mirrors(before, after, more, no_less):
    def lean(value: float) -> np.ndarray:
        return chances(max(0, -value), max(0, value))

    text, variant = lean(before), lean(after)
    assert meets("more_positive", text, variant=variant) is more
    assert meets("no_less_positive", text, variant=variant) is no_less
    text, variant = lean(-before), lean(-after)
    assert meets("more_negative", text, variant=variant) is more
    assert meets("no_less_negative", text, variant=variant) is no_less


@pytest.mark.parametrize("expectation", ["same", "no_less_positive", "more_negative"])
def test_an_answer_that_is_no_number_fails(expectation):
    broken = np.array([np.nan, 0.5, 0.5])
    assert not meets("positive", broken)
    assert not meets(expectation, broken, variant=broken)
    assert not meets(expectation, POSITIVE, variant=broken)


CONTENT = """
[plain]
positive = ["good", "bad"]
[typos]
same = ["{good|goood} bag"]
[emoji]
more_negative = ["it came{| 😡}"]
"""
CASES = [
    *parse_cases(CONTENT, language="en"),
    BehaviourCase("de-plain-1", "de", KINDS["plain"], "negative", "bad"),
]


class FakeModel:
    def __init__(self):
        self.calls = []

    def predict(self, texts):
        self.calls.append(list(texts))
        return np.stack([POSITIVE if "good" in text else NEGATIVE for text in texts])


def test_all_texts_are_scored_in_one_call_and_answers_belong_to_their_case():
    model = FakeModel()
    report = check_behaviour(model.predict, CASES)
    assert model.calls == [["good", "bad", "good bag", "goood bag", "it came", "it came 😡", "bad"]]
    verdicts = {outcome.case.id: outcome.passed for outcome in report.outcomes}
    assert verdicts == {
        "en-plain-1": True,
        "en-plain-2": False,
        "en-typos-1": False,
        "en-emoji-1": False,
        "de-plain-1": True,
    }
    typo = report.outcomes[2]
    assert typo.chances == tuple(POSITIVE) and typo.variant_chances == tuple(NEGATIVE)
    assert report.outcomes[0].variant_chances is None


def test_failure_rates_by_kind_language_and_both():
    report = check_behaviour(FakeModel().predict, CASES)
    assert [outcome.case.id for outcome in report.failures] == [
        "en-plain-2",
        "en-typos-1",
        "en-emoji-1",
    ]
    assert (report.overall.failures, report.overall.share) == (3, wilson(3, 5))
    kinds = [(rate.group, rate.failures, rate.share.n) for rate in report.by_kind]
    assert kinds == [("plain", 1, 3), ("emoji", 1, 1), ("typos", 1, 1)]
    assert report.by_kind[0].share == wilson(1, 3)
    languages = [(rate.group, rate.failures, rate.share.n) for rate in report.by_language]
    assert languages == [("de", 0, 1), ("en", 3, 4)]
    both = report.by_kind_and_language
    assert (both["plain", "de"].share.n, both["plain", "en"].failures) == (1, 1)
    assert ("typos", "de") not in both


@pytest.mark.parametrize("shape", [(3, 3), (7, 2), (7,)])
def test_an_answer_of_another_shape_is_refused(shape):
    with pytest.raises(UsageError, match=r"7 texts with the shape .* Expected \(7, 3\)"):
        check_behaviour(lambda texts: np.full(shape, 0.5), CASES)
