"""The shipped model may not behave worse than when its ceilings were frozen.

After a change that is meant (another model, another list), look at what changed and
freeze again: ``python benchmarks/behaviour.py --freeze``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sentiment.evaluation.behaviour import check_behaviour
from sentiment.evaluation.behaviour_cases import read_cases
from sentiment.evaluation.behaviour_ceilings import FREEZE, find_regressions, read_ceilings
from sentiment.models.catalogue import load_classifier

CEILINGS = Path(__file__).with_name("behaviour_ceilings.json")


@pytest.fixture(scope="module")
def report():
    return check_behaviour(load_classifier().predict, read_cases())


def test_no_kind_and_no_language_fails_more_than_its_ceiling(report):
    found = find_regressions(report, read_ceilings(CEILINGS))
    told = "\n".join(map(str, found))
    assert not found, f"The embedded model behaves worse than before:\n{told}\nIf meant: {FREEZE}"


def test_the_ceilings_are_of_the_shipped_model():
    frozen, shipped = read_ceilings(CEILINGS).model, load_classifier().model_id
    assert frozen == shipped, f"Ceilings of {frozen}, but {shipped} is shipped: {FREEZE}"


def test_what_any_usable_model_does(report):
    rates = {rate.group: rate.share.value for rate in report.by_kind}
    assert rates["plain"] <= 0.2 and rates["numbers_only"] <= 0.2 and rates["emoji"] <= 0.2
