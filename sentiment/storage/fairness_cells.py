"""Reviews with truth counted by group, control, true class and predicted class.

What all fairness figures are computed from: a row stands for all reviews that are alike in
these, so that a million reviews are counted where they lie.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sentiment.records import TRUTHS
from sentiment.storage.confusion_groups import (
    SCORED,
    checked_grouping,
    class_code,
    group_expressions,
    group_of_review,
)
from sentiment.storage.filtering import ALL_REVIEWS, condition
from sentiment.storage.truth import judged_reviews

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from sentiment.records import Filters
    from sentiment.storage.database import Database

# Groupings that are no property of a review.
NO_GROUPS: Final = ("model",)

_CELLS: Final = """
SELECT {names}, truth, called, count(*) AS reviews, count(*) FILTER (truth_from = $weakest) AS weak,
    sum(chance) AS chance, sum(chance * chance) AS chance_squares
FROM (
    SELECT {members}, truth, truth_from, sentiment AS called, chance FROM ({judged})
    WHERE truth IS NOT NULL
) GROUP BY ALL ORDER BY ALL
"""


def fairness_cells(
    database: Database,
    *,
    by: Sequence[str],
    control: Sequence[str] = (),
    sentiment: str = "negative",
    filters: Filters = ALL_REVIEWS,
    truths: Sequence[str] = TRUTHS,
    domains: Mapping[str, str] | None = None,
) -> pa.Table:
    """One row for all scored reviews with truth that are alike.

    Columns group_0, group_1 … of ``by``, control_0 … of ``control`` (all strings, "" where it
    is not known), truth and called (0, 1, 2), reviews (how many), weak (how many of them have
    their truth from stars), chance and chance_squares (sums over the reviews of the
    probability that the active model gives to ``sentiment``, and of its square). ``domains`` is
    source → domain. People's answers count where the review was drawn at random: what somebody
    picked, mostly because the model looked wrong, cannot tell how often it is. Raises UsageError
    for an unknown grouping, a column that no review has, and an unknown sentiment or truth.
    """
    asked = (*by, *control)
    for name in asked:
        checked_grouping(name, but=NO_GROUPS, database=database)
    columns = [f"group_{place}" for place in range(len(by))]
    columns += [f"control_{place}" for place in range(len(control))]
    chosen = condition(filters)
    parameters: dict[str, Any] = chosen.parameters | {"weakest": TRUTHS.index("stars")}
    class_code(sentiment)
    inner, members, names = [], [], []
    for column, name in zip(columns, asked, strict=True):
        group, expressions = (
            group_of_review(name, domains=domains, named=column),
            group_expressions(name),
        )
        parameters |= group.parameters
        inner.append(f"{group.sql} AS {column}")
        members.append(f"{_of(expressions['member'], column)} AS {column}")
        names.append(f"({_of(expressions['name'], column)})::VARCHAR AS {column}")
    judged = judged_reviews(
        chosen.sql + SCORED,
        columns=", ".join([*inner, "sentiment", f"p_{sentiment} AS chance"]),
        truths=truths,
        drawn_only=True,
    )
    query = _CELLS.format(names=", ".join(names), members=", ".join(members), judged=judged)
    with database.cursor() as cursor:
        return cursor.sql(query, params=parameters).to_arrow_table()


def _of(expression: str, column: str) -> str:
    """An expression over ``member``, over this column."""
    return expression.replace("member", column)
