"""Predictions, one a text and model, and the model whose answers are shown.

A prediction belongs to a text, not to a review: the same words are scored once
by a model, however often they were written.

Joining a million predictions for each picture is too slow, so each review
carries the probabilities of the active model as well. It always holds, at the
end of each transaction, that a review's ``sentiment`` and probabilities are
those of the prediction for its text by the active model, or null where there is
none: ``store_export``, ``store_predictions`` and ``set_active_model`` see to it. It
holds as well that every text has its ``text_key`` where a model is active. Versions of a
model that adjust its predictions follow it: adjusted_predictions.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sentiment.storage.adjusted_predictions import (
    add_adjusted,
    adjusted_bases,
    base_of,
    take_found_languages,
)
from sentiment.storage.identity import FILL_TEXT_KEYS, TEXT_KEY

if TYPE_CHECKING:
    import pyarrow as pa

    from sentiment.storage.database import Cursor, Database

# The winner is the largest probability, and the first of several as large.
CLASS_OF_PREDICTION: Final = """
    CASE
        WHEN p.p_negative >= p.p_neutral AND p.p_negative >= p.p_positive THEN 0
        WHEN p.p_neutral >= p.p_positive THEN 1 ELSE 2
    END
"""
SCORES_OF_PREDICTION: Final = f"""
    sentiment = {CLASS_OF_PREDICTION},
    p_negative = p.p_negative, p_neutral = p.p_neutral, p_positive = p.p_positive,
    confidence = greatest(p.p_negative, p.p_neutral, p.p_positive)
"""

# The active model's scores stand in the reviews; another's have to be looked up.
_UNSCORED_BY_ACTIVE: Final = """
is_current AND text_key IS NOT NULL AND sentiment IS NULL AND $model_id IS NOT NULL
"""
_UNSCORED_BY_OTHER: Final = f"""
is_current AND text IS NOT NULL
    AND {TEXT_KEY} NOT IN (SELECT text_key FROM predictions WHERE model_id = $model_id)
"""
_COUNT_UNSCORED: Final = "SELECT count(DISTINCT {text_key}) FROM reviews WHERE {unscored}"
_UNSCORED_TEXTS: Final = """
WITH waiting AS (
    SELECT review_no, {text_key} AS text_key FROM reviews WHERE {unscored} LIMIT $limit
),
chosen AS (SELECT min(review_no) AS review_no FROM waiting GROUP BY text_key)
SELECT ({text_key})::UUID::VARCHAR AS text_key, text, language
FROM reviews WHERE review_no IN (SELECT review_no FROM chosen)
ORDER BY review_no
"""
_NEW_PREDICTIONS: Final = """
CREATE OR REPLACE TEMP TABLE fresh AS
WITH given AS (
    SELECT text_key::UUID::UHUGEINT AS text_key, any_value(p_negative)::FLOAT AS p_negative,
        any_value(p_neutral)::FLOAT AS p_neutral, any_value(p_positive)::FLOAT AS p_positive
    FROM scored GROUP BY ALL
),
known AS (
    SELECT text_key FROM predictions
    WHERE model_id = $model_id AND text_key IN (SELECT text_key FROM given)
)
SELECT * FROM given WHERE text_key NOT IN (SELECT text_key FROM known)
"""
_INSERT_PREDICTIONS: Final = """
INSERT INTO predictions SELECT text_key, $model_id, p_negative, p_neutral, p_positive FROM fresh
"""
_ACTIVE_PREDICTIONS: Final = """
CREATE OR REPLACE TEMP TABLE fresh AS
SELECT text_key, p_negative, p_neutral, p_positive FROM predictions WHERE model_id = $model_id
"""
_FILL_SCORES: Final = f"""
UPDATE reviews SET {SCORES_OF_PREDICTION}
FROM fresh AS p WHERE reviews.text_key = p.text_key
"""
_CLEAR_SCORES: Final = """
UPDATE reviews SET sentiment = NULL, p_negative = NULL, p_neutral = NULL, p_positive = NULL,
    confidence = NULL
