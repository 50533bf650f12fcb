"""What stays true of a review when a new version says the same in the same words.

A version is new where anything changed: a date that was read the other way round, a
market that was named later. People's answers and the file's label are about the text; where
that is the same, they go on to the new version, as do kept columns that it does not have
itself: the file may have been read without them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sentiment.storage.database import Cursor

_SAME_TEXT: Final = """
FROM reviews AS latter JOIN reviews AS former
    ON former.review_id = latter.review_id AND former.text = latter.text
WHERE latter.review_no >= $first_no AND latter.is_current AND latter.version > 1
    AND NOT former.is_current
"""
_CARRY_LABELS: Final = f"""
UPDATE reviews SET label = known.label
FROM (
    SELECT latter.review_no, arg_max(former.label, former.version) AS label
    {_SAME_TEXT} AND latter.label IS NULL AND former.label IS NOT NULL
    GROUP BY latter.review_no
) AS known
WHERE reviews.review_no = known.review_no
"""
_CARRY_KEPT: Final = f"""
UPDATE reviews SET kept = map_concat(known.kept, reviews.kept)
FROM (
    SELECT latter_no, reviews.kept FROM (
        SELECT latter.review_no AS latter_no, max(former.review_no) AS former_no
        {_SAME_TEXT} AND former.kept IS NOT NULL GROUP BY latter.review_no
    )
    JOIN reviews ON reviews.review_no = former_no
) AS known
WHERE reviews.review_no = known.latter_no AND reviews.kept IS DISTINCT FROM known.kept
    AND cardinality(map_concat(known.kept, reviews.kept)) > coalesce(cardinality(reviews.kept), 0)
"""
_CARRY_ANSWERS: Final = f"""
UPDATE annotations SET review_no = same.latter, review_id = same.review_id
FROM (
    SELECT former.review_no AS former, latter.review_no AS latter, latter.review_id
    {_SAME_TEXT} AND former.review_no IN (SELECT review_no FROM annotations)
) AS same
WHERE annotations.review_no = same.former
"""


def carry_over(cursor: Cursor, *, first_no: int) -> None:
    """Give labels, kept columns and answers to the new versions from ``first_no`` on."""
    numbers = {"first_no": first_no}
    cursor.execute(_CARRY_LABELS, numbers)
    cursor.execute(_CARRY_KEPT, numbers)
    cursor.execute(_CARRY_ANSWERS, numbers)
