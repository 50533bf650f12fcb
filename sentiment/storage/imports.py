"""One export into the store: what is new, what is known, what was edited.

**Identity.** A review is known again by its source and product and the id that
the source gave it. A bare running number (up to eight digits) is no identity
across files, so the author joins it, or the date where there is no author. A
review without an id is its whole content: two rows that say the same are one.

**Versions.** Rows are taken in the order of the file. A row whose identity and
content are known, in whatever version, is a duplicate. A row whose identity is
known with other content becomes the next version and is the current one. Rows that
differ in a date or a market that was not known once: completing.py; in day and month
read the other way round: exchanged_dates.py.

**Keys.** ``identity_key`` has 128 bits (identity.py). The content of rows is compared,
by 64 bits that only ever tell versions of one identity apart, where an identity comes
again, and is not stored. ``text_key`` is the MD5 of the text and never changes; it is
filled from the first active model on (predictions.py).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sentiment.records import ExportStream, ImportReport, RatingScale
from sentiment.storage.arrivals import Arrivals
from sentiment.storage.carrying_over import carry_over
from sentiment.storage.completing import adopt_incomplete_reviews, drop_poorer_copies
from sentiment.storage.exchanged_dates import adopt_exchanged_dates
from sentiment.storage.identity import BODY, CONTENT_KEY, IDENTITY_KEY
from sentiment.storage.predictions import SCORES_OF_PREDICTION, read_active_model

if TYPE_CHECKING:
    from sentiment.records import ReadExport
    from sentiment.storage.database import Cursor, Database

_NEXT_NUMBERS: Final = """
SELECT (SELECT coalesce(max(review_no), 0) + 1 FROM reviews),
       (SELECT coalesce(max(import_id), 0) + 1 FROM imports)
"""

_INSERT_REVIEWS: Final = f"""
INSERT INTO reviews BY NAME
SELECT
    $first_no + position AS review_no,
    $first_no + position AS review_id,
    1 AS version,
    TRUE AS is_current,
    $import_id AS import_id,
    source, line, external_id, title,
    CASE WHEN suffix(text, body) THEN NULL ELSE body END AS body,
    CASE WHEN suffix(text, body) THEN length(body) END AS body_length,
    liked, disliked, text, translation, rating, stars, written_at,
    declared_language, market, product, author, label, kept,
    CASE WHEN $is_model_active THEN md5_number(text) END AS text_key,
    {IDENTITY_KEY} AS identity_key
FROM (SELECT *, $source::VARCHAR AS source FROM incoming)
"""

# Identities that need a closer look; all other rows are right as inserted.
_FIND_REPEATED: Final = """
CREATE OR REPLACE TEMP TABLE repeated AS
SELECT identity_key FROM reviews WHERE review_no >= $first_no
GROUP BY identity_key HAVING count(*) > 1
"""
_FIND_KNOWN: Final = """
INSERT INTO repeated
SELECT DISTINCT identity_key FROM reviews
WHERE review_no < $first_no
    AND identity_key IN (SELECT identity_key FROM reviews WHERE review_no >= $first_no)
    AND identity_key NOT IN (SELECT identity_key FROM repeated)
"""
_COUNT_REPEATED: Final = "SELECT count(*) FROM repeated"
_RESOLVE: Final = f"""
CREATE OR REPLACE TEMP TABLE resolved AS
WITH keyed AS (
    SELECT review_no, identity_key, {CONTENT_KEY} AS content_key
    FROM (SELECT * REPLACE ({BODY} AS body) FROM reviews)
    SEMI JOIN repeated USING (identity_key)
), members AS (
    SELECT review_no, identity_key,
        row_number() OVER (PARTITION BY identity_key, content_key ORDER BY review_no) > 1
            AND review_no >= $first_no
            AND review_no NOT IN (SELECT review_no FROM renewed) AS is_duplicate,
        min(review_no) OVER (PARTITION BY identity_key, content_key) AS twin
    FROM keyed
)
SELECT review_no, is_duplicate, twin,
    min(review_no) OVER identity AS review_id,
    row_number() OVER identity AS version,
    review_no = max(review_no) OVER (PARTITION BY identity_key, is_duplicate) AS is_current
