"""What people say a review says: the answers that correct and measure a model.

An answer belongs to one version of a review's text; an edited review has none at first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sentiment.errors import UsageError
from sentiment.records import ANSWERS, Annotation
from sentiment.storage.filtering import condition
from sentiment.storage.predictions import read_active_model

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentiment.records import Filters
    from sentiment.storage.database import Cursor, Database

_FIND_CURRENT: Final = """
SELECT review_no, sentiment FROM reviews
WHERE review_id = $review_id AND is_current AND text IS NOT NULL
"""
_NEXT_NUMBER: Final = "SELECT coalesce(max(annotation_id), 0) + 1 FROM annotations"
_WAS_DRAWN: Final = """
SELECT coalesce(bool_or(drawn), false) FROM annotations
WHERE review_no = $review_no AND annotator = $annotator
"""
_DELETE_FORMER: Final = """
DELETE FROM annotations WHERE review_no = $review_no AND annotator = $annotator
"""
_INSERT_ANNOTATION: Final = """
INSERT INTO annotations BY NAME SELECT
    $annotation_id AS annotation_id, $review_no AS review_no, $review_id AS review_id,
    $answer AS answer, $annotator AS annotator, $note AS note, $annotated_at AS annotated_at,
    $model_id AS model_id, $predicted AS predicted, $drawn AS drawn
"""
_NUMBERED: Final = "review_no IN (SELECT unnest($numbers::BIGINT[]))"
_CURRENT: Final = "review_no IN (SELECT review_no FROM reviews WHERE {condition})"
_LIST_ANNOTATIONS: Final = """
SELECT a.annotation_id, r.review_id, r.version, r.text, r.language, a.answer, a.annotator,
    a.note, a.annotated_at, a.model_id, a.predicted, coalesce(a.drawn, false)
