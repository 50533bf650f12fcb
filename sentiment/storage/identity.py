"""The key by which a review is known again, and its renewal with a newer DuckDB.

DuckDB's ``hash`` is fast, but may give other values after an update of DuckDB.
The database remembers one value of it; where it differs on opening, the keys of
all reviews are computed anew from their stored content. MD5, and with it
``text_key``, never changes.

A key has 128 bits. Where the source gave an id, they are two hashes of 64 bits, the
second of the id with a sign before it, so that ids with equal first hashes differ in
the second; that takes a third of the time of MD5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sentiment.storage.database import Cursor

# A bare running number, up to eight digits, is an identity only with its author.
IDENTITY_KEY: Final = """
CASE
    WHEN external_id IS NULL THEN
        xor(coalesce(md5_number(text), 0::UHUGEINT), hash(
            source, title, body, liked, disliked, translation, rating, stars, written_at,
            declared_language, market, product, author
        )::UHUGEINT)
    WHEN strlen(external_id) <= 8 AND try_cast(external_id AS UINTEGER) IS NOT NULL THEN
        (hash(
            external_id, source, product, author, CASE WHEN author IS NULL THEN written_at END
        )::UHUGEINT << 64) | hash('#' || external_id)
    ELSE (hash(external_id, source, product)::UHUGEINT << 64) | hash('#' || external_id)
END
"""
# Tells the versions of one identity apart; computed where an identity comes again.
CONTENT_KEY: Final = """
hash(
    title, body, liked, disliked, text, translation, rating, stars, written_at,
    declared_language, market, author
)
"""

# The body is the end of the text as a rule, and then only its length is stored.
BODY: Final = "CASE WHEN body_length IS NULL THEN body ELSE right(text, body_length) END"

# Predictions are found by it. It stands in the reviews from the first active model on;
# before that nothing asks for it, and an import need not wait for it.
TEXT_KEY: Final = "coalesce(text_key, md5_number(text))"
FILL_TEXT_KEYS: Final = """
UPDATE reviews SET text_key = md5_number(text) WHERE text_key IS NULL AND text IS NOT NULL
"""

_HASH_NOW: Final = """
SELECT hash('polytone', 1.5::DOUBLE, NULL::VARCHAR, TIMESTAMP '2025-01-02 03:04:05')::VARCHAR
"""
_HASH_THEN: Final = "SELECT value FROM settings WHERE name = 'hash_value'"
_FORGET_HASH: Final = "DELETE FROM settings WHERE name = 'hash_value'"
_REMEMBER_HASH: Final = "INSERT INTO settings VALUES ('hash_value', $value)"
# All versions of a review keep one identity, that of the last: an undated version has
# been given the one of its dated twin (completing.py).
_RENEW_KEYS: Final = f"""
UPDATE reviews SET identity_key = renewed.identity_key
FROM (
    SELECT review_id, arg_max({IDENTITY_KEY}, review_no) AS identity_key
    FROM (SELECT * REPLACE ({BODY} AS body) FROM reviews) GROUP BY review_id
) AS renewed
WHERE reviews.review_id = renewed.review_id
"""


def is_renewal_due(cursor: Cursor) -> bool:
    """Whether DuckDB's hash is not the one with which the stored keys were made."""
    return cursor.execute(_HASH_NOW).fetchall() != cursor.execute(_HASH_THEN).fetchall()


def renew_keys(cursor: Cursor) -> None:
    """Compute the keys of all reviews anew; to be called inside a transaction."""
    [(value,)] = cursor.execute(_HASH_NOW).fetchall()
    cursor.execute(_RENEW_KEYS)
    cursor.execute(_FORGET_HASH)
    cursor.execute(_REMEMBER_HASH, {"value": value})
