from __future__ import annotations

import numpy as np
import pytest

from sentiment.errors import UsageError
from sentiment.records import Filters
from sentiment.storage.confidences import read_confidences

ROWS = [
    {"text": "gut", "market": "DE", "language": ("de", 0.9, False), "scores": (0.1, 0.2, 0.7)},
    {"text": "sehr gut", "market": "AT", "language": ("de", 0.9, False), "scores": (0.0, 0.1, 0.9)},
    {"text": "bad", "market": None, "language": ("en", 0.9, False), "scores": (0.6, 0.3, 0.1)},
    {"text": "not scored yet", "market": "DE", "language": ("en", 0.9, False)},
    {"text": None, "stars": 5.0, "market": "DE"},
]


def test_sums_by_group(database, fill):
    fill(ROWS)
    german, english = read_confidences(database, by="language", threshold=0.75)
    assert (german.group, german.n, german.sure) == ("de", 2, 1)
    assert np.allclose(german.expected, [[0, 0, 0.1], [0, 0, 0.3], [0, 0, 1.6]])
    assert (english.group, english.n, english.sure) == ("en", 1, 0)
    assert english.expected.sum() == pytest.approx(1.0)


def test_filters_and_what_is_not_known(database, fill):
    fill(ROWS)
    groups = read_confidences(database, by="market", threshold=0.5)
    assert [(one.group, one.n, one.sure) for one in groups] == [
        ("", 1, 1), ("AT", 1, 1), ("DE", 1, 1),
    ]  # fmt: skip
    (all_german,) = read_confidences(
        database, by=None, threshold=0.5, filters=Filters(languages=("de",))
    )
    assert (all_german.group, all_german.n) == ("", 2)
    with pytest.raises(UsageError, match="grouped by 'mood'"):
        read_confidences(database, by="mood", threshold=0.5)


def test_an_empty_database_has_no_groups(database):
    assert read_confidences(database, by="language", threshold=0.5) == []
