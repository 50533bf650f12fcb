"""What a person says a review says: the labels that correct and measure a model."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from sentiment.errors import UsageError
from sentiment.records import SENTIMENTS, Annotation

if TYPE_CHECKING:
    from sentiment.storage.database import Database

_FIND_CURRENT: Final = """
SELECT review_no FROM reviews WHERE review_id = $review_id AND is_current AND text IS NOT NULL
"""
_NEXT_NUMBER: Final = "SELECT coalesce(max(annotation_id), 0) + 1 FROM annotations"
_DELETE_FORMER: Final = """
DELETE FROM annotations WHERE review_no = $review_no AND annotator = $annotator
"""
_INSERT_ANNOTATION: Final = """
INSERT INTO annotations VALUES (
    $annotation_id, $review_no, $review_id, $sentiment, $annotator, $note, $annotated_at
)
"""
_LIST_ANNOTATIONS: Final = """
SELECT a.annotation_id, a.review_id, r.version, r.text, r.language,
    ['negative', 'neutral', 'positive'][a.sentiment + 1], a.annotator, a.note, a.annotated_at
FROM annotations AS a JOIN reviews AS r USING (review_no)
ORDER BY a.annotation_id DESC
"""


def annotate(
    database: Database, *, review_id: int, sentiment: str, annotator: str, note: str | None = None
) -> None:
    """Keep a person's label for the current text of a review.

    The same person's earlier label for the same text is replaced; labels of
    several people stand side by side. Raises UsageError for another sentiment,
    and for a review that is not there or has no text.
    """
    if sentiment not in SENTIMENTS:
        raise UsageError(
            f"There is no sentiment '{sentiment}'.", hint=f"Choose from: {', '.join(SENTIMENTS)}."
        )
    with database.transaction() as cursor:
        found = cursor.execute(_FIND_CURRENT, {"review_id": review_id}).fetchall()
        if not found:
            raise UsageError(
                f"There is no review {review_id} with a text.", hint="Choose one from the list."
            )
        who = {"review_no": found[0][0], "annotator": annotator}
        cursor.execute(_DELETE_FORMER, who)
        cursor.execute(
            _INSERT_ANNOTATION,
            who
            | {
                "annotation_id": cursor.execute(_NEXT_NUMBER).fetchall()[0][0],
                "review_id": review_id,
                "sentiment": SENTIMENTS.index(sentiment),
                "note": note,
                "annotated_at": datetime.now(UTC).replace(tzinfo=None),
            },
        )


def list_annotations(database: Database) -> list[Annotation]:
    """All labels with the text they were given for, the last first."""
    with database.cursor() as cursor:
        rows = cursor.execute(_LIST_ANNOTATIONS).fetchall()
    return [Annotation(*row) for row in rows]
