from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from sentiment.records import Filters
from sentiment.storage.annotations import annotate, list_annotations
from sentiment.storage.confusion import confusion_tables
from sentiment.storage.random_order import (
    RandomAnswers,
    count_random_answers,
    next_in_random_order,
)
from sentiment.storage.truth import judged_reviews

if TYPE_CHECKING:
    from collections.abc import Callable

    from sentiment.storage.database import Database

SCORES = (0.7, 0.2, 0.1)


def rows(count: int) -> list[dict[str, Any]]:
    return [
        {"text": f"text {number}", "scores": SCORES, "market": "JP" if number % 2 else "BR"}
        for number in range(count)
    ]


def drawn_order(database: Database, **given: Any) -> list[int]:
    order: list[int] = []
    while (found := next_in_random_order(database, skipped=order, **given)) is not None:
        order.append(found.review.review_id)
    return order


def test_all_reviews_are_handed_out_once_in_an_order_of_their_own(
    database: Database, fill: Callable[..., None]
) -> None:
    fill([*rows(60), {"text": "not scored"}, {"stars": 1.0}])
    order = drawn_order(database)
    assert sorted(order) == list(range(1, 61))
    assert order == drawn_order(database)
    rises = sum(later > earlier for earlier, later in itertools.pairwise(order))
    assert 18 < rises < 42  # about half, as in an order that chance made
    # What passes filters keeps its order, so that it is a random sample of all that passes.
    japan = drawn_order(database, filters=Filters(markets=("JP",)))
    assert japan == [one for one in order if one % 2 == 0]


def test_an_answer_that_was_drawn_takes_a_review_out_a_picked_one_does_not(
    database: Database, fill: Callable[..., None]
) -> None:
    fill(rows(10))
    first, second, *_ = drawn_order(database)
    annotate(database, review_id=first, answer="neutral", annotator="Ana")
    found = next_in_random_order(database)
    assert found is not None
    assert found.review.review_id == first
    assert (found.truth, found.truth_from) == ("", "")
    assert [one.answer for one in found.annotations] == ["neutral"]
    annotate(database, review_id=first, answer="negative", annotator="Bo", drawn=True)
    found = next_in_random_order(database)
    assert found is not None
    assert found.review.review_id == second
    annotate(database, review_id=second, answer="mixed", annotator="Bo", drawn=True)
    assert count_random_answers(database) == RandomAnswers(10, 2, 1, 1)
    assert count_random_answers(database, filters=Filters(text="none")).reviews == 0


def test_a_changed_answer_stays_drawn(database: Database, fill: Callable[..., None]) -> None:
    fill(rows(1))
    annotate(database, review_id=1, answer="neutral", annotator="Ana", drawn=True)
    annotate(database, review_id=1, answer="negative", annotator="Ana")
    assert [(one.answer, one.drawn) for one in list_annotations(database)] == [("negative", True)]


def test_only_drawn_answers_are_truth_where_that_is_asked_for(
    database: Database, fill: Callable[..., None], query: Callable[..., Any]
) -> None:
    fill([*rows(2), {"text": "labelled", "scores": SCORES, "label": 1}])
    annotate(database, review_id=1, answer="neutral", annotator="Ana")
    annotate(database, review_id=1, answer="neutral", annotator="Bo")
    annotate(database, review_id=1, answer="positive", annotator="Cem", drawn=True)
    annotate(database, review_id=2, answer="neutral", annotator="Ana")
    annotate(database, review_id=3, answer="positive", annotator="Ana")
    judged = judged_reviews(
        "TRUE", columns="review_no", truths=("annotation", "label"), drawn_only=True
    )
    assert query(f"SELECT review_no, truth, truth_from FROM ({judged}) ORDER BY 1") == [
        (1, 2, 0),
        (2, None, None),
        (3, 1, 1),
    ]
    assert confusion_tables(database)[""].tolist() == [[0, 0, 0], [2, 0, 0], [1, 0, 0]]
