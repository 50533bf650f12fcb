"""What corrected shares are computed from: calls by group and language, and labelled reviews.

Labelled are reviews that were drawn at random and answered, and those of which the file itself
states the class. Picked answers do not count: people pick what looks wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, get_args

import numpy as np

from sentiment.errors import UsageError
from sentiment.records import SENTIMENTS, Grain
from sentiment.storage.confusion_groups import (
    SCORED,
    checked_grouping,
    group_expressions,
    group_of_review,
)
from sentiment.storage.filtering import ALL_REVIEWS, condition
from sentiment.storage.summaries import PERIODS
from sentiment.storage.truth import judged_reviews

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from sentiment.records import Filters
    from sentiment.storage.database import Database

# Stars are how people rate, not what they wrote: they are never the truth here.
LABELS: Final = ("annotation", "label")
# Groupings that are no property of a review before its truth is known.
_NO_GROUPS: Final = ("model", "truth")

_CALLS: Final = """
WITH cells AS (
    SELECT {group} AS member, coalesce(market, '') AS market,
        coalesce(language, '') AS language, {period} AS period,
        count(*) FILTER (sentiment = 0) AS negative,
        count(*) FILTER (sentiment = 1) AS neutral,
        count(*) FILTER (sentiment = 2) AS positive
    FROM reviews WHERE {condition} GROUP BY ALL
),
largest AS (
    SELECT member FROM cells GROUP BY member
    ORDER BY sum(negative + neutral + positive) DESC, member LIMIT $most
)
SELECT {name} AS name, market, language, period, negative, neutral, positive
FROM cells SEMI JOIN largest ON cells.member IS NOT DISTINCT FROM largest.member
ORDER BY name, period, market, language
"""
_TABLES: Final = """
SELECT {name} AS name, market, language, truth, sentiment, n FROM (
    SELECT member, market, language, truth, sentiment, count(*) AS n FROM ({judged})
    WHERE truth IS NOT NULL GROUP BY ALL
)
"""
_COLUMNS: Final = """
{group} AS member, coalesce(market, '') AS market, coalesce(language, '') AS language, sentiment
"""
_UNDECIDED: Final = """
SELECT count(*) FILTER (drawn_class), count(*) FILTER (drawn AND NOT drawn_class),
    count(*) FILTER (NOT drawn)
FROM reviews JOIN (
    SELECT review_no, bool_or(drawn) AS drawn,
        coalesce(arg_max(answer, annotation_id) FILTER (drawn), $classes) < $classes AS drawn_class
    FROM annotations GROUP BY review_no
) AS answered USING (review_no)
WHERE {condition}
"""


@dataclass(frozen=True)
class AnsweredReviews:
    """Scored reviews with people's answers: drawn with a class, drawn without, only picked."""

    drawn: int
    undecided: int
    picked: int


@dataclass(frozen=True)
class CallCounts:
    """How the reviews of a group from a market in a language, and of a period, are called.

    ``calls`` (3,) are counts in the order of ``SENTIMENTS``.
    """

    group: str
    market: str
    language: str
    period: date | None
    calls: NDArray[np.float64]


def call_counts(
    database: Database,
    *,
    by: str | None,
    filters: Filters = ALL_REVIEWS,
    grain: Grain | None = None,
    domains: Mapping[str, str] | None = None,
    most: int = 100,
) -> list[CallCounts]:
    """The active model's calls in the ``most`` largest groups of ``by``, by market and language.

    ``by`` is a grouping of reviews, "column:NAME", or None for all together (group ""). With
    a ``grain`` reviews without a date are left out. Raises UsageError for an unknown grouping
    or grain, and a column that no review has.
    """
    checked_grouping(by, but=_NO_GROUPS, database=database)
    if grain not in PERIODS:
        raise UsageError(
            f"There is no period '{grain}'.", hint=f"Choose from: {', '.join(get_args(Grain))}."
        )
    chosen = condition(filters)
    group = group_of_review(by, domains=domains)
    query = _CALLS.format(
        group=group.sql,
        name=group_expressions(by)["name"],
        period=PERIODS[grain],
        condition=chosen.sql + SCORED + (" AND written_at IS NOT NULL" if grain else ""),
    )
    with database.cursor() as cursor:
        parameters = chosen.parameters | group.parameters | {"most": most}
        rows = cursor.execute(query, parameters).fetchall()
    return [
        CallCounts(name, market, language, period, np.array(counts, np.float64))
        for name, market, language, period, *counts in rows
    ]


def labelled_tables(
    database: Database,
    *,
    by: str | None,
    filters: Filters = ALL_REVIEWS,
    domains: Mapping[str, str] | None = None,
) -> dict[tuple[str, str, str], NDArray[np.float64]]:
    """Counts (3, 3) of truth and call of the labelled reviews, by (group, market, language)."""
    checked_grouping(by, but=_NO_GROUPS, database=database)
    chosen = condition(filters)
    group = group_of_review(by, domains=domains)
    judged = judged_reviews(
        chosen.sql + SCORED,
        columns=_COLUMNS.format(group=group.sql),
        truths=LABELS,
        drawn_only=True,
    )
    query = _TABLES.format(judged=judged, name=group_expressions(by)["name"])
    with database.cursor() as cursor:
        rows = cursor.execute(query, chosen.parameters | group.parameters).fetchall()
    tables: dict[tuple[str, str, str], NDArray[np.float64]] = {}
    for name, market, language, truth, called, count in sorted(rows):
        cell = tables.setdefault((name, market, language), np.zeros((len(SENTIMENTS),) * 2))
        cell[truth, called] += count
    return tables


def count_answered(database: Database, *, filters: Filters = ALL_REVIEWS) -> AnsweredReviews:
    """How many of the scored reviews that are meant people answered about, and how."""
    chosen = condition(filters)
    query = _UNDECIDED.format(condition=chosen.sql + SCORED)
    with database.cursor() as cursor:
        parameters = chosen.parameters | {"classes": len(SENTIMENTS)}
        return AnsweredReviews(*cursor.execute(query, parameters).fetchall()[0])
