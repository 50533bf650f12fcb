"""The columns of the files that were kept with their reviews, to compare groups by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.storage.confusion_groups import COLUMN

if TYPE_CHECKING:
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
