from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sentiment.errors import UsageError
from sentiment.storage import annotations, imports

if TYPE_CHECKING:
    from collections.abc import Callable

    from sentiment.storage.database import Database


def test_label_belongs_to_the_text_it_was_given_for(
    database: Database, export: Callable[..., Any]
) -> None:
    for text in ("bad", "good now"):
        imports.store_export(database, export([{"external_id": "a-long-id", "text": text}]))
        for annotator, answer in (("Ana", "neutral"), ("Bo", "negative"), ("Ana", "positive")):
            annotations.annotate(
                database, review_id=1, answer=answer, annotator=annotator, note="why"
            )
    listed = annotations.list_annotations(database)
    assert [(one.version, one.text, one.annotator, one.answer) for one in listed] == [
        (2, "good now", "Ana", "positive"),
        (2, "good now", "Bo", "negative"),
        (1, "bad", "Ana", "positive"),
        (1, "bad", "Bo", "negative"),
    ]
    assert {one.note for one in listed} == {"why"}
    assert len({one.annotation_id for one in listed}) == 4


def test_wrong_labels_are_refused(database: Database, export: Callable[..., Any]) -> None:
    imports.store_export(database, export([{"stars": 1.0}]))
    with pytest.raises(UsageError, match=r"'angry'.*negative, neutral, positive"):
        annotations.annotate(database, review_id=1, answer="angry", annotator="Ana")
    for review_id in (1, 2):
        with pytest.raises(UsageError, match=f"no review {review_id} with a text"):
            annotations.annotate(database, review_id=review_id, answer="neutral", annotator="A")
