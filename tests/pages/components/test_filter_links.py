from __future__ import annotations

from datetime import date

import pytest

from pages.components.filter_links import PARAMETERS, filters_from_query, query_from_filters
from sentiment.records import Filters, SurenessThresholds

THRESHOLDS = SurenessThresholds(0.8, (("de", 0.7),))
EVERYTHING = Filters(
    text="a & b = 50%",
    languages=("pt", ""),
    markets=("BR", ""),
    products=("Lamp, large", "("),
    sources=("google_play",),
    kept=(("reviewer origin", "Peru"), ("a=b & c", "x=y"), ("a=b & c", "")),
    stars=(1, 5),
    sentiments=("negative", "positive"),
    confidence=(0.35, 0.9),
    uncertain_language=False,
    disagree=True,
    unsure=THRESHOLDS,
    since=date(2025, 1, 31),
    until=date(2025, 2, 1),
)


@pytest.mark.parametrize("filters", [Filters(), EVERYTHING])
def test_filters_come_back_from_their_link(filters: Filters) -> None:
    query = query_from_filters(filters)
    assert filters_from_query(query, thresholds=THRESHOLDS) == filters


def test_a_link_to_unsure_reviews_means_the_thresholds_of_the_model() -> None:
    query = query_from_filters(Filters(unsure=THRESHOLDS))
    assert query == {"unsure": ["yes"]}
    others = SurenessThresholds(0.5)
    assert filters_from_query(query, thresholds=others) == Filters(unsure=others)
    assert filters_from_query(query) == Filters()


def test_every_filter_has_its_parameter() -> None:
    assert tuple(query_from_filters(EVERYTHING)) == PARAMETERS


@pytest.mark.parametrize(
    "query",
    [
        {"stars": ["0", "6", "★", "²", "12"]},
        {"sentiment": ["angry"]},
        {"confidence": ["90-10"]},
        {"confidence": ["-5"]},
        {"confidence": ["0-101"]},
        {"uncertain": ["perhaps"]},
        {"disagree": ["true"]},
        {"unsure": ["true"]},
        {"since": ["2025-02-30"]},
        {"until": ["01.02.2025"]},
        {"since": ["0001-01-01"], "until": ["9999-12-31"]},
        {"q": ["   "]},
        {"market": [""]},
    ],
)
def test_values_that_make_no_sense_are_no_restriction(query: dict[str, list[str]]) -> None:
    assert filters_from_query(query) == Filters()


def test_days_the_wrong_way_round_are_exchanged() -> None:
    found = filters_from_query({"since": ["2026-05-01"], "until": ["2025-01-01"]})
    assert (found.since, found.until) == (date(2025, 1, 1), date(2026, 5, 1))
