"""Which groups a change of the negative share comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentiment.evaluation.group_counts import add_up
from sentiment.evaluation.intervals import is_clear, share_difference, wilson

if TYPE_CHECKING:
    from sentiment.records import Interval, SentimentCounts


@dataclass(frozen=True)
class Driver:
    """A group inside a market, before and after its change.

    ``extra_negative`` is the number of negative reviews after the change beyond
    what the group's own share before would have given; a group that is new is
    measured against the whole before, and its ``before`` and ``rise`` are None.
    ``part`` is ``extra_negative`` as a part of that of all groups that move the
    same way, 0 to 1. ``clear`` says whether the rise is clear of chance.
    """

    by: str
    group: str
    after: Interval
    before: Interval | None
    rise: Interval | None
    extra_negative: float
    part: float
    clear: bool


def find_drivers(
    before: list[SentimentCounts], after: list[SentimentCounts], *, by: str, worse: bool = True
) -> list[Driver]:
    """The groups that moved the negative share up (or down), the strongest first.

    The strength of a group is its reviews after the change times the change of
    its own share: the "rate" term of E. M. Kitagawa (1955), "Components of a
    difference between two rates", JASA 50:1168. Groups that move the other way
    are left out; the effect of groups that merely became larger or smaller is
    not counted as theirs.

    >>> def counts(group, negative, positive):
    ...     return SentimentCounts(group, negative + positive, negative, 0, positive)
    >>> from sentiment.records import SentimentCounts
    >>> found = find_drivers([counts("app", 10, 40), counts("web", 10, 40)],
    ...                      [counts("app", 30, 20), counts("web", 10, 40)], by="product")
    >>> [(driver.group, round(driver.extra_negative), driver.part) for driver in found]
    [('app', 20, 1.0)]
    """
    former = {counts.group: counts for counts in before if counts.scored}
    whole = add_up("", former.values())
    if not whole.scored:
        return []
    sign = 1 if worse else -1
    found = []
    for counts in after:
        if not counts.scored:
            continue
        known = former.get(counts.group)
        base = known or whole
        extra = counts.negative - counts.scored * base.negative / base.scored
        if sign * extra <= 0:
            continue
        rise = (
            share_difference(counts.negative, counts.scored, known.negative, known.scored)
            if known
            else None
        )
        found.append((counts, known, rise, extra))
    total = sum(abs(extra) for _, _, _, extra in found)
    drivers = [
        Driver(
            by=by,
            group=counts.group,
            after=wilson(counts.negative, counts.scored),
            before=wilson(known.negative, known.scored) if known else None,
            rise=rise,
            extra_negative=extra,
            part=abs(extra) / total,
            clear=rise is not None and is_clear(rise),
        )
        for counts, known, rise, extra in found
    ]
    return sorted(drivers, key=lambda driver: (-driver.part, driver.group))
