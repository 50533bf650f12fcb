"""What corrected shares say, in sentences that a manager can repeat, and what they cannot say."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from sentiment.evaluation.corrected_shares import FEWEST_LABELLED
from sentiment.evaluation.findings import Finding
from sentiment.evaluation.intervals import HALF_A_POINT
from sentiment.evaluation.paired import holm_corrected
from sentiment.evaluation.share_ranking import LEVEL, NEGATIVE, two_sided
from sentiment.language.figures_in_words import capitalised, decimal, points
from sentiment.language.group_names import group_words
from sentiment.records import Interval

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sentiment.evaluation.corrected_shares import CorrectedShares, DrawnShares, Method
    from sentiment.evaluation.labelling_gain import LabellingGain
    from sentiment.evaluation.share_ranking import MarketRanking, ShareDifference
    from sentiment.storage.share_counts import AnsweredReviews

# Of each kind; the ranking holds them all.
MOST_PAIRS = 6
MOST_REASONS = 5
_RESTS_ON: dict[Method, str] = {
    "labelled": "{n} labelled reviews",
    "group errors": "{n} labelled reviews",
    "language errors": "going by {n} labelled reviews in the same languages",
    "published errors": "going by the model's errors on {n} published test texts",
    "none": "",
}


def share_findings(
    drawn: Sequence[DrawnShares], ranking: MarketRanking, *, by: str | None
) -> Iterator[Finding]:
    """Where the model's calls are off, and which gaps between groups are real.

    The p-values of all groups are corrected together by Holm's rule; those of pairs are
    corrected in the ranking.
    """
    known = [one for one in drawn if one.corrected is not None and one.raw is not None]
    gaps = [_gap(one) for one in known]
    corrected = holm_corrected([p for _, p in gaps])
    for one, (gap, _), p in zip(known, gaps, corrected, strict=True):
        if p < LEVEL and abs(gap.value) > HALF_A_POINT:
            yield _off_finding(one.shares, gap, by=by)
    if by is None:
        return
    surviving = sorted(ranking.surviving, key=lambda pair: -abs(pair.corrected.value))
    for pair in surviving[:MOST_PAIRS]:
        yield _surviving_finding(pair, by=by)
    for pair in sorted(ranking.lost, key=lambda pair: -abs(pair.raw.value))[:MOST_PAIRS]:
        yield _lost_finding(pair, by=by, comparisons=len(ranking.pairs))
    if ranking.pairs and not surviving:
        n = min(pair.corrected.n for pair in ranking.pairs)
        yield Finding(
            topic="shares",
            by=by,
            group="",
            sentence=f"Between {len(ranking.groups)} groups no difference in negative shares is "
            "clear of chance once the model's errors are taken out "
            f"({n:,} or more labelled texts each).",
            size=0.0,
            n=n,
            clear=False,
        )


def gain_sentence(gain: LabellingGain, *, by: str) -> str:
    """What more labels would buy in a group, in a sentence."""
    reviews = group_words((gain.group,), by=(by,))
    if gain.more == 0:
        return f"All {reviews} that were scored are labelled."
    ask = f"{gain.more:,} more {reviews}, drawn at random,"
    if gain.after is None:
        total = gain.labelled + gain.more
        return f"Labelling {ask} would make {total:,}: still too few to correct with."
    after = f"±{100 * gain.after:.1f} points"
    if gain.now is None:
        most = " at most" if gain.guessed else ""
        return f"Labelling {ask} would give a corrected negative share to about {after}{most}."
    before = f"±{100 * gain.now:.1f}"
    if gain.after >= gain.now:
        return (
            f"Labelling {ask} would leave the negative share at about {after} ({before} now), but "
            "it would rest on labels of its own and assume less."
        )
    return f"Labelling {ask} would narrow the negative share from {before} to about {after}."


def what_cannot_be_corrected(
    overall: CorrectedShares,
    groups: Sequence[CorrectedShares],
    *,
    by: str | None,
    answered: AnsweredReviews,
    is_cut: bool = False,
) -> Iterator[str]:
    """What is not said about shares, and why; ``is_cut`` where there may be more groups."""
    if overall.scored == 0:
        yield "No reviews that a model has scored are meant: there are no shares to correct."
        return
    missing = [one for one in groups if one.corrected is None]
    if len(missing) > MOST_REASONS:
        largest = missing[0]
        yield (
            f"{len(missing):,} of {len(groups):,} groups have no corrected shares: too few of "
            f"their reviews were drawn at random and labelled ({FEWEST_LABELLED} are needed), and "
            "what is known of the model's errors elsewhere leaves too much open. For example "
            f"{_reviews(largest, by)}: {largest.why_not}."
        )
    else:
        yield from _reasons(
            [(_reviews(one, by), one.why_not) for one in missing],
            overall.why_not if overall.corrected is None else None,
        )
    for one in groups:
        if one.left_out:
            yield (
                f"{one.left_out:,} of {_reviews(one, by)} are not in the corrected shares: "
                "nothing usable is known of the model's errors in their languages."
            )
    if by and is_cut:
        yield f"The {len(groups):,} largest groups are shown; all others have fewer reviews."
    if by and len(groups) == 1:
        yield "There is one group only: nothing to compare it with."
    if answered.picked:
        yield (
            f"{_reviews_are(answered.picked)} not counted as labelled, because people picked "
            "them: picked reviews cannot say how often the model errs."
        )
    if answered.undecided:
        yield (
            f"{_reviews_are(answered.undecided)} left out of the labelled ones, because people "
            "call them mixed or cannot tell."
        )
    if overall.labelled > answered.drawn:
        from_files = overall.labelled - answered.drawn
        yield (
            f"Labels of {from_files:,} reviews come from the files themselves. They are taken "
            "for a random sample of their group, which nobody can check here."
        )
    yield "Stars are not used as truth here: they are how people rate, not what they wrote."


def _gap(one: DrawnShares) -> tuple[Interval, float]:
    """How much more often reviews are called negative than they are, and its p."""
    if one.corrected is None or one.raw is None or one.shares.corrected is None:
        raise ValueError(f"'{one.shares.group}' has no corrected shares.")
    import numpy as np

    draws = one.raw[:, NEGATIVE] - one.corrected[:, NEGATIVE]
    value = one.shares.raw[NEGATIVE].value - one.shares.corrected[NEGATIVE].value
    low, high = np.quantile(draws, [0.025, 0.975])
    spread = sqrt(float(np.var(draws)))
    gap = Interval(value, min(float(low), value), max(float(high), value), one.shares.labelled)
    return gap, two_sided(value, spread)


def _off_finding(shares: CorrectedShares, gap: Interval, *, by: str | None) -> Finding:
    if shares.corrected is None:
        raise ValueError(f"'{shares.group}' has no corrected shares.")
    n = shares.corrected[NEGATIVE].n
    direction = "more" if gap.value > 0 else "less"
    rests_on = _RESTS_ON[shares.method].format(n=f"{n:,}")
    return Finding(
        topic="shares",
        by=by or "",
        group=shares.group,
        sentence=f"{capitalised(_reviews(shares, by))} are called negative {_told(gap)} "
        f"{direction} often than people call them so; {rests_on}; likely the model.",
        size=abs(gap.value),
        n=n,
        clear=True,
        cause="model",
    )


def _surviving_finding(pair: ShareDifference, *, by: str) -> Finding:
    return Finding(
        topic="shares",
        by=by,
        group=pair.first,
        sentence=f"{_subject(pair.first, by)} {_is(by)} {_told(pair.corrected)} more negative than "
        f"{_object(pair.second, by)} after the model's errors are taken out "
        f"({_as_called(pair.raw)} as the model calls them); {pair.corrected.n:,} or more labelled "
        "texts on each side; likely what customers write about.",
        size=abs(pair.corrected.value),
        n=pair.corrected.n,
        clear=True,
        cause="customers",
    )


def _lost_finding(pair: ShareDifference, *, by: str, comparisons: int) -> Finding:
    higher, lower = (pair.first, pair.second) if pair.raw.value > 0 else (pair.second, pair.first)
    corrected = pair.corrected if pair.raw.value > 0 else _turned(pair.corrected)
    made = pair.error_p < LEVEL
    left = abs(pair.corrected.value) >= abs(pair.raw.value) / 2
    doubt = (
        "likely the model" if made and not left
        else "too few labels to tell" if left
        else "it may be the model or chance"
    )  # fmt: skip
    among = "" if comparisons == 1 else f" among {comparisons} comparisons"
    return Finding(
        topic="shares",
        by=by,
        group=higher,
        sentence=f"{_subject(higher, by)} {_is(by)} called negative {points(pair.raw.value)} more "
        f"often than {_object(lower, by)}, but that does not survive: "
        f"{_signed(corrected)} after the model's errors are taken out, not clear of chance"
        f"{among} (p = {pair.p:.2f}); {pair.corrected.n:,} or "
        f"more labelled texts on each side; {doubt}.",
        size=abs(pair.raw.value),
        n=pair.corrected.n,
        clear=made and not left,
        cause="model" if made and not left else "not known",
    )


def _told(gap: Interval) -> str:
    """A difference without its sign: "6 points (95 %: 3 to 9)"."""
    ends = sorted((gap.low, gap.high)) if gap.value > 0 else sorted((-gap.low, -gap.high))
    return f"{points(gap.value)} (95 %: {decimal(100 * ends[0])} to {decimal(100 * ends[1])})"


def _signed(gap: Interval) -> str:
    value = decimal(100 * gap.value)
    return f"{value} points (95 %: {decimal(100 * gap.low)} to {decimal(100 * gap.high)})"


def _as_called(raw: Interval) -> str:
    return points(raw.value) if raw.value >= 0 else f"{points(raw.value)} less"


def _turned(gap: Interval) -> Interval:
    return Interval(-gap.value, -gap.high, -gap.low, gap.n)


def _reasons(missing: Sequence[tuple[str, str | None]], overall: str | None) -> Iterator[str]:
    """Why there are no corrected shares: groups with the same reason in one sentence."""
    without = [*missing, *([("all reviews together", overall)] if overall else [])]
    for reason in dict.fromkeys(reason for _, reason in without):
        named = [reviews for reviews, because in without if because == reason]
        each = "for each of these, " if len(named) > 1 else ""
        said = f"{each}{reason}" if named[0] != "all reviews together" else _of_many(str(reason))
        yield f"There are no corrected shares of {'; '.join(named)}: {said}."


def _of_many(reason: str) -> str:
    return f" {reason}".replace(" of its reviews", " of them").replace(" its ", " their ").strip()


def _reviews(shares: CorrectedShares, by: str | None) -> str:
    return group_words((shares.group,), by=(by,)) if by else "all reviews"


def _subject(group: str, by: str) -> str:
    return capitalised(_object(group, by))


def _object(group: str, by: str) -> str:
    """What is compared: a market by its name ("the United States"), else its reviews."""
    words = group_words((group,), by=(by,))
    return words.removeprefix("reviews from ") if by == "market" else words


def _is(by: str) -> str:
    return "is" if by == "market" else "are"


def _reviews_are(count: int) -> str:
    return "1 review that has an answer is" if count == 1 else f"{count:,} answered reviews are"
