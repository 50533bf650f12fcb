"""The keys by which a review is known again, and their renewal with a newer DuckDB.

DuckDB's ``hash`` is fast, but may give other values after an update of DuckDB.
The database remembers one value of it; where it differs on opening, the keys of
all reviews are computed anew from their stored content. MD5, and with it
``text_key``, never changes.
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
    WHEN length(external_id) <= 8 AND try_cast(external_id AS UINTEGER) IS NOT NULL THEN
        xor(md5_number(external_id), hash(
            source, product, author, CASE WHEN author IS NULL THEN written_at END
        )::UHUGEINT)
    ELSE xor(md5_number(external_id), hash(source, product)::UHUGEINT)
END
"""
CONTENT_KEY: Final = """
hash(
    title, body, liked, disliked, text, translation, rating, stars, written_at,
    declared_language, market, author
)
"""

# The body is the end of the text as a rule, and then only its length is stored.
BODY: Final = "CASE WHEN body_length IS NULL THEN body ELSE right(text, body_length) END"

_HASH_NOW: Final = """
SELECT hash('polytone', 1.5::DOUBLE, NULL::VARCHAR, TIMESTAMP '2025-01-02 03:04:05')::VARCHAR
"""
_HASH_THEN: Final = "SELECT value FROM settings WHERE name = 'hash_value'"
_FORGET_HASH: Final = "DELETE FROM settings WHERE name = 'hash_value'"
_REMEMBER_HASH: Final = "INSERT INTO settings VALUES ('hash_value', $value)"
_RENEW_KEYS: Final = f"""
UPDATE reviews SET identity_key = renewed.identity_key, content_key = renewed.content_key
FROM (
    SELECT review_no, {IDENTITY_KEY} AS identity_key, {CONTENT_KEY} AS content_key
    FROM (SELECT * REPLACE ({BODY} AS body) FROM reviews)
) AS renewed
WHERE reviews.review_no = renewed.review_no
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