FROM members
WINDOW identity AS (PARTITION BY identity_key, is_duplicate ORDER BY review_no)
"""
# A label is no part of a review's content: the last one given stays with what is kept.
_TAKE_LABELS: Final = """
UPDATE reviews SET label = given.label
FROM (
    SELECT twin, arg_max(label, review_no) AS label
    FROM resolved JOIN reviews USING (review_no)
    WHERE is_duplicate AND label IS NOT NULL GROUP BY twin
) AS given
WHERE reviews.review_no = given.twin AND reviews.label IS DISTINCT FROM given.label
"""
# So are the kept columns: a file given again with others adds them to what is stored. Maps
# are slow to aggregate and to join into one, so that first rows are chosen by their number.
_TAKE_KEPT: Final = """
UPDATE reviews SET kept = map_concat(given.known, given.fresh)
FROM (
    SELECT twin, known.kept AS known, fresh.kept AS fresh
    FROM (
        SELECT twin, max(review_no) AS last_no FROM resolved
        WHERE is_duplicate AND review_no IN (
            SELECT review_no FROM reviews WHERE review_no >= $first_no AND kept IS NOT NULL
        )
        GROUP BY twin
    )
    JOIN reviews AS fresh ON fresh.review_no = last_no
    JOIN reviews AS known ON known.review_no = twin
    WHERE known.kept IS DISTINCT FROM fresh.kept
) AS given
WHERE reviews.review_no = given.twin
    AND reviews.kept IS DISTINCT FROM map_concat(given.known, given.fresh)
"""
_DELETE_DUPLICATES: Final = """
DELETE FROM reviews WHERE review_no >= $first_no
    AND review_no IN (SELECT review_no FROM resolved WHERE is_duplicate)
"""
_NUMBER_VERSIONS: Final = """
UPDATE reviews
SET review_id = resolved.review_id, version = resolved.version, is_current = resolved.is_current
FROM resolved
WHERE reviews.review_no = resolved.review_no AND NOT resolved.is_duplicate
    AND (reviews.version, reviews.is_current) IS DISTINCT FROM
        (resolved.version, resolved.is_current)
"""
_DROP_WORKING_TABLES: Final = (
    "DROP TABLE IF EXISTS resolved",
    "DROP TABLE repeated",
    "DROP TABLE renewed",
)

# Texts that the active model has scored already need not wait for a scoring run.
_FILL_SCORES: Final = f"""
UPDATE reviews SET {SCORES_OF_PREDICTION}
FROM predictions AS p, settings AS s
WHERE reviews.review_no >= $first_no AND reviews.text_key = p.text_key
    AND p.model_id = s.value AND s.name = 'active_model'
"""

_COUNT_KEPT: Final = """
SELECT count(*), count(*) FILTER (version > 1), count(*) FILTER (text IS NULL)
FROM reviews WHERE review_no >= $first_no
"""
_REASONS: Final = """
SELECT reason, count(*) FROM refused GROUP BY reason ORDER BY count(*) DESC, reason
"""
_INSERT_REJECTED: Final = """
INSERT INTO rejected_rows SELECT $import_id, line, reason, raw FROM refused
"""
_INSERT_IMPORT: Final = """
INSERT INTO imports VALUES (
    $import_id, $imported_at, $file, $profile, $encoding, $delimiter, $read, $kept, $rejected,
    $duplicates, $updated, $without_text, $first_date, $last_date, $rating_low, $rating_high,
    $market_from, $reasons, $notes::VARCHAR[]
)
"""
_LIST_IMPORTS: Final = """
SELECT import_id, file, profile, encoding, delimiter, "read", kept, rejected, duplicates, updated,
    without_text, first_date, last_date, rating_low, rating_high, market_from, reasons, notes
