"""A file read again with day and month the other way round: its reviews get new versions.

Reviews without an id are known by their date, so that a file read with the wrong order
of day and month and then with the right one would stand twice. The second reading takes
the place of the first only where nothing else can be meant: the file has the same name,
source and number of rows, and each row that the first reading stored stands on the same
line with the same content, its date the same, exchanged, or not read at first; and one
at least is exchanged. The line tells which review is which, so that two different ones
never become one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sentiment.storage.database import Cursor

_FIND_READING: Final = """
SELECT max(import_id) FROM imports
WHERE file = $file AND profile = $source AND "read" = $read AND kept > 0
"""
_PAIR_LINES: Final = """
CREATE OR REPLACE TEMP TABLE paired AS
SELECT known.identity_key AS former, fresh.identity_key AS latter, fresh.review_no,
    known.written_at IS NOT DISTINCT FROM fresh.written_at AS is_same,
    known.written_at IS NULL AND fresh.written_at IS NOT NULL AS is_added,
    coalesce(
        known.written_at <> fresh.written_at
        AND year(known.written_at) = year(fresh.written_at)
        AND month(known.written_at) = day(fresh.written_at)
        AND day(known.written_at) = month(fresh.written_at)
        AND known.written_at::TIME = fresh.written_at::TIME,
        FALSE
    ) AS is_exchanged,
    known.external_id IS NOT DISTINCT FROM fresh.external_id
        AND known.text IS NOT DISTINCT FROM fresh.text
        AND known.title IS NOT DISTINCT FROM fresh.title
        AND known.liked IS NOT DISTINCT FROM fresh.liked
        AND known.disliked IS NOT DISTINCT FROM fresh.disliked
        AND known.translation IS NOT DISTINCT FROM fresh.translation
        AND known.rating IS NOT DISTINCT FROM fresh.rating
        AND known.product IS NOT DISTINCT FROM fresh.product
        AND known.author IS NOT DISTINCT FROM fresh.author
        AND known.declared_language IS NOT DISTINCT FROM fresh.declared_language
        AND (known.market IS NULL OR known.market IS NOT DISTINCT FROM fresh.market) AS is_alike
FROM reviews AS known JOIN reviews AS fresh ON fresh.line = known.line
WHERE known.import_id = $reading AND fresh.review_no >= $first_no
"""
# Several records on one line (pages of JSON) make more pairs than rows.
_IS_EXCHANGED: Final = """
SELECT count(*) = (SELECT count(*) FROM reviews WHERE import_id = $reading)
    AND count(*) = count(DISTINCT review_no)
    AND bool_and(is_alike AND (is_same OR is_added OR is_exchanged))
    AND bool_or(is_exchanged)
FROM paired
"""
_TAKE_IDENTITY: Final = """
UPDATE reviews SET identity_key = paired.latter
FROM (SELECT DISTINCT former, latter FROM paired WHERE former <> latter) AS paired
WHERE reviews.review_no < $first_no AND reviews.identity_key = paired.former
"""
_NONE_RENEWED: Final = "CREATE OR REPLACE TEMP TABLE renewed (review_no BIGINT)"
_RENEW: Final = """
INSERT INTO renewed SELECT min(review_no) FROM paired WHERE former <> latter GROUP BY latter
"""
_DROP_PAIRS: Final = "DROP TABLE paired"


def adopt_exchanged_dates(
    cursor: Cursor, *, first_no: int, source: str, file: str, read: int
) -> None:
    """Give reviews the identity of the rows from ``first_no`` on that exchange their dates.

    The table ``renewed`` lists those rows afterwards: each is to become the current
    version, also where an earlier version was the same.
    """
    cursor.execute(_NONE_RENEWED)
    numbers = {"first_no": first_no}
    known = {"file": file, "source": source, "read": read}
    [(reading,)] = cursor.execute(_FIND_READING, known).fetchall()
    if reading is None:
        return
    cursor.execute(_PAIR_LINES, numbers | {"reading": reading})
    [(is_exchanged,)] = cursor.execute(_IS_EXCHANGED, {"reading": reading}).fetchall()
    if is_exchanged:
        cursor.execute(_TAKE_IDENTITY, numbers)
        cursor.execute(_RENEW)
    cursor.execute(_DROP_PAIRS)
