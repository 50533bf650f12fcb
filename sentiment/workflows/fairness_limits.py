"""What the fairness figures cannot say, and why."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

from sentiment.evaluation.intervals import SMALL_GROUP
from sentiment.evaluation.judged_cells import OTHERS
from sentiment.language.figures_in_words import capitalised
from sentiment.language.group_names import group_words, grouping_words
from sentiment.workflows.fairness_sentences import WEAK_SHARE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sentiment.evaluation.fairness import FairnessTable, GroupFairness
    from sentiment.evaluation.judged_cells import JudgedCells
    from sentiment.storage.truth import TruthCounts

MOST_NAMED: Final = 8
MUCH_UNKNOWN: Final = 0.1


def nothing_to_compare(cells: JudgedCells, counts: TruthCounts, *, by: Sequence[str]) -> str | None:
    """Why there is no answer at all; None where there is one."""
    if not counts.reviews:
        return "There are no reviews with a text in view."
    if not counts.known:
        return (
            f"None of the {counts.reviews:,} reviews in view has a truth to compare the model "
            "with: label some, name the column of labels at upload, or take stars for true."
        )
    if not cells.n:
        return (
            f"None of the {counts.known:,} reviews with a truth has been scored by the model in "
            "use: score them first."
        )
    if len(cells.groups) == 1:
        [group] = cells.groups
        return (
            f"All {cells.n:,} scored reviews with a truth are {group_words(group, by=by)}: "
            "there is no other group to compare them with."
        )
    sizes = dict.fromkeys(cells.groups, 0.0)
    for place, count in zip(cells.place, cells.counts, strict=True):
        sizes[cells.groups[place]] += count
    if max(sizes.values()) < SMALL_GROUP:
        return (
            f"None of the {len(sizes)} groups has {SMALL_GROUP} scored reviews with a truth; the "
            f"largest has {int(max(sizes.values()))}. Label more reviews."
        )
    return None


def picked_sentences(picked: int) -> Iterator[str]:
    """That answers about so many reviews which people picked are not used, and why."""
    if picked:
        told = "1 review is" if picked == 1 else f"{picked:,} reviews are"
        yield (
            f"People's answers about {told} not used, because they were picked and not drawn at "
            "random: picked reviews cannot say how often the model errs."
        )


def what_cannot_be_said(
    table: FairnessTable,
    counts: TruthCounts,
    *,
    by: Sequence[str],
    sentiment: str,
    control: Sequence[str],
    left: int,
    unknown: Mapping[str, float],
) -> Iterator[str]:
    """Sentences about groups that are too small, weak truth, and what is in no figure.

    ``left`` is how many groups beyond the largest were put together, ``unknown`` the share of
    reviews of which each control is not known.
    """
    small = [group for group in table.groups if group.suppressed]
    if small:
        yield (
            f"No numbers for {_named(small, by, [one.n for one in small])}: below "
            f"{SMALL_GROUP} reviews with a truth a rate says nothing."
        )
    firm = [group for group in table.groups if not group.suppressed]
    for metric, what in (
        ("false_negative_rate", f"How often {sentiment} reviews are missed"),
        ("false_positive_rate", f"How often other reviews are called {sentiment}"),
    ):
        thin = [group for group in firm if isnan(group.rate(metric).value)]  # type: ignore[arg-type]
        if thin:
            ns = [group.rate(metric).n for group in thin]  # type: ignore[arg-type]
            yield (
                f"{what} cannot be said of {_named(thin, by, ns)}: it takes {SMALL_GROUP} of them."
            )
    alone = [g for g in firm if g.against_rest and isnan(g.against_rest["selection_rate"].p)]
    if alone:
        yield (
            f"{capitalised(group_words(alone[0].group, by=by))} are nearly all there are: fewer "
            f"than {SMALL_GROUP} others are left to compare them with."
        )
    if control:
        yield from _not_comparable(firm, by=by, control=control)
    for name, share in unknown.items():
        told = grouping_words(name)
        if share >= 1.0:
            yield f"No review in view has a known {told}: gaps are not held to the same {told}."
        elif share >= MUCH_UNKNOWN:
            yield (
                f"Of {100 * share:.0f} % of the reviews the {told} is not known; they are held "
                "against each other as if it were one."
            )
    if table.overall.weak >= WEAK_SHARE:
        yield (
            f"For {100 * table.overall.weak:.0f} % of the reviews the truth rests on stars: where "
            "people rate differently for the same words, a gap is not the model's. People's "
            "answers would tell."
        )
    yield from _left_out(counts, left)


def _not_comparable(
    groups: Sequence[GroupFairness], *, by: Sequence[str], control: Sequence[str]
) -> Iterator[str]:
    names = " and ".join(grouping_words(name) for name in control)
    lonely = []
    for group in groups:
        gap = group.against_rest.get("selection_rate")
        if gap and gap.controlled and isnan(gap.controlled.difference.value):
            lonely.append(group)
    if lonely:
        yield (
            f"{capitalised(_named(lonely, by, [one.n for one in lonely]))} cannot be compared at "
            f"the same {names}: too few reviews elsewhere share it."
        )


def _left_out(counts: TruthCounts, left: int) -> Iterator[str]:
    if left:
        yield f"The smallest groups, {left:,} of them, are counted among all others only."
    waiting = counts.known - counts.scored
    for count, which in (
        (counts.undecided, "that people call mixed or cannot tell"),
        (counts.without, "without any truth"),
        (waiting, "with a truth that the model has not scored yet"),
    ):
        if count:
            told = "1 review" if count == 1 else f"{count:,} reviews"
            yield f"{told} {which} {'is' if count == 1 else 'are'} in no figure."


def _named(groups: Sequence[GroupFairness], by: Sequence[str], ns: Sequence[int]) -> str:
    """The groups with their n, the largest first; beyond eight only how many."""
    told = [
        f"{group_words(one.group, by=by)} ({n:,})"
        for one, n in zip(groups, ns, strict=True)
        if one.group != OTHERS
    ]
    more = len(told) - MOST_NAMED
    return "; ".join(told[:MOST_NAMED]) + (f"; and {more:,} more" if more > 0 else "")
