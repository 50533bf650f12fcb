"""The groups in which predictions are held against the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from sentiment.errors import UsageError
from sentiment.records import SENTIMENTS, TRUTHS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Grouping = Literal[
    "market", "language", "source", "product", "domain", "month", "model", "truth",
    "language check",
]  # fmt: skip
GROUPINGS: Final[tuple[Grouping, ...]] = get_args(Grouping)

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
_MEMBERS: Final = {"truth": "truth_from"}
# A date or a number is grouped faster than its name.
_NAMES: Final = {
    "month": "coalesce(strftime(member, '%Y-%m'), '')",
    "truth": f"{list(TRUTHS)}[member + 1]",
}


def checked_grouping(by: str | None, *, but: Iterable[str] = ()) -> None:
    """Raise UsageError where ``by`` is no grouping, or one of ``but``."""
    known = [grouping for grouping in GROUPINGS if grouping not in but]
    if by is not None and by not in known:
        raise UsageError(
            f"Reviews cannot be grouped by '{by}'.", hint=f"Choose from: {', '.join(known)}."
        )


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
