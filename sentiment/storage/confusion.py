"""Where predictions meet truth: counts by group, and on both sides of the abstain thresholds.

They are about current reviews that are scored and have a class that is taken for true
(truth.py). The predictions are those of the active model; grouped by model they are
those of every model, on the reviews that all of them have scored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sentiment.records import SENTIMENTS, TRUTHS
from sentiment.storage.confusion_groups import (
    SCORED,
    checked_grouping,
    group_expressions,
    group_of_review,
)
from sentiment.storage.filtering import (
    ALL_REVIEWS,
    BELOW_THRESHOLD,
    condition,
    threshold_values,
)
from sentiment.storage.scored_by_all import models_side_by_side
from sentiment.storage.truth import judged_reviews

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from sentiment.records import Filters, SurenessThresholds
    from sentiment.storage.confusion_groups import Grouping
    from sentiment.storage.database import Database

Tables = dict[str, "NDArray[np.int64]"]

_TABLES: Final = """
SELECT {name} AS name, truth, sentiment, n FROM (
    SELECT {member} AS member, truth, sentiment, count(*) AS n FROM ({judged})
    WHERE truth IS NOT NULL GROUP BY ALL
)
"""
_TABLES_BY_MODEL: Final = """
SELECT truth, count(*) AS n, {classes} FROM ({judged}) AS judged {joins}
WHERE truth IS NOT NULL GROUP BY ALL
"""
_MODEL_COLUMNS: Final = "text_key, sentiment"
_BANDS: Final = """
SELECT {name} AS name, below, below_right, above, above_right
FROM (
    SELECT {member} AS member,
        count(*) FILTER (is_below) AS below,
        count(*) FILTER (is_below AND truth = sentiment) AS below_right,
        count(*) FILTER (NOT is_below) AS above,
        count(*) FILTER (NOT is_below AND truth = sentiment) AS above_right
    FROM ({judged}) WHERE truth IS NOT NULL GROUP BY ALL
) ORDER BY name
"""


@dataclass(frozen=True)
class BandCounts:
    """Reviews of one group on both sides of their threshold, and how many are called rightly."""

    group: str
    below: int
    below_right: int
    above: int
    above_right: int


def confusion_tables(
    database: Database,
    *,
    filters: Filters = ALL_REVIEWS,
    by: Grouping | None = None,
    truths: Sequence[str] = TRUTHS,
    domains: Mapping[str, str] | None = None,
) -> Tables:
    """Group → counts (3, 3), rows the truth, columns the prediction; groups in their order.

    A group that is not known is "", as is that of all reviews where ``by`` is None.
    ``domains`` is source → domain. By "language check" the groups are: "agrees" (sure of the
    language, and the file declares the same), "undeclared" (sure, nothing declared),
    "uncertain", "differs" (from the declared one) and "". Groups without reviews are not in
    the answer. Raises UsageError for another grouping or truth.
    """
    checked_grouping(by, database=database)
    if by == "model":
        return _tables_by_model(database, filters, truths)
    chosen = condition(filters)
    group = group_of_review(by, domains=domains)
    columns = f"{group.sql} AS member, sentiment"
    judged = judged_reviews(chosen.sql + SCORED, columns=columns, truths=truths)
    query = _TABLES.format(judged=judged, **group_expressions(by))
    parameters: dict[str, Any] = chosen.parameters | group.parameters
    with database.cursor() as cursor:
        rows = cursor.execute(query, parameters).fetchall()
    tables: Tables = {}
    for name, truth, predicted, count in sorted(rows):
        tables.setdefault(name, _nobody())[truth, predicted] += count
    return tables


def count_bands(
    database: Database,
    *,
    thresholds: SurenessThresholds,
    filters: Filters = ALL_REVIEWS,
    by: Grouping | None = None,
    truths: Sequence[str] = TRUTHS,
    domains: Mapping[str, str] | None = None,
) -> list[BandCounts]:
    """How many reviews lie below and above the threshold of their language, groups in order.

    Groups are those of :func:`confusion_tables`, but "model".
    """
    checked_grouping(by, but=("model",), database=database)
    chosen = condition(filters)
    group = group_of_review(by, domains=domains)
    columns = f"{group.sql} AS member, sentiment, {BELOW_THRESHOLD} AS is_below"
    judged = judged_reviews(chosen.sql + SCORED, columns=columns, truths=truths)
    query = _BANDS.format(judged=judged, **group_expressions(by))
    values = threshold_values(thresholds) | group.parameters
    with database.cursor() as cursor:
        rows = cursor.execute(query, chosen.parameters | values).fetchall()
    return [BandCounts(*row) for row in rows]


def _tables_by_model(database: Database, filters: Filters, truths: Sequence[str]) -> Tables:
    chosen = condition(filters)
    with database.cursor() as cursor:
        models = models_side_by_side(cursor)
        if not models.models:
            return {}
        judged = judged_reviews(
            chosen.sql + models.condition, columns=_MODEL_COLUMNS, truths=truths
        )
        classes = ", ".join(
            f"{models.class_of(model)} AS class_{place}"
            for place, model in enumerate(models.models)
        )
        query = _TABLES_BY_MODEL.format(judged=judged, classes=classes, joins=models.joins)
        rows = cursor.execute(query, chosen.parameters | models.parameters).fetchall()
    tables: Tables = {model: _nobody() for model in models.models} if rows else {}
    for truth, count, *called in rows:
        for table, predicted in zip(tables.values(), called, strict=True):
            table[truth, predicted] += count
    return tables


def _nobody() -> NDArray[np.int64]:
    return np.zeros((len(SENTIMENTS),) * 2, np.int64)