WHERE sentiment IS NOT NULL
"""
_DROP_FRESH: Final = "DROP TABLE fresh"
_ACTIVE_MODEL: Final = "SELECT value FROM settings WHERE name = 'active_model'"
_FORGET_ACTIVE_MODEL: Final = "DELETE FROM settings WHERE name = 'active_model'"
_REMEMBER_ACTIVE_MODEL: Final = "INSERT INTO settings VALUES ('active_model', $model_id)"


def complete_text_keys(database: Database) -> None:
    """Give every text its key, once before a run, so that no batch has to compute them all."""
    with database.transaction() as cursor:
        cursor.execute(FILL_TEXT_KEYS)


def count_unscored(database: Database, *, model_id: str) -> int:
    """How many distinct texts of current reviews the model has not scored."""
    with database.cursor() as cursor:
        unscored = _unscored(cursor, model_id)
        query = _COUNT_UNSCORED.format(unscored=unscored, text_key=TEXT_KEY)
        return int(cursor.execute(query, {"model_id": model_id}).fetchall()[0][0])


def unscored_texts(database: Database, *, model_id: str, limit: int) -> pa.Table:
    """At most ``limit`` distinct texts of current reviews that the model has not scored.

    Columns text_key (a string to hand back with the prediction), text and
    language (null where it is not identified), in the order in which they came in.
    Empty only where nothing is left to score.
    """
    parameters = {"model_id": model_id, "limit": limit}
    with database.cursor() as cursor:
        unscored = _unscored(cursor, model_id)
        query = _UNSCORED_TEXTS.format(unscored=unscored, text_key=TEXT_KEY)
        return cursor.sql(query, params=parameters).to_arrow_table()


def store_predictions(database: Database, *, model_id: str, predictions: pa.Table) -> None:
    """Store a batch of predictions in one transaction.

    ``predictions`` has the columns text_key, p_negative, p_neutral and
    p_positive (0 to 1). A text that the model has scored before keeps its first
    prediction, so the same batch can be stored twice.
    """
    with database.transaction(scored=predictions) as cursor:
        cursor.execute(_NEW_PREDICTIONS, {"model_id": model_id})
        cursor.execute(_INSERT_PREDICTIONS, {"model_id": model_id})
        active = read_active_model(cursor)
        add_adjusted(cursor, base=model_id, shown=active)
        if active == model_id or base_of(cursor, active) == model_id:
            cursor.execute(_FILL_SCORES)
        cursor.execute(_DROP_FRESH)


def set_active_model(database: Database, model_id: str, *, keep_adjusted: bool = False) -> None:
    """Make this the model whose predictions all counts and lists show.

    With ``keep_adjusted`` an adjusted version of it that is active stays so.
    """
    with database.transaction() as cursor:
        if not (keep_adjusted and base_of(cursor, read_active_model(cursor)) == model_id):
            activate(cursor, model_id)


def activate(cursor: Cursor, model_id: str) -> None:
    """:func:`set_active_model`, inside a transaction."""
    if read_active_model(cursor) == model_id:
        return
    cursor.execute(_FORGET_ACTIVE_MODEL)
    cursor.execute(_REMEMBER_ACTIVE_MODEL, {"model_id": model_id})
    cursor.execute(FILL_TEXT_KEYS)
    cursor.execute(_CLEAR_SCORES)
    cursor.execute(_ACTIVE_PREDICTIONS, {"model_id": model_id})
    cursor.execute(_FILL_SCORES)
    cursor.execute(_DROP_FRESH)


def adjust_found_languages(cursor: Cursor) -> None:
    """Adjust predictions that came before the language of their text was ``found``."""
    active = read_active_model(cursor)
    for base in adjusted_bases(cursor):
        if take_found_languages(cursor, base=base):
            add_adjusted(cursor, base=base, shown=active)
            if base_of(cursor, active) == base:
                cursor.execute(_FILL_SCORES)
        cursor.execute(_DROP_FRESH)


def active_model(database: Database) -> str | None:
    """The model whose predictions are shown; None before the first scoring."""
    with database.cursor() as cursor:
        return read_active_model(cursor)


def _unscored(cursor: Cursor, model_id: str) -> str:
    active = read_active_model(cursor)
    is_active = model_id in (active, base_of(cursor, active))
    return _UNSCORED_BY_ACTIVE if is_active else _UNSCORED_BY_OTHER


def read_active_model(cursor: Cursor) -> str | None:
    """:func:`active_model`, inside a transaction."""
    rows = cursor.execute(_ACTIVE_MODEL).fetchall()
    return rows[0][0] if rows else None
