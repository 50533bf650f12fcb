from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.records import Filters
from sentiment.workflows.annotating import annotate, list_annotations
from sentiment.workflows.random_labelling import (
    answer_random_review,
    next_random_review,
    random_progress,
)
from sentiment.workflows.scoring import score

if TYPE_CHECKING:
    from sentiment.storage.database import Database


def test_every_scored_review_is_handed_out_and_answered(
    filled: Database, classifier: object
) -> None:
    assert next_random_review(filled) is None  # nothing is scored yet
    score(filled)
    total = random_progress(filled).reviews
    assert total > 1
    first = next_random_review(filled, annotator="Ana")
    assert first is not None
    annotate(filled, review_id=first.review.review_id, answer="mixed", annotator="Ana")
    again = next_random_review(filled, annotator=" Ana ")
    others = next_random_review(filled, annotator="Bo")
    assert again is not None
    assert others is not None
    assert [one.answer for one in again.annotations] == ["mixed"]
    assert others.annotations == ()
    answered = 0
    while (found := next_random_review(filled, annotator="Bo")) is not None:
        answer_random_review(
            filled, review_id=found.review.review_id, answer="neutral", annotator="Bo"
        )
        answered += 1
    progress = random_progress(filled)
    assert (answered, progress.drawn, progress.usable, progress.people) == (total, total, total, 1)
    assert sum(one.drawn for one in list_annotations(filled)) == total
    assert random_progress(filled, filters=Filters(markets=("XX",))).reviews == 0
