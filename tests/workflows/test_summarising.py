"""Summaries by group."""

import pytest

from sentiment.errors import UsageError
from sentiment.storage.database import Database
from sentiment.workflows.scoring import score
from sentiment.workflows.summarising import summarise

from .conftest import WordClassifier


def test_shares_carry_their_n(filled: Database, classifier: WordClassifier) -> None:
    score(filled)
    groups = {group.group: group for group in summarise(filled, by="market")}
    assert set(groups) == {"DE", "FR", "ES"}
    germany = groups["DE"]
    assert germany.negative_share is not None
    assert (germany.negative_share.value, germany.negative_share.n) == (0.5, 2)
    assert 0 < germany.negative_share.low < 0.5 < germany.negative_share.high < 1
    spain = groups["ES"]
    assert (spain.counts.reviews, spain.counts.scored, spain.mean_stars) == (2, 1, 4.0)


def test_nothing_scored_has_no_shares(filled: Database) -> None:
    assert all(group.negative_share is None for group in summarise(filled, by="product"))


def test_months_stand_in_their_order(filled: Database, classifier: WordClassifier) -> None:
    score(filled)
    assert [group.group for group in summarise(filled, by="month")] == ["2026-01", "2026-02"]


def test_an_unknown_grouping_is_refused(filled: Database) -> None:
    with pytest.raises(UsageError, match="market, language"):
        summarise(filled, by="weather")
