"""What people answer about reviews: given, listed, withdrawn and handed out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.errors import UsageError
from sentiment.records import ANSWERS as ANSWERS

if TYPE_CHECKING:
    from sentiment.records import Annotation, Filters
    from sentiment.storage.annotations import AnnotationCounts
    from sentiment.storage.database import Database

LONGEST_NAME = 80
LONGEST_NOTE = 2_000


def annotate(
    database: Database,
    *,
    review_id: int,
    answer: str,
    annotator: str,
    note: str | None = None,
    drawn: bool = False,
) -> None:
    """Keep what a person answers about a review's current text: one of ``ANSWERS``.

    ``drawn`` tells that the review was handed out at random
    (:mod:`sentiment.workflows.random_labelling`) and not picked by a person. The person's
    earlier answer about this text is replaced. Raises :class:`UsageError` for another answer,
    a review that is not there or has no text, a blank or overlong name, and an overlong note.
    """
    from sentiment.storage.annotations import annotate as keep

    name = _checked_name(annotator)
    words = (note or "").strip()
    if len(words) > LONGEST_NOTE:
        raise UsageError(
            f"The note has {len(words):,} characters, at most {LONGEST_NOTE:,} are kept.",
            hint="Shorten it.",
        )
    keep(
        database,
        review_id=review_id,
        answer=answer,
        annotator=name,
        note=words or None,
        drawn=drawn,
    )


def withdraw(database: Database, *, review_id: int, annotator: str) -> bool:
    """Take back a person's answer about a review's current text; whether there was one."""
    from sentiment.storage.annotations import withdraw_annotation

    return withdraw_annotation(database, review_id=review_id, annotator=_checked_name(annotator))


def list_annotations(
    database: Database, *, filters: Filters | None = None, limit: int | None = None
) -> list[Annotation]:
    """The answers, the last first; with ``filters`` those about current reviews that pass."""
    from sentiment.storage.annotations import list_annotations as listed

    return listed(database, filters=filters, limit=limit)


def annotation_counts(database: Database, *, filters: Filters | None = None) -> AnnotationCounts:
    """How many answers there are, by answer and by person, and on how many texts they differ."""
    from sentiment.storage.annotations import annotation_counts as count

    return count(database, filters=filters)


def annotations_version(database: Database) -> str:
    """Changes with every answer: for what is kept of answers that rest on annotations."""
    from sentiment.storage.annotations import annotations_version as version

    return version(database)


def annotations_csv(database: Database, *, filters: Filters | None = None) -> bytes:
    """The answers as CSV that is safe to open in a spreadsheet, the last first.

    ``answered_at_utc`` is in ISO 8601; ``model`` and ``model_answer`` are what the model
    said when the answer was given, empty where the text was not scored then;
    ``drawn_at_random`` tells answers about drawn reviews ("yes") from those about picked ones.
    """
    import pyarrow as pa

    from sentiment.workflows.spreadsheets import to_csv

    listed = list_annotations(database, filters=filters)
    columns = {
        "answered_at_utc": [f"{one.annotated_at:%Y-%m-%dT%H:%M:%SZ}" for one in listed],
        "annotator": [one.annotator for one in listed],
        "review_id": [one.review_id for one in listed],
        "version": [one.version for one in listed],
        "text": [one.text for one in listed],
        "language": [one.language for one in listed],
        "answer": [one.answer for one in listed],
        "note": [one.note for one in listed],
        "model": [one.model_id for one in listed],
        "model_answer": [one.predicted for one in listed],
        "drawn_at_random": ["yes" if one.drawn else "no" for one in listed],
    }
    numbers = {"review_id", "version"}
    arrays = {
        name: pa.array(values, pa.int64() if name in numbers else pa.string())
        for name, values in columns.items()
    }
    return to_csv(pa.table(arrays))


def _checked_name(annotator: str) -> str:
    name = " ".join(annotator.split())
    if not name:
        raise UsageError("The answer has no name.", hint="Write who answers.")
    if len(name) > LONGEST_NAME:
        raise UsageError(
            f"The name has {len(name)} characters, at most {LONGEST_NAME} are kept.",
            hint="Shorten it.",
        )
    return name
