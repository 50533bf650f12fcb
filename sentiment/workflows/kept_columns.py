"""The columns of the files that were kept with their reviews, to compare groups by."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sentiment.evaluation.group_counts import only_groups
from sentiment.storage.confusion_groups import column_of
from sentiment.storage.kept_columns import COLUMN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentiment.records import Filters
    from sentiment.storage.database import Database


def kept_columns(database: Database) -> dict[str, int]:
    """Name of each column kept with a current review → number of its different values.

    A column is grouped by as ``grouping_of(name)``.
    """
    from sentiment.storage.kept_columns import count_values

    return count_values(database)


def grouping_of(column: str) -> str:
    """The grouping by a kept column.

    >>> grouping_of("reviewer origin")
    'column:reviewer origin'
    """
    return f"{COLUMN}{column}"


def resolve_groupings(database: Database, names: Sequence[str]) -> tuple[str, ...]:
    """The groupings that ``names`` mean: a kept column may be called by its name alone.

    Raises :class:`sentiment.errors.UsageError` for what is neither a grouping nor a kept column.
    """
    from sentiment.storage.confusion_groups import GROUPINGS, checked_grouping

    kept = kept_columns(database)
    meant = tuple(
        grouping_of(name) if name not in GROUPINGS and name in kept else name for name in names
    )
    for grouping in meant:
        checked_grouping(grouping, but=("model", "truth"), database=database)
    return meant


def filters_of_group(filters: Filters, *, by: str, group: str) -> Filters:
    """``filters`` narrowed to one group of a grouping, for a link to its reviews.

    ``by`` is "market", "language", "product", "source" or "column:NAME"; for another one a
    :class:`sentiment.errors.UsageError` is raised.
    """
    column = column_of(by)
    if column is None:
        return only_groups(filters, by=by, groups=(group,))
    others = tuple(pair for pair in filters.kept if pair[0] != column)
    return replace(filters, kept=(*others, (column, group)))
