"""Where predictions meet truth: tables of counts, the reviews behind a cell, and arrays.

All of it is about current reviews that are scored and have a class that is taken for true
(truth.py). The predictions are those of the active model; grouped by model they are
those of every model, on the reviews that all of them have scored.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import numpy as np

from sentiment.errors import UsageError
from sentiment.records import SENTIMENTS, TRUTHS
from sentiment.storage.annotations import annotations_of
from sentiment.storage.filtering import (
    ALL_REVIEWS,
    BELOW_THRESHOLD,
    condition,
    threshold_values,
)
from sentiment.storage.predictions import CLASS_OF_PREDICTION
from sentiment.storage.search import show_reviews
from sentiment.storage.truth import judged_reviews

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from sentiment.records import Annotation, Filters, StoredReview, SurenessThresholds
    from sentiment.storage.database import Database

Grouping = Literal[
    "market", "language", "source", "product", "domain", "month", "model", "truth",
    "language check",
]  # fmt: skip
CellOrder = Literal["most confident", "least confident", "newest", "oldest"]

_SCORED: Final = " AND sentiment IS NOT NULL"
_GROUPS: Final[dict[str | None, str]] = {
    None: "''",
    "market": "coalesce(market, '')",
    "language": "coalesce(language, '')",
    "product": "coalesce(product, '')",
    "source": "source",
    "domain": """
coalesce(map($domain_sources::VARCHAR[], $domain_names::VARCHAR[])[source], '')
""",
    "month": "date_trunc('month', written_at::DATE)",
    "truth": "NULL",  # known only after the truth is: _NAMES
    "language check": """
CASE
    WHEN language IS NULL THEN ''
    WHEN declared_language <> language THEN 'differs'
    WHEN language_uncertain THEN 'uncertain'
    WHEN declared_language IS NULL THEN 'undeclared'
    ELSE 'agrees'
END
""",
}
# Named after grouping: a date is grouped faster than its name.
_NAMES: Final = {"month": "coalesce(strftime(member, '%Y-%m'), '')", "truth": "truth_from"}
_TABLES: Final = """
SELECT {name} AS name, truth, sentiment, sum(n)::BIGINT FROM (
    SELECT member, truth_from, truth, sentiment, count(*) AS n FROM ({judged})
    WHERE truth IS NOT NULL GROUP BY ALL
) GROUP BY name, truth, sentiment
"""
_COUNT_MODELS: Final = "SELECT model_id, count(*) FROM predictions GROUP BY model_id"
_SCORED_BY_ALL: Final = """
text_key IN (
    SELECT text_key FROM predictions GROUP BY text_key HAVING count(*) = $models
)
"""
_TABLES_BY_MODEL: Final = """
SELECT model_id, truth, sentiment, sum(n)::BIGINT FROM (
    SELECT p.model_id, truth, {sentiment} AS sentiment, count(*) AS n
    FROM ({judged}) JOIN predictions AS p USING (text_key)
    WHERE truth IS NOT NULL GROUP BY ALL
) GROUP BY ALL
"""
_OF_MODEL: Final = """
SELECT j.* REPLACE (
    {sentiment} AS sentiment, p.p_negative AS p_negative, p.p_neutral AS p_neutral,
    p.p_positive AS p_positive, greatest(p.p_negative, p.p_neutral, p.p_positive) AS confidence,
    p.model_id AS member
)
FROM ({judged}) AS j JOIN predictions AS p USING (text_key)
WHERE p.model_id = $group
"""
_CELL: Final = """
FROM ({judged}) WHERE truth = $truth AND sentiment = $predicted
    AND ($group IS NULL OR {name} = $group)
"""
_CHOOSE: Final = """
SELECT review_no, truth, truth_from, sentiment, p_negative, p_neutral, p_positive
{cell} ORDER BY {order} LIMIT $limit OFFSET $offset
"""
_ORDERS: Final = {
    "most confident": "confidence DESC, review_no",
    "least confident": "confidence, review_no",
    "newest": "written_at DESC NULLS LAST, review_no DESC",
    "oldest": "written_at NULLS LAST, review_no",
}
_CELL_COLUMNS: Final = """
review_no, {group} AS member, text_key, written_at, sentiment, confidence,
p_negative, p_neutral, p_positive
"""

_ARRAY_COLUMNS: Final = """
review_no, review_id, {text}language, market, source, product, stars,
truth, truth_from, p_negative, p_neutral, p_positive,
language_confidence, language_uncertain, declared_language
"""
# A multiplication scatters the numbers, as for search.sample_texts.
_ARRAYS: Final = """
SELECT {columns} FROM reviews JOIN (
    SELECT review_no, truth, truth_from FROM ({judged}) WHERE truth IS NOT NULL
    ORDER BY (review_no * 2654435761) % 4294967296, review_no LIMIT $limit
) AS chosen USING (review_no)
ORDER BY review_no
"""

_BANDS: Final = """
SELECT {name} AS name, sum(below)::BIGINT, sum(below_right)::BIGINT,
    sum(above)::BIGINT, sum(above_right)::BIGINT
