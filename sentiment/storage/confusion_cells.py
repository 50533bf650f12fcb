"""The reviews that a cell of a confusion table counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal

from sentiment.errors import UsageError
from sentiment.records import SENTIMENTS, TRUTHS
from sentiment.storage.annotations import annotations_of
from sentiment.storage.confusion_groups import (
    SCORED,
    checked_grouping,
    class_code,
    group_expressions,
    group_of_review,
)
from sentiment.storage.filtering import ALL_REVIEWS, condition
from sentiment.storage.scored_by_all import models_side_by_side
from sentiment.storage.search import show_reviews
from sentiment.storage.truth import TRUTH_NAME, judged_reviews

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentiment.records import Annotation, Filters, StoredReview
    from sentiment.storage.confusion_groups import Grouping
    from sentiment.storage.database import Cursor, Database

CellOrder = Literal["most confident", "least confident", "newest", "oldest"]

_ORDERS: Final = {
    "most confident": "confidence DESC, review_no",
    "least confident": "confidence, review_no",
    "newest": "written_at DESC NULLS LAST, review_no DESC",
    "oldest": "written_at NULLS LAST, review_no",
}
_COLUMNS: Final = """
review_no, {group} AS member, text_key, written_at, sentiment, confidence,
p_negative, p_neutral, p_positive
"""
_OF_MODEL: Final = """
SELECT judged.review_no, judged.written_at, judged.truth, judged.truth_from,
    $group AS member, {scores}
FROM ({judged}) AS judged {joins}
"""
_CELL: Final = """
FROM (SELECT * REPLACE ({member} AS member) FROM ({judged}))
WHERE truth = $truth AND sentiment = $predicted AND ($group IS NULL OR {name} = $group)
"""
_CHOOSE: Final = """
SELECT review_no, truth, {kind}, sentiment, p_negative, p_neutral, p_positive
{cell} ORDER BY {order} LIMIT $limit OFFSET $offset
"""
_COUNT: Final = "SELECT count(*) {cell}"


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
class Cell:
    """One cell of one group's table; ``truth`` and ``predicted`` are names of sentiments.

    Without ``by`` or ``group`` it is the cell of all reviews. ``domains`` is source → domain.
    """

    truth: str
    predicted: str
    by: Grouping | None = None
    group: str | None = None
    truths: Sequence[str] = TRUTHS
    domains: Mapping[str, str] | None = None


def find_cell(
    database: Database,
    cell: Cell,
    *,
    filters: Filters = ALL_REVIEWS,
    order: CellOrder = "most confident",
    limit: int = 20,
    offset: int = 0,
) -> list[JudgedReview]:
    """The reviews of ``cell``, ordered by the probability of the predicted class, or by date.

    Raises UsageError for another sentiment, grouping, truth or order.
    """
    if order not in _ORDERS:
        raise UsageError(
            f"Reviews cannot be put in the order '{order}'.",
            hint=f"Choose from: {', '.join(_ORDERS)}.",
        )
    with database.cursor() as cursor:
        counted, parameters = _counted(cursor, cell, filters)
        query = _CHOOSE.format(cell=counted, order=_ORDERS[order], kind=TRUTH_NAME)
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


def count_cell(database: Database, cell: Cell, *, filters: Filters = ALL_REVIEWS) -> int:
    """How many reviews the cell counts."""
    with database.cursor() as cursor:
        counted, parameters = _counted(cursor, cell, filters)
        return int(cursor.execute(_COUNT.format(cell=counted), parameters).fetchall()[0][0])


def _counted(cursor: Cursor, cell: Cell, filters: Filters) -> tuple[str, dict[str, Any]]:
    """The part of a query from FROM on, and its values."""
    checked_grouping(cell.by)
    chosen = condition(filters)
    group = group_of_review(cell.by, domains=cell.domains)
    parameters = chosen.parameters | group.parameters
    parameters |= {
        "truth": class_code(cell.truth),
        "predicted": class_code(cell.predicted),
        "group": cell.group if cell.by else None,
    }
    columns = _COLUMNS.format(group=group.sql)
    if cell.by == "model" and cell.group is not None:
        models = models_side_by_side(cursor)
        if cell.group not in models.models:
            known = ", ".join(models.models) or "none yet"
            raise UsageError(
                f"There are no predictions by the model '{cell.group}'.",
                hint=f"Models that have scored reviews: {known}.",
            )
        judged = _OF_MODEL.format(
            judged=judged_reviews(
                chosen.sql + models.condition, columns=columns, truths=cell.truths
            ),
            joins=models.joins,
            scores=models.scores_of(cell.group),
        )
        parameters |= models.parameters
    else:
        judged = judged_reviews(chosen.sql + SCORED, columns=columns, truths=cell.truths)
    return _CELL.format(judged=judged, **group_expressions(cell.by)), parameters