FROM annotations AS a JOIN reviews AS r USING (review_no)
WHERE {meant} ORDER BY a.annotation_id DESC LIMIT $limit
"""
_COUNT_ANSWERS: Final = """
SELECT answer, count(*) FROM annotations WHERE {meant} GROUP BY answer ORDER BY answer
"""
_COUNT_ANNOTATORS: Final = """
SELECT annotator, count(*) FROM annotations WHERE {meant}
GROUP BY annotator ORDER BY count(*) DESC, annotator
"""
_COUNT_DISAGREED: Final = """
SELECT count(*), count(*) FILTER (answers > 1) FROM (
    SELECT count(DISTINCT answer) AS answers FROM annotations WHERE {meant} GROUP BY review_no
)
"""
_VERSION: Final = """
SELECT count(*), coalesce(max(annotation_id), 0), max(annotated_at) FROM annotations
"""


@dataclass(frozen=True)
class AnnotationCounts:
    """How many answers there are, by answer (all five) and by person, most first.

    ``reviews`` is the number of texts that have one, ``disagreed`` that of those on which
    people gave different answers.
    """

    answers: Mapping[str, int]
    annotators: Mapping[str, int]
    reviews: int
    disagreed: int

    @property
    def total(self) -> int:
        """How many answers there are."""
        return sum(self.answers.values())


def annotate(
    database: Database,
    *,
    review_id: int,
    answer: str,
    annotator: str,
    note: str | None = None,
    drawn: bool = False,
) -> None:
    """Keep a person's answer about the current text of a review, and what the model says now.

    ``drawn`` tells that the review was drawn at random (:mod:`sentiment.storage.random_order`)
    and not picked; it stays so when the same person changes the answer later. The same
    person's earlier answer about the same text is replaced; answers of
    several people stand side by side. Raises UsageError for an answer that is not one of
    ``ANSWERS``, and for a review that is not there or has no text.
    """
    if answer not in ANSWERS:
        raise UsageError(
            f"There is no answer '{answer}'.", hint=f"Choose from: {', '.join(ANSWERS)}."
        )
    with database.transaction() as cursor:
        found = cursor.execute(_FIND_CURRENT, {"review_id": review_id}).fetchall()
        if not found:
            raise _no_review(review_id)
        [(review_no, predicted)] = found
        who = {"review_no": review_no, "annotator": annotator}
        was_drawn = cursor.execute(_WAS_DRAWN, who).fetchall()[0][0]
        cursor.execute(_DELETE_FORMER, who)
        cursor.execute(
            _INSERT_ANNOTATION,
            who
            | {
                "annotation_id": cursor.execute(_NEXT_NUMBER).fetchall()[0][0],
                "review_id": review_id,
                "answer": ANSWERS.index(answer),
                "note": note,
                "annotated_at": datetime.now(UTC).replace(tzinfo=None),
                "model_id": None if predicted is None else read_active_model(cursor),
                "predicted": predicted,
                "drawn": drawn or was_drawn,
            },
        )


def withdraw_annotation(database: Database, *, review_id: int, annotator: str) -> bool:
    """Take back a person's answer about the current text; whether there was one.

    Raises UsageError for a review that is not there or has no text.
    """
    with database.transaction() as cursor:
        found = cursor.execute(_FIND_CURRENT, {"review_id": review_id}).fetchall()
        if not found:
            raise _no_review(review_id)
        who = {"review_no": found[0][0], "annotator": annotator}
        return bool(cursor.execute(_DELETE_FORMER, who).fetchall()[0][0])


def list_annotations(
    database: Database, *, filters: Filters | None = None, limit: int | None = None
) -> list[Annotation]:
    """The answers with the text that they were given for, the last first.

    Without ``filters`` those about earlier versions of a text are among them, with
    ``filters`` only those about current reviews that are meant.
    """
    meant, parameters = _meant(filters)
    query = _LIST_ANNOTATIONS.format(meant=meant)
    with database.cursor() as cursor:
        rows = cursor.execute(query, parameters | {"limit": limit}).fetchall()
    return [_annotation(row) for row in rows]


def annotations_of(cursor: Cursor, numbers: Sequence[int]) -> list[Annotation]:
    """The answers about the versions of these ``review_no``, the last first."""
    query = _LIST_ANNOTATIONS.format(meant=_NUMBERED)
    rows = cursor.execute(query, {"numbers": list(numbers), "limit": None}).fetchall()
    return [_annotation(row) for row in rows]


def annotation_counts(database: Database, *, filters: Filters | None = None) -> AnnotationCounts:
    """How many answers there are, of the texts that :func:`list_annotations` lists."""
    meant, parameters = _meant(filters)
    with database.cursor() as cursor:
        answers = dict(cursor.execute(_COUNT_ANSWERS.format(meant=meant), parameters).fetchall())
        people = cursor.execute(_COUNT_ANNOTATORS.format(meant=meant), parameters).fetchall()
        counted = cursor.execute(_COUNT_DISAGREED.format(meant=meant), parameters).fetchall()
    return AnnotationCounts(
        answers={name: answers.get(code, 0) for code, name in enumerate(ANSWERS)},
        annotators=dict(people),
        reviews=counted[0][0],
        disagreed=counted[0][1],
    )


def annotations_version(database: Database) -> str:
    """Changes with every answer that is given, replaced or withdrawn."""
    with database.cursor() as cursor:
        return " ".join(str(part) for part in cursor.execute(_VERSION).fetchall()[0])


def _meant(filters: Filters | None) -> tuple[str, dict[str, Any]]:
    """The condition of the texts that are meant; ``review_no`` is the annotation's."""
    if filters is None:
        return "TRUE", {}
    chosen = condition(filters)
    return _CURRENT.format(condition=chosen.sql), chosen.parameters


def _annotation(row: tuple[Any, ...]) -> Annotation:
    annotation_id, review_id, version, text, language, answer, *rest = row
    annotator, note, annotated_at, model_id, predicted, drawn = rest
    return Annotation(
        annotation_id=annotation_id,
        review_id=review_id,
        version=version,
        text=text,
        language=language,
        answer=ANSWERS[answer],
        annotator=annotator,
        note=note,
        annotated_at=annotated_at,
        model_id=model_id,
        predicted=None if predicted is None else ANSWERS[predicted],
        drawn=drawn,
    )


def _no_review(review_id: int) -> UsageError:
    return UsageError(
        f"There is no review {review_id} with a text.", hint="Choose one from the list."
    )
