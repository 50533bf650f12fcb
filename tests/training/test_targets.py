import numpy as np
import pytest

from sentiment.records import Interval
from sentiment.training.card_tables import targets_table
from sentiment.training.held_out import HeldOutQuality, ScoredTexts
from sentiment.training.quality import GroupQuality
from sentiment.training.targets import Target, compare_with_targets
from sentiment.training.unseen_sources import LanguageAccuracy


def quality(value, *, group="all", calibration=0.02):
    interval = Interval(value, value - 0.02, value + 0.02, 500)
    return GroupQuality(group, interval, calibration, by_chance=0.03)


def accuracy(language, value, *, graded=False):
    interval = Interval(value, value - 0.03, value + 0.03, 200)
    return LanguageAccuracy(language, interval, ("s",), graded)


TEST = HeldOutQuality(
    benchmark=[quality(0.70, group="de"), quality(0.66, group="en")],
    others=[],
    languages=[],
    pooled=quality(0.7, calibration=0.034),
    reviews=quality(0.76),
    review_sources=["shop"],
)
SWAHILI = ScoredTexts(
    np.array([0, 1, 2, 2]),
    np.array(["sw"] * 4),
    np.array(["afrisenti"] * 4),
    np.eye(3, dtype=np.float32)[[0, 1, 2, 2]],
)
UNSEEN = [accuracy("cs", 0.95), accuracy("ja", 0.79), accuracy("pt", 0.9)]
UNSEEN += [accuracy("te", 0.1, graded=True)]


def test_every_target_is_compared():
    found = compare_with_targets(TEST, dev=SWAHILI, unseen=UNSEEN, trained_on=["pt", "sw"])
    reached = [target.reached for target in found]
    assert reached == pytest.approx([68.0, 68.0, 76.0, 87.0, 79.0, 100.0, 3.4])
    missed = [target.missed_by for target in found]
    assert missed == pytest.approx([0, 1.4, 2.0, 3.0, 1.0, 0, 0.4])
    assert found[3].note == "cs, ja"
    assert found[4].note == "ja; measured: ja, pt"
    assert found[0].low == pytest.approx(68 - 2 / 2**0.5)


def test_what_was_not_measured_says_so():
    nobody = SWAHILI.where(np.zeros(4, dtype=bool))
    found = compare_with_targets(TEST, dev=nobody, unseen=[], trained_on=[])
    assert [target.reached for target in found[3:6]] == [None, None, None]
    table = targets_table(found)
    assert table.count("not measured") == 3
    assert "missed by 2.0" in table
    assert "left out of training" in table


def test_less_can_be_better():
    assert Target("error", 3.0, 2.0, at_most=True).missed_by == 0
    assert Target("error", 3.0, 4.0, at_most=True).missed_by == 1
