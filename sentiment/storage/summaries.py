"""How many reviews say what: counts by group and period, for the active model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, get_args

from sentiment.errors import UsageError
from sentiment.records import (
    GROUPINGS,
    Choices,
    Filters,
    Grain,
    SentimentCounts,
    SurenessThresholds,
)
from sentiment.storage import confusion_groups
from sentiment.storage.confusion_groups import (
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

if TYPE_CHECKING:
    from sentiment.storage.database import Cursor, Database

_NOT_COUNTED_BY: Final = tuple(by for by in confusion_groups.GROUPINGS if by not in GROUPINGS)
PERIODS: Final = {
    None: "NULL::DATE",
    "day": "written_at::DATE",
    "week": "date_trunc('week', written_at::DATE)::DATE",
    "month": "date_trunc('month', written_at::DATE)::DATE",
}
_COUNT_BY: Final = """
SELECT {name} AS name, reviews, negative, neutral, positive, starred, stars_sum, period
FROM (
    SELECT {group} AS member, {period} AS period, count(*) AS reviews,
        count(*) FILTER (sentiment = 0) AS negative,
        count(*) FILTER (sentiment = 1) AS neutral,
        count(*) FILTER (sentiment = 2) AS positive,
        count(stars) AS starred, coalesce(sum(stars), 0) AS stars_sum
    FROM reviews WHERE {condition} GROUP BY member, period
)
ORDER BY name, period
"""
_DATED: Final = " AND written_at IS NOT NULL"

_COUNT_UNSURE: Final = f"""
SELECT coalesce(language, '') AS name, count(sentiment), count(*) FILTER ({BELOW_THRESHOLD})
FROM reviews WHERE {{condition}} AND sentiment IS NOT NULL
GROUP BY name ORDER BY name
"""

_COUNT_LANGUAGES: Final = """
SELECT coalesce(language, '') AS name, count(*) FROM reviews WHERE is_current
GROUP BY name ORDER BY count(*) DESC, name
"""
_COUNT_MARKETS: Final = """
SELECT coalesce(market, '') AS name, count(*) FROM reviews WHERE is_current
GROUP BY name ORDER BY count(*) DESC, name
"""
_COUNT_PRODUCTS: Final = """
SELECT coalesce(product, '') AS name, count(*) FROM reviews WHERE is_current
GROUP BY name ORDER BY count(*) DESC, name
"""
_COUNT_SOURCES: Final = """
SELECT source AS name, count(*) FROM reviews WHERE is_current
GROUP BY name ORDER BY count(*) DESC, name
"""
_EXTENT: Final = """
SELECT min(written_at)::DATE, max(written_at)::DATE, count(*), count(sentiment)
FROM reviews WHERE is_current
"""


@dataclass(frozen=True)
class UnsureCounts:
    """Of the ``scored`` reviews of a language, ``unsure`` are below its threshold.

    ``language`` is "" where it is not known.
    """

    language: str
    scored: int
    unsure: int


def count_by(
    database: Database,
    *,
    by: str | None,
    filters: Filters = ALL_REVIEWS,
    grain: Grain | None = None,
) -> list[SentimentCounts]:
    """Counts by group, and by period where a ``grain`` is given, in their order.

    ``by`` is one of ``GROUPINGS``, "column:NAME" for a kept column, or None for all reviews
    together (group "").
    A period is named by its first day, a week by its Monday. With a grain,
    reviews without a date are left out: they belong to no period. Groups and
    periods without reviews are not in the answer. Raises UsageError for
    another grouping or grain.
    """
    checked_counting(by, database=database)
    if grain not in PERIODS:
        raise UsageError(
            f"There is no period '{grain}'.", hint=f"Choose from: {', '.join(get_args(Grain))}."
        )
    chosen = condition(filters)
    group = group_of_review(by)
    query = _COUNT_BY.format(
        name=group_expressions(by)["name"],
        group=group.sql,
        period=PERIODS[grain],
        condition=chosen.sql + (_DATED if grain else ""),
    )
    with database.cursor() as cursor:
        rows = cursor.execute(query, chosen.parameters | group.parameters).fetchall()
    return [SentimentCounts(*row) for row in rows]


def checked_counting(by: str | None, *, database: Database | None = None) -> None:
    """Raise UsageError where reviews are not counted by ``by``: see :func:`count_by`."""
    checked_grouping(by, but=_NOT_COUNTED_BY, database=database)


def count_unsure(
    database: Database, *, thresholds: SurenessThresholds, filters: Filters = ALL_REVIEWS
) -> list[UnsureCounts]:
    """How many of the scored reviews that are meant are below their language's threshold.

    One count a language with scored reviews, in the order of the codes.
    """
    chosen = condition(filters)
    query = _COUNT_UNSURE.format(condition=chosen.sql)
    parameters = chosen.parameters | threshold_values(thresholds)
    with database.cursor() as cursor:
        rows = cursor.execute(query, parameters).fetchall()
    return [UnsureCounts(*row) for row in rows]


def read_choices(database: Database) -> Choices:
    """What the filters can be set to, over all current reviews; "" stands for not known."""
    with database.cursor() as cursor:
        first_day, last_day, reviews, scored = cursor.execute(_EXTENT).fetchall()[0]
        return Choices(
            languages=_counts(cursor, _COUNT_LANGUAGES),
            markets=_counts(cursor, _COUNT_MARKETS),
            products=_counts(cursor, _COUNT_PRODUCTS),
            sources=_counts(cursor, _COUNT_SOURCES),
            first_day=first_day,
            last_day=last_day,
            reviews=reviews,
            scored=scored,
        )


def _counts(cursor: Cursor, query: str) -> dict[str, int]:
    return dict(cursor.execute(query).fetchall())
