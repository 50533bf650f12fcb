"""What two models call the same reviews, beside the truth.

They are about current reviews that every model with stored predictions has scored and that
have a class that is taken for true, as in the tables by model (confusion.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sentiment.errors import UsageError
from sentiment.records import SENTIMENTS, TRUTHS
from sentiment.storage.filtering import ALL_REVIEWS, condition
from sentiment.storage.scored_by_all import models_side_by_side
from sentiment.storage.truth import TRUTH_NAME, judged_reviews

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from numpy.typing import NDArray

    from sentiment.records import Filters
    from sentiment.storage.database import Cursor, Database

_COLUMNS: Final = """
review_no, coalesce(language, '') AS language, text_key, sentiment, confidence,
p_negative, p_neutral, p_positive
"""
_BESIDE: Final = """
SELECT judged.review_no, judged.language, judged.truth, judged.truth_from,
    {first} AS first_class, {other} AS other_class,
    {first_sureness} AS first_sureness, {other_sureness} AS other_sureness
FROM ({judged}) AS judged {joins}
WHERE judged.truth IS NOT NULL
"""
_COUNT: Final = """
SELECT language, truth, first_class, other_class, count(*) FROM ({beside}) GROUP BY ALL
"""
# Two models are as sure of their disagreement as the less sure of them.
_DIFFERING: Final = """
SELECT review_no, truth, {kind}, other_class, other_sureness FROM ({beside})
WHERE first_class <> other_class
ORDER BY least(first_sureness, other_sureness) DESC, review_no LIMIT $limit
"""


@dataclass(frozen=True)
class DifferingAnswer:
    """A review that two models do not call the same, with what the ``other`` one says."""

    review_no: int
    truth: int
    truth_from: str
    other: str
    other_sureness: float


def scoring_models(database: Database) -> tuple[str, ...]:
    """The models that have stored predictions, the active one first."""
    from sentiment.storage.predictions import read_active_model

    with database.cursor() as cursor:
        models = models_side_by_side(cursor).models
        active = read_active_model(cursor)
    return tuple(sorted(models, key=lambda model: (model != active, model)))


def paired_tables(
    database: Database,
    *,
    first: str,
    other: str,
    filters: Filters = ALL_REVIEWS,
    truths: Sequence[str] = TRUTHS,
) -> dict[str, NDArray[np.int64]]:
    """Counts (3, 3, 3) of true class, answer of ``first`` and of ``other``, by language.

    Raises UsageError for a model without stored predictions.
    """
    with database.cursor() as cursor:
        beside, parameters = _beside(cursor, first, other, filters, truths)
        rows = cursor.execute(_COUNT.format(beside=beside), parameters).fetchall()
    tables: dict[str, NDArray[np.int64]] = {}
    for language, truth, one, another, count in sorted(rows):
        table = tables.setdefault(language, np.zeros((len(SENTIMENTS),) * 3, np.int64))
        table[truth, one, another] += count
    return tables


def find_differing(
    database: Database,
    *,
    first: str,
    other: str,
    filters: Filters = ALL_REVIEWS,
    truths: Sequence[str] = TRUTHS,
    limit: int,
) -> list[DifferingAnswer]:
    """Reviews that the two do not call the same, the surest disagreement first."""
    with database.cursor() as cursor:
        beside, parameters = _beside(cursor, first, other, filters, truths)
        query = _DIFFERING.format(beside=beside, kind=TRUTH_NAME)
        rows = cursor.execute(query, parameters | {"limit": limit}).fetchall()
    return [
        DifferingAnswer(number, truth, kind, SENTIMENTS[called], sureness)
        for number, truth, kind, called, sureness in rows
    ]


def _beside(
    cursor: Cursor, first: str, other: str, filters: Filters, truths: Sequence[str]
) -> tuple[str, dict[str, Any]]:
    models = models_side_by_side(cursor)
    for model in (first, other):
        if model not in models.models:
            known = ", ".join(models.models) or "none"
            raise UsageError(
                f"The model '{model}' has scored no review here.",
                hint=f"Score with it first; stored are the answers of: {known}.",
            )
    chosen = condition(filters)
    judged = judged_reviews(chosen.sql + models.condition, columns=_COLUMNS, truths=truths)
    beside = _BESIDE.format(
        judged=judged,
        joins=models.joins,
        first=models.class_of(first),
        other=models.class_of(other),
        first_sureness=models.sureness_of(first),
        other_sureness=models.sureness_of(other),
    )
    return beside, chosen.parameters | models.parameters
