"""What each kind of gap sounds like."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sentiment.evaluation.fairness import FairnessTable, GroupFairness, measure_fairness
from sentiment.evaluation.fairness_gaps import Gap
from sentiment.evaluation.judged_cells import judged_cells
from sentiment.evaluation.stratified_gaps import StratifiedGap
from sentiment.language.figures_in_words import points
from sentiment.language.group_names import group_words
from sentiment.records import Interval
from sentiment.workflows.fairness_sentences import fairness_findings

NOWHERE = Interval(float("nan"), -1.0, 1.0, 4)


def alike() -> FairnessTable:
    """Two groups that the model treats alike."""
    truth = np.tile([0, 0, 0, 2, 2, 2, 2, 2], 50)
    called = np.tile([0, 0, 2, 2, 2, 2, 2, 0], 50)
    groups = [("JP",), ("US",)] * 200
    return measure_fairness(judged_cells(truth, called, called == 0, groups=groups), resamples=50)


def told(
    metric: str,
    *,
    own: Interval,
    difference: Interval,
    controlled: Interval | None = None,
    comparable: float = 1.0,
    weak: float = 0.0,
    control: tuple[str, ...] = (),
) -> str:
    """The sentence of one clear gap of the United States."""
    table = alike()
    gap = Gap(
        metric=metric,
        difference=difference,
        ratio=None,
        p=0.001,
        q=0.002,
        controlled=StratifiedGap(controlled, None, 0.001, comparable) if controlled else None,
        controlled_q=0.001,
    )
    group: GroupFairness = replace(
        next(one for one in table.groups if one.group == ("US",)),
        against_rest={metric: gap},
        weak=weak,
        **{metric: own},
    )
    [finding] = fairness_findings(
        replace(table, groups=(group,)), by=("market",), sentiment="negative", control=control
    )
    assert (finding.topic, finding.by, finding.group) == ("fairness", "market", "US")
    assert (finding.n, finding.size) == (own.n, abs(difference.value))
    return finding.sentence


GAP = Interval(0.07, 0.04, 0.1, 612)


def test_false_positives_and_misses() -> None:
    own = Interval(0.11, 0.08, 0.14, 612)
    like = Interval(0.05, 0.02, 0.08, 500)
    sentence = told(
        "false_positive_rate", own=own, difference=GAP, controlled=like, control=("product",)
    )
    assert sentence == (
        "Reviews from the United States that are not negative are called negative in 11 % (8 to "
        "14) of cases, elsewhere in 4 %: 7 points more (4 to 10), n = 612, also among reviews of "
        "the same product and true class: 5 points more (2 to 8); the model's doing, not the "
        "customers'."
    )
    assert told("false_negative_rate", own=own, difference=GAP) == (
        "Of the negative reviews from the United States the model misses 11 % (8 to 14), "
        "elsewhere 4 %: 7 points more (4 to 10), n = 612; it is the model's doing, though perhaps "
        "with what is reviewed there."
    )


def test_errors_overcalling_and_calibration() -> None:
    own = Interval(0.11, 0.08, 0.14, 612)
    assert "are wrongly called negative, or wrongly not, in 11 %" in told(
        "error", own=own, difference=GAP
    )
    down = Interval(-0.06, -0.09, -0.03, 612)
    sentence = told("overcalled", own=down, difference=Interval(-0.065, -0.1, -0.03, 612))
    assert "are called negative 6 points less often than they truly are (3 to 9)" in sentence
    assert "elsewhere 0.5 points more, n = 612" in sentence
    sentence = told("calibration", own=own, difference=GAP)
    assert "probability of negative is 11 points too high on average (8 to 14)" in sentence
    assert "elsewhere 4 points too high" in sentence


def test_what_cannot_be_compared_alike_is_said() -> None:
    own = Interval(0.11, 0.08, 0.14, 612)
    few = told(
        "false_negative_rate", own=own, difference=GAP, controlled=NOWHERE, control=("month",)
    )
    assert few.endswith("; among reviews of the same month there are too few to compare.")
    gone = Interval(0.005, -0.02, 0.03, 200)
    sentence = told(
        "false_negative_rate", own=own, difference=GAP, controlled=gone, comparable=0.3,
        control=("column:Tier",),
    )  # fmt: skip
    assert (
        "; but among reviews of the same Tier it is 0.5 points more (−2 to 3), which are 30 % of "
        "them, so that it may be their mix."
    ) in sentence
    kept = Interval(0.06, -0.01, 0.13, 60)
    sentence = told(
        "false_negative_rate", own=own, difference=GAP, controlled=kept, control=("month",)
    )
    assert "but among reviews of the same month it is 6 points more (−1 to 13)" in sentence
    assert "as far off, and too few of them to be certain" in sentence


@pytest.mark.parametrize(("weak", "words"), [(1.0, "rests on stars"), (0.4, "rests in part on")])
def test_weak_truth_is_said(weak: float, words: str) -> None:
    own = Interval(0.11, 0.08, 0.14, 612)
    sentence = told("false_negative_rate", own=own, difference=GAP, weak=weak)
    assert words in sentence and sentence.endswith("the gap may be the way of rating.")
    assert "the model's doing" not in sentence


def test_a_gap_to_a_groups_advantage_is_no_finding() -> None:
    better = Interval(0.02, 0.01, 0.04, 612)
    with pytest.raises(ValueError, match="unpack"):
        told("false_positive_rate", own=better, difference=Interval(-0.07, -0.1, -0.04, 612))


def test_groups_are_named_as_people_name_them() -> None:
    assert group_words(("ja", "JP"), by=("language", "market")) == "reviews in Japanese from Japan"
    assert group_words(("2026-01",), by=("month",)) == "reviews of 2026-01"
    assert group_words(("",), by=("market",)) == "reviews of which market is not known"
    assert group_words(("und",), by=("language",)) == "reviews in no language"
    assert group_words(("stars",), by=("truth",)) == "reviews with the truth from stars"
    assert group_words(("agrees",), by=("language check",)) == (
        "reviews of which language check is 'agrees'"
    )
    assert (points(0.0), points(0.0097), points(-0.5)) == ("0 points", "1 point", "50 points")
