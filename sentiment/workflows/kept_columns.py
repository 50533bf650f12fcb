"""The columns of the files that were kept with their reviews, to compare groups by."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sentiment.errors import UsageError
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
    """The groupings that ``names`` mean, each once: a kept column may be called by its name alone.

    Small and capital letters are the same where only one column can be meant. Raises
    :class:`sentiment.errors.UsageError`, naming the kept columns, for what is neither a grouping
    nor a kept column.
    """
    from sentiment.storage.confusion_groups import GROUPINGS, checked_grouping

    allowed = [grouping for grouping in GROUPINGS if grouping not in ("model", "truth")]
    kept = list(kept_columns(database))
    meant = dict.fromkeys(_meant(name, kept=kept, groupings=allowed) for name in names)
    for grouping in meant:
        if column_of(grouping) is None and grouping not in allowed:
            raise UsageError(
                f"Reviews cannot be grouped by '{grouping}'.",
                hint=f"Choose from: {', '.join([*allowed, *kept])}."
                + ("" if kept else " To keep a column of a file: polytone ingest FILE --keep NAME"),
            )
        checked_grouping(grouping, database=database)
    return tuple(meant)


def _meant(name: str, *, kept: Sequence[str], groupings: Sequence[str]) -> str:
    if name in groupings:
        return name
    if name in kept:
        return grouping_of(name)
    folded = name.strip().casefold()
    alike = [one for one in groupings if one.casefold() == folded]
    alike += [grouping_of(one) for one in kept if one.casefold() == folded]
    return alike[0] if len(alike) == 1 else name


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
