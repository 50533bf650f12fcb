"""Predictions of adjusted model versions, made from those of the model that they adjust.

It always holds, at the end of each transaction, that an adjusted version has a prediction for
exactly the texts of which its base has one: that of the base, with the offsets and the
temperature of the text's language (:mod:`sentiment.evaluation.class_adjustment`). The language of
a text is that of the first review with these words of which it is known, because a text has one
prediction, in whichever languages it was written. So nothing is scored twice, and going back to
the base finds all its predictions in place.

What is new or renewed stands in a temporary table ``fresh`` (text_key and three probabilities).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sentiment.evaluation.class_adjustment import LEAST_PROBABILITY

if TYPE_CHECKING:
    from sentiment.storage.database import Cursor

_VERSIONS: Final = "SELECT model_id FROM adjustments WHERE base_model = $base"
_BASES: Final = "SELECT DISTINCT base_model FROM adjustments ORDER BY base_model"
_BASE_OF: Final = "SELECT base_model FROM adjustments WHERE model_id = $model_id"
_WEIGHT: Final = (
    f"pow(greatest(f.{{p}}::DOUBLE, {LEAST_PROBABILITY}) * exp(v.{{offset}}), 1 / v.temperature)"
)
_ADJUST: Final = f"""
CREATE OR REPLACE TEMP TABLE adjusted AS
WITH deciding AS (
    SELECT text_key, arg_min(language, review_no) AS language FROM reviews
    WHERE text_key IN (SELECT text_key FROM fresh) GROUP BY text_key
),
weighted AS (
    SELECT f.*, a.model_id, v.language IS NOT NULL AS is_changed,
        {_WEIGHT.format(p="p_negative", offset="negative")} AS negative,
        {_WEIGHT.format(p="p_neutral", offset="neutral")} AS neutral,
        {_WEIGHT.format(p="p_positive", offset="positive")} AS positive
    FROM fresh AS f
    CROSS JOIN ({_VERSIONS} AND ($only::VARCHAR IS NULL OR model_id = $only)) AS a
    LEFT JOIN deciding AS d USING (text_key)
    LEFT JOIN adjustment_values AS v ON v.model_id = a.model_id AND v.language = d.language
)
SELECT text_key, model_id,
    CASE WHEN is_changed THEN (negative / (negative + neutral + positive))::FLOAT
        ELSE p_negative END AS p_negative,
    CASE WHEN is_changed THEN (neutral / (negative + neutral + positive))::FLOAT
        ELSE p_neutral END AS p_neutral,
    CASE WHEN is_changed THEN (positive / (negative + neutral + positive))::FLOAT
        ELSE p_positive END AS p_positive
FROM weighted
"""
_INSERT: Final = """
INSERT INTO predictions SELECT text_key, model_id, p_negative, p_neutral, p_positive FROM adjusted
"""
_FORGET: Final = f"""
DELETE FROM predictions
WHERE model_id IN ({_VERSIONS}) AND text_key IN (SELECT text_key FROM fresh)
"""
_FRESH_OF_FOUND: Final = """
CREATE OR REPLACE TEMP TABLE fresh AS
SELECT text_key, p_negative, p_neutral, p_positive FROM predictions
WHERE model_id = $base
    AND text_key IN (SELECT text_key FROM reviews SEMI JOIN found USING (review_no))
"""
_FRESH_OF_VERSION: Final = """
CREATE OR REPLACE TEMP TABLE fresh AS
SELECT text_key, p_negative, p_neutral, p_positive FROM adjusted WHERE model_id = $model_id
"""
_COUNT_FRESH: Final = "SELECT count(*) FROM fresh"
_DROP_ADJUSTED: Final = "DROP TABLE adjusted"


def base_of(cursor: Cursor, model_id: str | None) -> str | None:
    """The model that ``model_id`` is an adjusted version of; None where it is none."""
    rows = cursor.execute(_BASE_OF, {"model_id": model_id}).fetchall()
    return rows[0][0] if rows else None


def adjusted_bases(cursor: Cursor) -> tuple[str, ...]:
    """The models of which there are adjusted versions."""
    return tuple(base for (base,) in cursor.execute(_BASES).fetchall())


def add_adjusted(
    cursor: Cursor, *, base: str, shown: str | None = None, only: str | None = None
) -> None:
    """Store for the versions of ``base``, or ``only`` one, what its ``fresh`` predictions become.

    Where ``shown`` is one of them, ``fresh`` holds its predictions afterwards.
    """
    versions = [model for (model,) in cursor.execute(_VERSIONS, {"base": base}).fetchall()]
    if not versions:
        return
    cursor.execute(_ADJUST, {"base": base, "only": only})
    cursor.execute(_INSERT)
    if shown in versions:
        cursor.execute(_FRESH_OF_VERSION, {"model_id": shown})
    cursor.execute(_DROP_ADJUSTED)


def take_found_languages(cursor: Cursor, *, base: str) -> bool:
    """Forget what the versions of ``base`` say of texts whose language was just ``found``.

    ``fresh`` then holds the base's predictions of these texts; whether there are any.
    """
    cursor.execute(_FRESH_OF_FOUND, {"base": base})
    if not cursor.execute(_COUNT_FRESH).fetchall()[0][0]:
        return False
    cursor.execute(_FORGET, {"base": base})
    return True
