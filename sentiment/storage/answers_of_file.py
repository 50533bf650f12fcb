"""Answers that came in a table, about lines of imported files, kept in one statement."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from sentiment.storage.predictions import read_active_model

if TYPE_CHECKING:
    import pyarrow as pa

    from sentiment.storage.database import Database

_INSERT_NEW: Final = """
INSERT INTO annotations BY NAME
WITH last AS (SELECT coalesce(max(annotation_id), 0) AS annotation_id FROM annotations),
own AS (SELECT review_no FROM annotations WHERE annotator = $annotator)
SELECT
    (SELECT annotation_id FROM last) + row_number() OVER (ORDER BY review_no) AS annotation_id,
    review_no, review_id, answer::UTINYINT AS answer, $annotator AS annotator,
    NULL AS note, $annotated_at AS annotated_at,
    CASE WHEN sentiment IS NOT NULL THEN $model_id END AS model_id, sentiment AS predicted,
    true AS drawn
FROM given JOIN imports USING (file) JOIN reviews USING (import_id, line)
WHERE is_current AND text IS NOT NULL AND review_no NOT IN (SELECT review_no FROM own)
"""


def keep_drawn_answers(database: Database, answers: pa.Table, *, annotator: str) -> int:
    """Keep ``annotator``'s answers about reviews that were drawn at random; return how many.

    ``answers`` has the columns file (as it was imported), line (on which the row begins) and
    answer (its place in ``ANSWERS``). Lines that are no current review with a text, and
    reviews that ``annotator`` has answered before, are passed over.
    """
    with database.transaction(given=answers) as cursor:
        parameters = {
            "annotator": annotator,
            "annotated_at": datetime.now(UTC).replace(tzinfo=None),
            "model_id": read_active_model(cursor),
        }
        return int(cursor.execute(_INSERT_NEW, parameters).fetchall()[0][0])
