"""What the fairness figures say, in sentences that a manager can repeat, and what they can't."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

from sentiment.evaluation.fairness_gaps import FAULTS
from sentiment.evaluation.findings import Finding
from sentiment.evaluation.judged_cells import BY_TRUE_CLASS
from sentiment.language.figures_in_words import capitalised, joined, points
from sentiment.language.group_names import group_words, grouping_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sentiment.evaluation.fairness import FairnessTable, GroupFairness
    from sentiment.evaluation.fairness_gaps import Gap
    from sentiment.evaluation.findings import Cause
    from sentiment.records import Interval

# From this share of stars on, a gap may be the way of rating.
WEAK_SHARE: Final = 0.1
# Below this share of comparable reviews it is said.
FEW_COMPARABLE: Final = 0.5


def fairness_findings(
    table: FairnessTable, *, by: Sequence[str], sentiment: str, control: Sequence[str] = ()
) -> Iterator[Finding]:
    """What stands after correction, where a group is treated worse than the others.

    Where a gap goes away among like reviews it is told, but not as clear. Where nothing
    stands, that is told.
    """
    found = [
        _finding(group, gap, overall=table.overall, by=by, sentiment=sentiment, control=control)
        for group in table.groups
        for gap in _told_gaps(group)
    ]
    compared = [group for group in table.groups if group.against_rest]
    if len(compared) > 1 and not found:
        yield Finding(
            topic="fairness",
            by=" × ".join(by),
            group="",
            sentence=f"Between {len(compared)} groups by {_all_of(by)} no gap in the model's "
            f"mistakes about {sentiment} reviews is clear of chance "
            f"(n = {sum(group.n for group in compared):,}).",
            size=0.0,
            n=sum(group.n for group in compared),
            clear=False,
        )
    yield from found


def _told_gaps(group: GroupFairness) -> Iterator[Gap]:
    """Clear gaps to the group's disadvantage; errors only where their kind is not clear."""
    kinds = ("false_positive_rate", "false_negative_rate")
    clear = {metric for metric, gap in group.against_rest.items() if gap.clear}
    for metric in FAULTS:
        if metric not in clear or (metric == "error" and clear & set(kinds)):
            continue
        gap, own = group.against_rest[metric], group.rate(metric).value
        if abs(own) > abs(own - gap.difference.value):
            yield gap


def _finding(
    group: GroupFairness,
    gap: Gap,
    *,
    overall: GroupFairness,
    by: Sequence[str],
    sentiment: str,
    control: Sequence[str],
) -> Finding:
    weak = max(group.weak, overall.weak) >= WEAK_SHARE
    held = gap.stands_controlled
    asked = bool(control)
    cause: Cause = "model"
    if weak or held is False or (asked and held is None):
        cause = "not known"
    sentence = (
        f"{_claim(group, gap, by=by, sentiment=sentiment, weak=group.weak >= 0.5)}, "
        f"n = {group.rate(gap.metric).n:,}{_controlled(gap, control)}"
    )
    if weak:
        part = "" if group.weak > 0.995 else "in part "
        sentence += f". The truth rests {part}on stars: the gap may be the way of rating."
    elif cause == "model" and not asked:
        sentence += "; it is the model's doing, though perhaps with what is reviewed there."
    elif cause == "model":
        sentence += "; the model's doing, not the customers'."
    else:
        sentence += "."
    return Finding(
        topic="fairness",
        by=" × ".join(by),
        group=" × ".join(group.group),
        sentence=sentence,
        size=abs(gap.difference.value),
        n=group.rate(gap.metric).n,
        clear=held is not False,
        cause=cause,
    )


def _claim(group: GroupFairness, gap: Gap, *, by: Sequence[str], sentiment: str, weak: bool) -> str:
    words = group_words(group.group, by=by)
    own = group.rate(gap.metric)
    rest = own.value - gap.difference.value
    more = f"{points(gap.difference.value)} {'more' if gap.difference.value > 0 else 'less'}"
    apart = f"{more} ({_bounds(gap.difference)})"
    if gap.metric == "false_positive_rate":
        return (
            f"{capitalised(words)} that are not {sentiment} are called {sentiment} in "
            f"{_share(own)} of cases, elsewhere in {_percent(rest)}: {apart}"
        )
    if gap.metric == "false_negative_rate":
        return (
            f"Of the {sentiment} {words} the model misses {_share(own)}, elsewhere "
            f"{_percent(rest)}: {apart}"
        )
    if gap.metric == "error":
        return (
            f"{capitalised(words)} are wrongly called {sentiment}, or wrongly not, in "
            f"{_share(own)} of cases, elsewhere in {_percent(rest)}: {apart}"
        )
    truth = "their stars say" if weak else "they truly are"
    if gap.metric == "overcalled":
        often = "more often" if own.value > 0 else "less often"
        return (
            f"{capitalised(words)} are called {sentiment} {points(own.value)} {often} than {truth} "
            f"({_bounds(own)}), elsewhere {_aside(rest, 'more', 'less')}"
        )
    often = "too high" if own.value > 0 else "too low"
    return (
        f"For {words} the model's probability of {sentiment} is {points(own.value)} {often} on "
        f"average ({_bounds(own)}), elsewhere {_aside(rest, 'too high', 'too low')}"
    )


def _controlled(gap: Gap, control: Sequence[str]) -> str:
    held = gap.stands_controlled
    names = [grouping_words(name) for name in control]
    if gap.metric in BY_TRUE_CLASS and gap.metric != "false_negative_rate":
        names.append("true class")
    alike = f"among reviews of the same {joined(names)}"
    if not names or gap.controlled is None:
        return ""
    if held is None:
        return f"; {alike} there are too few to compare"
    interval = gap.controlled.difference
    told = (
        f"{points(interval.value)} {'more' if interval.value > 0 else 'less'} ({_bounds(interval)})"
    )
    rare = ""
    if gap.controlled.comparable < FEW_COMPARABLE:
        rare = f", which are {100 * gap.controlled.comparable:.0f} % of them"
    if held:
        return f", also {alike}: {told}{rare}"
    if 2 * interval.value / gap.difference.value >= 1:
        return f"; but {alike} it is {told}{rare}: as far off, and too few of them to be certain"
    return f"; but {alike} it is {told}{rare}, so that it may be their mix"


def _all_of(by: Sequence[str]) -> str:
    return " and ".join(grouping_words(name) for name in by)


def _percent(share: float) -> str:
    value = 100 * share
    return f"{value:.1f} %" if 0 < value < 0.95 else f"{value:.0f} %"


def _share(interval: Interval) -> str:
    return (
        f"{_percent(interval.value)} ({_percent(interval.low)[:-2]} to "
        f"{_percent(interval.high)[:-2]})"
    )


def _bounds(interval: Interval) -> str:
    """Both ends in points, turned so that they read in the direction of the value."""
    ends = (interval.low, interval.high) if interval.value >= 0 else (-interval.high, -interval.low)
    low, high = (_signed(end) for end in ends)
    return f"{low} to {high}"


def _signed(end: float) -> str:
    value = 100 * end
    text = f"{value:.1f}" if abs(value) < 0.95 else f"{value:.0f}"
    return text.replace("-", "−") if float(text) else "0"


def _aside(value: float, above: str, below: str) -> str:
    if isnan(value) or abs(value) < 0.0005:
        return "not"
    return f"{points(value)} {above if value > 0 else below}"
