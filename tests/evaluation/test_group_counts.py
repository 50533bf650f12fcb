"""Counts put together and taken apart."""

from __future__ import annotations

from datetime import date

import pytest

from sentiment.errors import UsageError
from sentiment.evaluation.group_counts import add_up, add_up_by_start, only_groups, subtract
from sentiment.records import Filters, SentimentCounts


def test_all_counts_are_added_and_taken_away():
    one = SentimentCounts("a", 10, 1, 2, 3, starred=4, stars_sum=17.5)
    both = add_up("both", [one, one])
    assert both == SentimentCounts("both", 20, 2, 4, 6, starred=8, stars_sum=35.0)
    assert subtract(both, one) == SentimentCounts("both", 10, 1, 2, 3, starred=4, stars_sum=17.5)
    assert subtract(one, both).reviews == 0
    assert add_up("none", []).scored == 0


def test_starts_are_in_order_and_undated_reviews_are_left_out():
    days = [date(2026, 5, 2), date(2026, 5, 1), None]
    parts = [SentimentCounts("a", 1, 1, 0, 0, period=day) for day in days]
    by_start = add_up_by_start("all", [*parts, parts[0]])
    assert list(by_start) == [date(2026, 5, 1), date(2026, 5, 2)]
    assert by_start[date(2026, 5, 2)].reviews == 2


@pytest.mark.parametrize("by", ["market", "language", "product", "source"])
def test_filters_are_narrowed_to_groups(by):
    narrowed = only_groups(Filters(text="x"), by=by, groups=("a", ""))
    assert getattr(narrowed, f"{by}s") == ("a", "") and narrowed.text == "x"


def test_an_unknown_grouping_is_refused():
    with pytest.raises(UsageError, match="'month'"):
        only_groups(Filters(), by="month", groups=())
