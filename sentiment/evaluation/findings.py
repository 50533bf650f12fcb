"""What was found out about groups, in sentences that a manager can repeat.

Every sentence carries its n and its interval; what cannot be said is said too, with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Topic = Literal["shares", "rating style", "fairness", "same words", "probes"]
Cause = Literal["customers", "rating style", "model", "not known"]
TOPICS: tuple[Topic, ...] = ("shares", "rating style", "fairness", "same words", "probes")


@dataclass(frozen=True)
class Finding:
    """One thing that was found out about ``group`` of ``by`` ("" where it is not known).

    ``sentence`` is whole and ends in a full stop. ``size`` is how large the effect is, in the
    unit of its topic and not negative; it orders findings of one topic. ``clear`` is set where
    it stands after correction for the number of comparisons. ``cause`` is the likeliest, as far
    as the numbers tell. ``n`` is the number of reviews that it rests on.
    """

    topic: Topic
    by: str
    group: str
    sentence: str
    size: float
    n: int
    clear: bool
    cause: Cause = "not known"


def ordered_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The clear ones first, by topic, the largest of each topic first."""
    return tuple(
        sorted(findings, key=lambda one: (not one.clear, TOPICS.index(one.topic), -one.size))
    )