FROM (
    SELECT member, truth_from,
        count(*) FILTER (is_below) AS below,
        count(*) FILTER (is_below AND truth = sentiment) AS below_right,
        count(*) FILTER (NOT is_below) AS above,
        count(*) FILTER (NOT is_below AND truth = sentiment) AS above_right
    FROM ({judged}) WHERE truth IS NOT NULL GROUP BY member, truth_from
) GROUP BY name ORDER BY name
"""


@dataclass(frozen=True)
class JudgedReview:
    """A scored review with its truth: a sentiment, and where that comes from.

    The prediction in ``review`` is that of the model that was asked for. ``annotations``
    are the answers about this version of its text, the last first.
    """

    review: StoredReview
    truth: str
    truth_from: str
    annotations: tuple[Annotation, ...] = ()


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
) -> dict[str, NDArray[np.int64]]:
    """Group → counts (3, 3), rows the truth, columns the prediction; groups in their order.

    A group that is not known is "", as is that of all reviews where ``by`` is None.
    ``domains`` is source → domain. By "language check" the groups are: "agrees" (sure of the
    language, and the file declares the same), "undeclared" (sure, nothing declared),
    "uncertain", "differs" (from the declared one) and "". Groups without reviews are not in
    the answer. Raises UsageError for another grouping or truth.
    """
    checked_grouping(by)
    chosen = condition(filters)
    parameters: dict[str, Any] = dict(chosen.parameters)
    with database.cursor() as cursor:
        if by == "model":
            scored = chosen.sql
            models = dict(cursor.execute(_COUNT_MODELS).fetchall())
            if len(models) > 1:
                scored += f" AND {_SCORED_BY_ALL}"
                parameters["models"] = len(models)
            judged = judged_reviews(scored, columns="text_key", truths=truths)
            query = _TABLES_BY_MODEL.format(judged=judged, sentiment=CLASS_OF_PREDICTION)
        else:
            columns = f"{_GROUPS[by]} AS member, sentiment"
            judged = judged_reviews(chosen.sql + _SCORED, columns=columns, truths=truths)
            query = _TABLES.format(name=_NAMES.get(by or "", "member"), judged=judged)
            parameters |= _domain_values(by, domains)
        rows = cursor.execute(query, parameters).fetchall()
    tables: dict[str, NDArray[np.int64]] = {}
    for name, truth, predicted, count in sorted(rows):
        table = tables.setdefault(name, np.zeros((len(SENTIMENTS),) * 2, np.int64))
        table[truth, predicted] += count
    return tables


def find_cell(
    database: Database,
    *,
    truth: str,
    predicted: str,
    filters: Filters = ALL_REVIEWS,
    by: Grouping | None = None,
    group: str | None = None,
    truths: Sequence[str] = TRUTHS,
    order: CellOrder = "most confident",
    limit: int = 20,
    offset: int = 0,
    domains: Mapping[str, str] | None = None,
) -> list[JudgedReview]:
    """The reviews that one cell of :func:`confusion_tables` counts.

    ``group`` None means all groups (with ``by`` "model": the active model). The order goes
    by the probability of the predicted class, or the date. Raises UsageError for
    another sentiment, grouping, truth or order.
    """
    if order not in _ORDERS:
        raise UsageError(
            f"Reviews cannot be put in the order '{order}'.",
            hint=f"Choose from: {', '.join(_ORDERS)}.",
        )
    with database.cursor() as cursor:
        models = cursor.execute(_COUNT_MODELS).fetchall()
        cell, parameters = _cell(len(models), truth, predicted, filters, by, group, truths, domains)
        query = _CHOOSE.format(cell=cell, order=_ORDERS[order])
        rows = cursor.execute(query, parameters | {"limit": limit, "offset": offset}).fetchall()
        numbers = [row[0] for row in rows]
        reviews = show_reviews(cursor, numbers)
        answers = annotations_of(cursor, numbers) if numbers else []
    return [
        JudgedReview(
            review=replace(
                review,
                sentiment=SENTIMENTS[called],
                p_negative=negative,
                p_neutral=neutral,
                p_positive=positive,
            ),
            truth=SENTIMENTS[code],
            truth_from=kind,
            annotations=tuple(one for one in answers if one.review_id == review.review_id),
        )
        for review, (_, code, kind, called, negative, neutral, positive) in zip(
            reviews, rows, strict=True
        )
    ]


def count_cell(
    database: Database,
    *,
    truth: str,
    predicted: str,
    filters: Filters = ALL_REVIEWS,
    by: Grouping | None = None,
    group: str | None = None,
    truths: Sequence[str] = TRUTHS,
    domains: Mapping[str, str] | None = None,
) -> int:
    """How many reviews :func:`find_cell` finds in all."""
    with database.cursor() as cursor:
        models = cursor.execute(_COUNT_MODELS).fetchall()
        cell, parameters = _cell(len(models), truth, predicted, filters, by, group, truths, domains)
        return int(cursor.execute(f"SELECT count(*) {cell}", parameters).fetchall()[0][0])


def truth_arrays(
    database: Database,
    *,
    filters: Filters = ALL_REVIEWS,
    truths: Sequence[str] = TRUTHS,
    limit: int = 200_000,
    texts: bool = True,
) -> pa.Table:
    """The scored reviews with a class of truth, at most ``limit``, spread evenly, always the same.

    Columns review_no, review_id, text (unless ``texts`` is False), language, market, source,
    product, stars, truth (0, 1, 2), truth_from, p_negative, p_neutral, p_positive,
    language_confidence, language_uncertain and declared_language.
    """
    chosen = condition(filters)
    judged = judged_reviews(chosen.sql + _SCORED, columns="review_no", truths=truths)
    columns = _ARRAY_COLUMNS.format(text="text, " if texts else "")
    query = _ARRAYS.format(columns=columns, judged=judged)
    with database.cursor() as cursor:
        return cursor.sql(query, params=chosen.parameters | {"limit": limit}).to_arrow_table()


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
    checked_grouping(by, but=("model",))
    chosen = condition(filters)
    columns = f"{_GROUPS[by]} AS member, sentiment, {BELOW_THRESHOLD} AS is_below"
    judged = judged_reviews(chosen.sql + _SCORED, columns=columns, truths=truths)
    query = _BANDS.format(name=_NAMES.get(by or "", "member"), judged=judged)
    values = threshold_values(thresholds) | _domain_values(by, domains)
    with database.cursor() as cursor:
        rows = cursor.execute(query, chosen.parameters | values).fetchall()
    return [BandCounts(*row) for row in rows]


def checked_grouping(by: str | None, *, but: Iterable[str] = ()) -> None:
    """Raise UsageError where ``by`` is no grouping, or one of ``but``."""
    known = [grouping for grouping in get_args(Grouping) if grouping not in but]
    if by is not None and by not in known:
        raise UsageError(
            f"Reviews cannot be grouped by '{by}'.", hint=f"Choose from: {', '.join(known)}."
        )


def _cell(
    models: int,
    truth: str,
    predicted: str,
    filters: Filters,
    by: str | None,
    group: str | None,
    truths: Sequence[str],
    domains: Mapping[str, str] | None,
) -> tuple[str, dict[str, Any]]:
    """The part of a query from FROM on, and its values."""
    checked_grouping(by)
    chosen = condition(filters)
    parameters = chosen.parameters | {
        "truth": _code(truth),
        "predicted": _code(predicted),
        "group": group if by else None,
    }
    of_model = by == "model" and group is not None
    meant = chosen.sql if of_model else chosen.sql + _SCORED
    if by == "model" and models > 1:
        meant += f" AND {_SCORED_BY_ALL}"
        parameters["models"] = models
    columns = _CELL_COLUMNS.format(group="''" if by == "model" else _GROUPS[by])
    judged = judged_reviews(meant, columns=columns, truths=truths)
    if of_model:
        judged = _OF_MODEL.format(judged=judged, sentiment=CLASS_OF_PREDICTION)
    cell = _CELL.format(judged=judged, name=_NAMES.get(by or "", "member"))
    return cell, parameters | _domain_values(by, domains)


def _domain_values(by: str | None, domains: Mapping[str, str] | None) -> dict[str, Any]:
    if by != "domain":
        return {}
    known = domains or {}
    return {"domain_sources": list(known), "domain_names": list(known.values())}


def _code(sentiment: str) -> int:
    if sentiment not in SENTIMENTS:
        raise UsageError(
            f"There is no sentiment '{sentiment}'.", hint=f"Choose from: {', '.join(SENTIMENTS)}."
        )
    return SENTIMENTS.index(sentiment)
