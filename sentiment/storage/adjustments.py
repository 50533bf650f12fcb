"""Model versions that adjust another model's predictions: made, listed, found and deleted.

Making one is one transaction: its parameters, its predictions of all texts that the base has
scored, and its being shown are stored together or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sentiment.errors import UsageError
from sentiment.evaluation.class_adjustment import ClassAdjustment
from sentiment.storage.adjusted_predictions import add_adjusted, base_of
from sentiment.storage.predictions import activate, read_active_model

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sentiment.storage.database import Database

_ALL: Final = """
SELECT model_id, name, base_model, "constraint", effects, created_at, created_by
FROM adjustments ORDER BY created_at DESC, model_id
"""
_VALUES: Final = """
SELECT model_id, language, negative, neutral, positive, temperature FROM adjustment_values
ORDER BY model_id, language
"""
_INSERT: Final = """
INSERT INTO adjustments VALUES (
    $model_id, $name, $base_model, $constraint, $effects, $created_at, $created_by
)
"""
_INSERT_VALUES: Final = """
INSERT INTO adjustment_values VALUES (
    $model_id, $language, $temperature, $negative, $neutral, $positive
)
"""
_BASE_PREDICTIONS: Final = """
CREATE OR REPLACE TEMP TABLE fresh AS
SELECT text_key, p_negative, p_neutral, p_positive FROM predictions WHERE model_id = $base
"""
_COUNT_PREDICTIONS: Final = "SELECT count(*) FROM predictions WHERE model_id = $model_id"
_DROP_FRESH: Final = "DROP TABLE fresh"
_DELETE: Final = (
    "DELETE FROM adjustments WHERE model_id = $model_id",
    "DELETE FROM adjustment_values WHERE model_id = $model_id",
    "DELETE FROM predictions WHERE model_id = $model_id",
    "DELETE FROM explanations WHERE model_id = $model_id",
)
_DECIDING_LANGUAGE: Final = """
SELECT arg_min(language, review_no) FROM reviews WHERE text_key = md5_number($text)
"""


@dataclass(frozen=True)
class StoredAdjustment:
    """A version ``model_id`` of ``base_model`` with the ``values`` of the languages it changes.

    ``constraint`` is a sentence, ``effects`` what was measured when it was made (JSON).
    ``created_at`` is UTC.
    """

    model_id: str
    name: str
    base_model: str
    values: tuple[ClassAdjustment, ...]
    constraint: str
    effects: str
    created_at: datetime
    created_by: str


def store_adjustment(
    database: Database,
    adjustment: StoredAdjustment,
    *,
    adjusted: Callable[[int], None] = lambda _: None,
) -> None:
    """Store a version, adjust all predictions of its base, and show it, in one transaction.

    ``adjusted`` is told the number of predictions before they are shown. Raises
    UsageError where the identity or the name is taken, where the base is an adjusted
    version itself, and where it has scored nothing.
    """
    with database.transaction() as cursor:
        known = cursor.execute(_ALL).fetchall()
        if any(adjustment.model_id == row[0] for row in known):
            raise UsageError(
                f"There is a version '{adjustment.model_id}' already.", hint="Use that one."
            )
        if any(adjustment.name == row[1] for row in known):
            raise UsageError(
                f"Another version is called '{adjustment.name}'.", hint="Choose another name."
            )
        base = adjustment.base_model
        if base_of(cursor, base) is not None:
            raise UsageError(
                f"'{base}' is an adjusted version itself.",
                hint="Undo it first; adjust the model that it adjusts.",
            )
        if not cursor.execute(_COUNT_PREDICTIONS, {"model_id": base}).fetchall()[0][0]:
            raise UsageError(
                f"The model '{base}' has scored no review here.", hint="Score first: polytone score"
            )
        cursor.execute(_INSERT, _row(adjustment))
        for one in adjustment.values:
            cursor.execute(_INSERT_VALUES, _value_row(adjustment.model_id, one))
        cursor.execute(_BASE_PREDICTIONS, {"base": base})
        add_adjusted(cursor, base=base, only=adjustment.model_id)
        cursor.execute(_DROP_FRESH)
        counted = {"model_id": adjustment.model_id}
        adjusted(int(cursor.execute(_COUNT_PREDICTIONS, counted).fetchall()[0][0]))
        activate(cursor, adjustment.model_id)


def read_adjustments(database: Database) -> tuple[StoredAdjustment, ...]:
    """All versions, the newest first."""
    with database.cursor() as cursor:
        rows = cursor.execute(_ALL).fetchall()
        values: dict[str, list[ClassAdjustment]] = {}
        for model_id, language, *offsets, temperature in cursor.execute(_VALUES).fetchall():
            one = ClassAdjustment(language, (offsets[0], offsets[1], offsets[2]), temperature)
            values.setdefault(model_id, []).append(one)
    return tuple(
        StoredAdjustment(
            model_id=model_id,
            name=name,
            base_model=base,
            values=tuple(values.get(model_id, ())),
            constraint=constraint,
            effects=effects,
            created_at=created_at,
            created_by=created_by,
        )
        for model_id, name, base, constraint, effects, created_at, created_by in rows
    )


def find_adjustment(database: Database, named: str | None) -> StoredAdjustment | None:
    """The version with this identity or name; None where there is none."""
    found = read_adjustments(database)
    return next((one for one in found if named in (one.model_id, one.name)), None)


def count_adjusted(database: Database, *, model_id: str) -> int:
    """How many texts a model or version has a prediction for."""
    with database.cursor() as cursor:
        rows = cursor.execute(_COUNT_PREDICTIONS, {"model_id": model_id}).fetchall()
    return int(rows[0][0])


def delete_adjustment(database: Database, model_id: str) -> None:
    """Delete a version with its predictions; where it is active, its base becomes active.

    Raises UsageError where there is no such version.
    """
    with database.transaction() as cursor:
        base = base_of(cursor, model_id)
        if base is None:
            raise UsageError(
                f"There is no adjusted version '{model_id}'.", hint="Choose one from the list."
            )
        if read_active_model(cursor) == model_id:
            activate(cursor, base)
        for statement in _DELETE:
            cursor.execute(statement, {"model_id": model_id})


def deciding_language(database: Database, *, text: str) -> str | None:
    """The language by which predictions of a text are adjusted: that of the first review."""
    with database.cursor() as cursor:
        rows = cursor.execute(_DECIDING_LANGUAGE, {"text": text}).fetchall()
    language: str | None = rows[0][0]
    return language


def _row(one: StoredAdjustment) -> dict[str, object]:
    return {
        "model_id": one.model_id,
        "name": one.name,
        "base_model": one.base_model,
        "constraint": one.constraint,
        "effects": one.effects,
        "created_at": one.created_at,
        "created_by": one.created_by,
    }


def _value_row(model_id: str, one: ClassAdjustment) -> dict[str, object]:
    negative, neutral, positive = one.offsets
    return {
        "model_id": model_id,
        "language": one.language,
        "temperature": one.temperature,
        "negative": negative,
        "neutral": neutral,
        "positive": positive,
    }
