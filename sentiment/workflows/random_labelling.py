"""Reviews handed out at random to be labelled, so that shares can be corrected with the labels.

Labels of reviews that somebody picked, perhaps because the model looked wrong, cannot tell how
often the model errs. Labels of reviews that were drawn at random can.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sentiment.records import Filters
from sentiment.workflows.annotating import annotate

if TYPE_CHECKING:
    from collections.abc import Collection

    from sentiment.storage.confusion_cells import JudgedReview
    from sentiment.storage.database import Database
    from sentiment.storage.random_order import RandomAnswers


def next_random_review(
    database: Database,
    *,
    filters: Filters | None = None,
    annotator: str = "",
    skipped: Collection[int] = (),
) -> JudgedReview | None:
    """The next review to label among those that pass ``filters``; None where none is left.

    The order is pseudo-random and always the same. Passed over are reviews without a text or
    a score, those that already have an answer that was drawn, by anyone, and ``skipped``
    (review_ids). Of earlier answers about it, when somebody had picked it, only those of
    ``annotator`` come along: others' should not lead. Nor should what the model says.
    """
    from sentiment.storage.random_order import next_in_random_order

    found = next_in_random_order(database, filters=filters or Filters(), skipped=skipped)
    if found is None:
        return None
    name = " ".join(annotator.split())
    own = tuple(one for one in found.annotations if one.annotator == name)
    return replace(found, annotations=own)


def answer_random_review(
    database: Database, *, review_id: int, answer: str, annotator: str, note: str | None = None
) -> None:
    """Keep the answer about a review that :func:`next_random_review` handed out.

    Raises :class:`sentiment.errors.UsageError` as
    :func:`sentiment.workflows.annotating.annotate` does.
    """
    annotate(
        database, review_id=review_id, answer=answer, annotator=annotator, note=note, drawn=True
    )


def random_progress(database: Database, *, filters: Filters | None = None) -> RandomAnswers:
    """How many of the reviews that pass ``filters`` were drawn and answered so far."""
    from sentiment.storage.random_order import count_random_answers

    return count_random_answers(database, filters=filters or Filters())
