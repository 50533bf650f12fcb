"""How sure the active model is in each group: sums of its probabilities, no single review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sentiment.errors import UsageError
from sentiment.storage.filtering import ALL_REVIEWS, condition

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sentiment.records import Filters
    from sentiment.storage.database import Database

_GROUPS: Final = {
    None: "''",
    "language": "coalesce(language, '')",
    "market": "coalesce(market, '')",
    "source": "source",
    "product": "coalesce(product, '')",
}
_SUMS: Final = """
SELECT {group} AS name, sentiment, count(*), count(*) FILTER (confidence >= $threshold::DOUBLE),
    sum(p_negative::DOUBLE), sum(p_neutral::DOUBLE), sum(p_positive::DOUBLE)
FROM reviews WHERE {condition} AND sentiment IS NOT NULL
GROUP BY name, sentiment ORDER BY name, sentiment
"""


@dataclass(frozen=True)
class GroupConfidences:
    """Of the ``n`` scored reviews of ``group`` ("" not known) ``sure`` reach the threshold.

    ``expected`` (3, 3) sums the probabilities of each class (rows) over the reviews called
    so (columns): the confusion table to be expected of a calibrated model.
    """

    group: str
    n: int
    sure: int
    expected: NDArray[np.float64]


def read_confidences(
    database: Database,
    *,
    by: str | None,
    threshold: float,
    filters: Filters = ALL_REVIEWS,
) -> list[GroupConfidences]:
    """One entry a group of ``by`` with scored reviews, in their order.

    Raises UsageError for another grouping than language, market, source, product or None.
    """
    if by not in _GROUPS:
        known = ", ".join(name for name in _GROUPS if name)
        raise UsageError(f"Sureness cannot be grouped by '{by}'.", hint=f"Choose from: {known}.")
    chosen = condition(filters)
    query = _SUMS.format(group=_GROUPS[by], condition=chosen.sql)
    with database.cursor() as cursor:
        rows = cursor.execute(query, chosen.parameters | {"threshold": threshold}).fetchall()
    groups: dict[str, GroupConfidences] = {}
    for name, called, n, sure, *sums in rows:
        known_of = groups.get(name, GroupConfidences(name, 0, 0, np.zeros((3, 3))))
        expected = known_of.expected.copy()
        expected[:, called] += sums
        groups[name] = GroupConfidences(name, known_of.n + n, known_of.sure + sure, expected)
    return list(groups.values())