FROM imports ORDER BY import_id DESC
"""


def store_export(database: Database, export: ReadExport | ExportStream) -> ImportReport:
    """Store one export in one transaction and say what became of its rows.

    In the report read = kept + rejected + duplicates; ``first_date`` and
    ``last_date`` are those of all the file's reviews, ``without_text`` counts
    kept rows. Nothing is stored where it fails.
    """
    stream = export if isinstance(export, ExportStream) else ExportStream.of(export)
    arrivals = Arrivals(stream.batches)
    source = stream.profile
    with database.transaction(incoming=arrivals.reader()) as cursor:
        first_no, import_id = cursor.execute(_NEXT_NUMBERS).fetchall()[0]
        numbers = {"first_no": first_no}
        is_model_active = read_active_model(cursor) is not None
        constants = {"import_id": import_id, "source": source, "is_model_active": is_model_active}
        with arrivals.own_errors():
            cursor.execute(_INSERT_REVIEWS, numbers | constants)
        recognition, rejected = stream.finish()
        adopt_exchanged_dates(
            cursor, first_no=first_no, source=source, file=recognition.file, read=stream.read
        )
        if first_no > 1:
            adopt_incomplete_reviews(cursor, first_no=first_no, source=source)
            drop_poorer_copies(
                cursor,
                first_no=first_no,
                source=source,
                undated=not recognition.date_order_settled,
                marketless=recognition.market_from is None,
                is_labelled=arrivals.labelled > 0,
                keeps_columns=arrivals.keeping > 0,
            )
        _resolve_versions(
            cursor,
            first_no,
            is_labelled=arrivals.labelled > 0,
            keeps_columns=arrivals.keeping > 0,
        )
        if is_model_active:
            cursor.execute(_FILL_SCORES, numbers)
        kept, updated, without_text = cursor.execute(_COUNT_KEPT, numbers).fetchall()[0]
        if updated:
            carry_over(cursor, first_no=first_no)
        cursor.register("refused", rejected)
        reasons = dict(cursor.execute(_REASONS).fetchall())
        cursor.execute(_INSERT_REJECTED, {"import_id": import_id})
        report = ImportReport(
            file=recognition.file,
            profile=source,
            encoding=recognition.encoding,
            delimiter=recognition.delimiter,
            read=stream.read,
            kept=kept,
            rejected=rejected.num_rows,
            duplicates=arrivals.count - kept,
            updated=updated,
            without_text=without_text,
            first_date=arrivals.first_date,
            last_date=arrivals.last_date,
            rating_scale=recognition.rating_scale,
            market_from=recognition.market_from,
            reasons=reasons,
            notes=tuple(recognition.notes),
            import_id=import_id,
        )
        cursor.execute(_INSERT_IMPORT, _import_row(report))
    return report


def list_imports(database: Database) -> list[ImportReport]:
    """The reports of all imports, newest first."""
    with database.cursor() as cursor:
        return [_report(row) for row in cursor.execute(_LIST_IMPORTS).fetchall()]


def _resolve_versions(
    cursor: Cursor, first_no: int, *, is_labelled: bool, keeps_columns: bool
) -> None:
    """Find the duplicates among the rows just inserted, and number the versions."""
    numbers = {"first_no": first_no}
    cursor.execute(_FIND_REPEATED, numbers)
    if first_no > 1:
        cursor.execute(_FIND_KNOWN, numbers)
    if cursor.execute(_COUNT_REPEATED).fetchall()[0][0]:
        cursor.execute(_RESOLVE, numbers)
        if is_labelled:
            cursor.execute(_TAKE_LABELS)
        if keeps_columns:
            cursor.execute(_TAKE_KEPT, numbers)
        cursor.execute(_DELETE_DUPLICATES, numbers)
        cursor.execute(_NUMBER_VERSIONS)
    for statement in _DROP_WORKING_TABLES:
        cursor.execute(statement)


def _import_row(report: ImportReport) -> dict[str, Any]:
    scale = report.rating_scale
    return {
        "import_id": report.import_id,
        "imported_at": datetime.now(UTC).replace(tzinfo=None),
        "file": report.file,
        "profile": report.profile,
        "encoding": report.encoding,
        "delimiter": report.delimiter,
        "read": report.read,
        "kept": report.kept,
        "rejected": report.rejected,
        "duplicates": report.duplicates,
        "updated": report.updated,
        "without_text": report.without_text,
        "first_date": report.first_date,
        "last_date": report.last_date,
        "rating_low": scale.low if scale else None,
        "rating_high": scale.high if scale else None,
        "market_from": report.market_from,
        "reasons": json.dumps(dict(report.reasons), ensure_ascii=False),
        "notes": list(report.notes),
    }


def _report(row: tuple[Any, ...]) -> ImportReport:
    import_id, file, profile, encoding, delimiter, *rest = row
    read, kept, rejected, duplicates, updated, without_text, *rest = rest
    first_date, last_date, low, high, market_from, reasons, notes = rest
    return ImportReport(
        file=file,
        profile=profile,
        encoding=encoding,
        delimiter=delimiter,
        read=read,
        kept=kept,
        rejected=rejected,
        duplicates=duplicates,
        updated=updated,
        without_text=without_text,
        first_date=first_date,
        last_date=last_date,
        rating_scale=None if low is None else RatingScale(low, high),
        market_from=market_from,
        reasons=json.loads(reasons),
        notes=tuple(notes),
        import_id=import_id,
    )
