from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from sentiment.errors import UsageError
from sentiment.records import Filters
from sentiment.storage.annotations import annotate
from sentiment.storage.confusion_groups import GROUPINGS
from sentiment.storage.fairness_cells import fairness_cells

from .judged_rows import ROWS

if TYPE_CHECKING:
    from sentiment.storage.database import Database


def test_alike_reviews_are_counted_with_their_probabilities(
    database: Database, fill: Callable[..., None]
) -> None:
    fill(ROWS)
    annotate(database, review_id=1, answer="neutral", annotator="Ana", drawn=True)
    rows = fairness_cells(database, by=["market"]).to_pylist()
    found = {(row["group_0"], row["truth"], row["called"]): row for row in rows}
    assert set(found) == {("DE", 1, 0), ("DE", 0, 2), ("FR", 1, 1), ("FR", 2, 0), ("", 2, 2)}
    both = found["DE", 0, 2]
    assert (both["reviews"], both["weak"]) == (2, 2)
    assert both["chance"] == pytest.approx(0.1 + 0.05)
    assert both["chance_squares"] == pytest.approx(0.1**2 + 0.05**2)
    assert found["DE", 1, 0]["weak"] == 0  # a person's answer
    assert found["FR", 2, 0]["weak"] == 0  # the file's label
    positive = fairness_cells(database, by=["market"], sentiment="positive").to_pylist()
    assert max(row["chance"] for row in positive) == pytest.approx(0.8 + 0.9)


def test_groupings_are_crossed_and_controlled(
    database: Database, fill: Callable[..., None]
) -> None:
    fill([row | {"kept": [("plan", "free")]} if row["text"] in "ab" else row for row in ROWS])
    rows = fairness_cells(
        database, by=["language", "column:plan"], control=["product", "month", "domain"],
        domains={"shop": "goods"},
    ).to_pylist()  # fmt: skip
    found = [(row["group_0"], row["group_1"], row["control_0"], row["control_1"]) for row in rows]
    assert sorted(found) == [
        ("", "", "", ""),
        ("de", "free", "", "2025-02"),
        ("de", "free", "Lamp", "2025-01"),
        ("fr", "", "", ""),
        ("fr", "", "", ""),
        ("nl", "", "", "2025-02"),
    ]
    assert {row["control_2"] for row in rows} == {"goods"}
    assert sum(row["reviews"] for row in rows) == 6
    for by in GROUPINGS:
        if by != "model":
            counted = fairness_cells(database, by=[by], domains={"shop": "goods"})
            assert sum(counted.column("reviews").to_pylist()) == 6
            assert set(map(type, counted.column("group_0").to_pylist())) == {str}


def test_filters_and_truths_narrow_what_is_counted(
    database: Database, fill: Callable[..., None]
) -> None:
    fill(ROWS)
    french = fairness_cells(database, by=["language"], filters=Filters(markets=("FR",)))
    assert sum(french.column("reviews").to_pylist()) == 2
    labels = fairness_cells(database, by=["language"], truths=("label",))
    assert labels.column("reviews").to_pylist() == [1]


@pytest.mark.parametrize(
    "by", [["model"], ["colour"], ["column:colour"], ["market", "column:x'] --"]]
)
def test_what_is_no_grouping_is_refused(
    database: Database, fill: Callable[..., None], by: list[str]
) -> None:
    fill(ROWS)
    with pytest.raises(UsageError):
        fairness_cells(database, by=by)


def test_an_unknown_sentiment_is_refused_before_anything_is_asked(database: Database) -> None:
    with pytest.raises(UsageError, match="no sentiment 'angry'"):
        fairness_cells(database, by=["market"], sentiment="angry")


def test_an_answer_about_a_picked_review_is_no_truth(
    database: Database, fill: Callable[..., None]
) -> None:
    fill(ROWS)
    before = fairness_cells(database, by=["market"]).to_pylist()
    annotate(database, review_id=1, answer="neutral", annotator="Ana")
    assert fairness_cells(database, by=["market"]).to_pylist() == before
