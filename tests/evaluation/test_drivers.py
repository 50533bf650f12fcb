"""The groups behind a change."""

from __future__ import annotations

import pytest

from sentiment.evaluation.drivers import find_drivers
from sentiment.records import SentimentCounts


def counts(group: str, negative: int, positive: int) -> SentimentCounts:
    return SentimentCounts(group, negative + positive, negative, 0, positive)


BEFORE = [counts("app", 20, 80), counts("web", 20, 80), counts("", 5, 45)]


def test_the_group_that_rose_most_by_volume_is_first():
    after = [counts("app", 60, 40), counts("web", 30, 70), counts("", 2, 48)]
    app, web = find_drivers(BEFORE, after, by="product")
    assert (app.group, web.group) == ("app", "web")
    assert app.extra_negative == pytest.approx(40) and app.part == pytest.approx(0.8)
    assert app.clear and app.rise is not None and app.rise.low > 0.2
    assert not web.clear


def test_a_new_group_is_measured_against_the_whole_before():
    (driver,) = find_drivers(BEFORE, [counts("watch", 48, 52)], by="product")
    assert driver.before is None and driver.rise is None and not driver.clear
    assert driver.extra_negative == pytest.approx(48 - 100 * 45 / 250)


def test_an_improvement_has_drivers_of_its_own():
    after = [counts("app", 5, 95), counts("web", 40, 60)]
    (driver,) = find_drivers(BEFORE, after, by="product", worse=False)
    assert driver.group == "app" and driver.extra_negative == pytest.approx(-15)
    assert driver.part == 1.0


def test_nothing_before_or_nothing_scored_gives_no_drivers():
    assert find_drivers([], [counts("app", 3, 4)], by="product") == []
    assert find_drivers(BEFORE, [SentimentCounts("app", 9, 0, 0, 0)], by="product") == []
