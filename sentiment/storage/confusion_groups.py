"""The groups in which reviews are counted, and predictions held against the truth.

Besides the fixed groupings there is "column:NAME" for every column of a file that was kept
with its reviews. :func:`group_expression` gives any of them as SQL.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sentiment.errors import UsageError
from sentiment.records import SENTIMENTS, TRUTHS
from sentiment.storage.kept_columns import COLUMN, check_kept_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sentiment.storage.database import Database

# One of GROUPINGS, or "column:NAME" for a kept column.
Grouping = str
GROUPINGS: Final[tuple[Grouping, ...]] = (
    "market", "language", "source", "product", "domain", "month", "model", "truth",
    "language check",
)  # fmt: skip

# Added to a condition: the active model has scored the review.
SCORED: Final = " AND sentiment IS NOT NULL"

# By reviews of which the truth is not known yet. "model" is a matter of the predictions.
GROUP_OF_REVIEW: Final[dict[str | None, str]] = {
    None: "''",
    "market": "coalesce(market, '')",
    "language": "coalesce(language, '')",
    "product": "coalesce(product, '')",
    "source": "source",
    "domain": """
coalesce(map($domain_sources::VARCHAR[], $domain_names::VARCHAR[])[source], '')
""",
    "month": "date_trunc('month', written_at::DATE)",
    "model": "''",
    "truth": "''",
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
_COLUMN: Final = "coalesce(kept[${name}], '')"
_OF_PREDICTIONS: Final = ("model", "truth")
_MEMBERS: Final = {"truth": "truth_from"}
# A date or a number is grouped faster than its name.
_NAMES: Final = {
    "month": "coalesce(strftime(member, '%Y-%m'), '')",
    "truth": f"{list(TRUTHS)}[member + 1]",
}


@dataclass(frozen=True)
class GroupExpression:
    """An expression over ``reviews`` and the values that it names, to be given as parameters."""

    sql: str
    parameters: dict[str, Any] = field(default_factory=dict)


def checked_grouping(
    by: str | None, *, but: Iterable[str] = (), database: Database | None = None
) -> None:
    """Raise UsageError where ``by`` is no grouping, or one of ``but``.

    With a ``database`` also where ``by`` names a column that none of its reviews has.
    """
    known = [grouping for grouping in GROUPINGS if grouping not in but]
    column = column_of(by)
    if column is not None:
        if database is not None:
            check_kept_column(database, column)
    elif by is not None and by not in known:
        raise UsageError(
            f"Reviews cannot be grouped by '{by}'.",
            hint=f"Choose from: {', '.join(known)}, or {COLUMN}NAME for a column that was kept.",
        )


def column_of(by: str | None) -> str | None:
    """The kept column that a grouping names; None for another grouping.

    >>> column_of("column:Device"), column_of("market")
    ('Device', None)
    """
    return by.removeprefix(COLUMN) if by and by.startswith(COLUMN) and by != COLUMN else None


def group_of_review(
    by: str | None, *, domains: Mapping[str, str] | None = None, named: str = "group"
) -> GroupExpression:
    """What reviews are grouped by fastest: a date by month, for others the group's name.

    ``group_expressions(by)`` gives the names. "model" and "truth" are matters of the
    predictions and are "" here.
    """
    column = column_of(by)
    if column is None:
        return GroupExpression(GROUP_OF_REVIEW[by], domain_values(by, domains))
    return GroupExpression(_COLUMN.format(name=f"{named}_column"), {f"{named}_column": column})


def group_expression(
    by: str | None, *, domains: Mapping[str, str] | None = None, named: str = "group"
) -> GroupExpression:
    """The name of a review's group as an expression over ``reviews``: never null, "" not known.

    It can stand wherever a column can, also more than once (SELECT, WHERE, GROUP BY). What a
    person named is among the ``parameters``, never in the SQL; two expressions in one query
    need two ``named``, which the parameters' names begin with. ``domains`` is source → domain.
    Raises UsageError for what is no grouping of reviews ("model", "truth"). Whether a column
    is kept at all is asked by ``checked_grouping(by, database=database)``.

    >>> group_expression("column:Device", named="first")
    GroupExpression(sql="coalesce(kept[$first_column], '')", parameters={'first_column': 'Device'})
    """
    checked_grouping(by, but=_OF_PREDICTIONS)
    member = group_of_review(by, domains=domains, named=named)
    if by != "month":
        return member
    return GroupExpression(_NAMES[by].replace("member", member.sql), member.parameters)


def group_expressions(by: str | None) -> dict[str, str]:
    """The expressions over judged reviews: ``member`` to group by, ``name`` over members."""
    return {"member": _MEMBERS.get(by or "", "member"), "name": _NAMES.get(by or "", "member")}


def domain_values(by: str | None, domains: Mapping[str, str] | None) -> dict[str, Any]:
    """The values that the expression for domains names; ``domains`` is source → domain."""
    if by != "domain":
        return {}
    known = domains or {}
    return {"domain_sources": list(known), "domain_names": list(known.values())}


def class_code(sentiment: str) -> int:
    """The code of a sentiment. Raises UsageError for another one."""
    if sentiment not in SENTIMENTS:
        raise UsageError(
            f"There is no sentiment '{sentiment}'.", hint=f"Choose from: {', '.join(SENTIMENTS)}."
        )
    return SENTIMENTS.index(sentiment)
