"""What the comparison of parallel texts says, in sentences that a manager can repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sentiment.evaluation.findings import Finding, ordered_findings
from sentiment.evaluation.intervals import SMALL_GROUP, TOO_FEW
from sentiment.evaluation.parallel_consistency import (
    ONE_LANGUAGE,
    SAME_ID_AND_LANGUAGE,
    TWO_TRUTHS,
)
from sentiment.language.group_names import group_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sentiment.evaluation.paired_shifts import TestedShift
    from sentiment.evaluation.parallel_consistency import Consistency, LanguageConsistency
    from sentiment.records import Interval

LEVEL = 0.05
SMALLEST_SHIFT = 0.05  # of the score, −1 to 1: below it nobody would see a difference
SMALLEST_SHARE = 0.02  # two points of flips or of accuracy
BY = "language"
TOPIC: Final = "same words"


def is_declared(shift: TestedShift, *, smallest: float) -> bool:
    """Whether a shift is clear of chance (q < 0.05) and at least as large as ``smallest``."""
    return shift.q < LEVEL and abs(shift.difference.value) >= smallest


def consistency_findings(
    consistency: Consistency, *, translated: str = ""
) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """Findings, the clear ones first, and what cannot be said and why.

    ``translated`` says how the versions came about, e.g. "by machine", where that is known.
    """
    if consistency.overall is None:
        shared = ", ".join(
            f"{group_name(name, by=BY)} {count}" for name, count in consistency.too_few.items()
        )
        return (), (
            f"No two languages share {TOO_FEW} texts or more, so nothing is compared"
            + (f" (shared texts: {shared})." if shared else "."),
        )
    findings = [
        finding
        for one in consistency.languages
        for finding in _of_language(one, reference=consistency.reference)
    ]
    told = [*_overall(consistency), *_better(consistency), *findings]
    return ordered_findings(told), tuple(_unsaid(consistency, translated=translated))


def _overall(consistency: Consistency) -> Iterator[Finding]:
    overall = consistency.overall
    if overall is None:
        return
    pairs = sum(is_declared(pair.shift, smallest=SMALLEST_SHIFT) for pair in consistency.pairs)
    yield Finding(
        topic=TOPIC,
        by=BY,
        group="",
        sentence=(
            f"Two versions of the same text, in two of {overall.languages} languages drawn at "
            f"random, get different labels in {_share(overall.disagreement)} of {overall.ids:,} "
            f"texts; {pairs} of {len(consistency.pairs)} pairs of languages differ in their mean "
            "score by more than chance."
        ),
        size=1 + overall.disagreement.value,  # what holds for all is told first
        n=overall.ids,
        clear=overall.disagreement.low > SMALLEST_SHARE,
        cause="model",
    )


def _of_language(one: LanguageConsistency, *, reference: str | None) -> Iterator[Finding]:
    """How its score is shifted; and how its labels differ, unless they differ less than others."""
    name = group_name(one.language, by=BY)
    gap = one.shift.difference
    word = "lower" if gap.value < 0 else "higher"
    yield _finding(
        one.language,
        f"The same texts score {abs(gap.value):.2f} {word} in {name} than on average over their "
        f"languages, on a scale of −1 to 1 (95 %: {_edges(gap, digits=2)}; {gap.n:,} texts"
        f"{_small(gap.n)}).",
        gap=gap,
        clear=is_declared(one.shift, smallest=SMALLEST_SHIFT),
    )
    if is_read_better(one):
        return
    if one.flipped is not None and (one.flip_shift is not None or reference is not None):
        yield _flips(one, one.flipped, name=name, reference=reference)
    elif one.accuracy is not None and one.accuracy_shift is not None:
        yield _finding(
            one.language,
            _accuracy(one, name),
            gap=one.accuracy_shift.difference,
            clear=is_declared(one.accuracy_shift, smallest=SMALLEST_SHARE),
        )


def is_read_better(one: LanguageConsistency) -> bool:
    """Whether its labels are clearly more like the others', or right more often, and not worse."""
    better, worse = _sides(one)
    return better and not worse


def _sides(one: LanguageConsistency) -> tuple[bool, bool]:
    """Whether anything about its labels is clearly better, and clearly worse, than on average."""
    signed = [(one.flip_shift, -1), (one.accuracy_shift, 1)]
    clear = [
        sign * shift.difference.value
        for shift, sign in signed
        if shift is not None and is_declared(shift, smallest=SMALLEST_SHARE)
    ]
    return any(value > 0 for value in clear), any(value < 0 for value in clear)


def _flips(
    one: LanguageConsistency, flipped: Interval, *, name: str, reference: str | None
) -> Finding:
    wrong = one.made_wrong
    other = "most of their other versions"
    if one.flip_shift is None and reference is not None:
        other = f"in {group_name(reference, by=BY)}"
    sentence = f"In {name} {_share(flipped)} of {flipped.n:,} texts get another label than {other}"
    if one.flip_shift is not None:
        gap = one.flip_shift.difference
        more = "more" if gap.value > 0 else "less"
        sentence += f", {_points(gap)} {more} than on average over the languages"
    if wrong is not None and wrong.n >= TOO_FEW:
        sentence += f"; of these {wrong.n:,} flips {_share(wrong)} made a right answer wrong"
    sentence += f"{_small(flipped.n)}."
    if one.accuracy_shift is not None:
        sentence += f" {_accuracy(one, 'there')}"
    clear = _sides(one)[1] if one.flip_shift is not None else flipped.low > SMALLEST_SHARE
    gap = one.flip_shift.difference if one.flip_shift is not None else flipped
    return _finding(one.language, sentence, gap=gap, clear=clear)


def _accuracy(one: LanguageConsistency, name: str) -> str:
    if one.accuracy is None or one.accuracy_shift is None:
        return ""
    gap = one.accuracy_shift.difference
    word = "less" if gap.value < 0 else "more"
    where = "There" if name == "there" else f"In {name}"
    return (
        f"{where} the model is right on {_share(one.accuracy)}, {_points(gap)} {word} than on the "
        "same texts over all languages."
    )


def _better(consistency: Consistency) -> Iterator[Finding]:
    """One sentence for all languages that are read better than the rest."""
    names = [
        group_name(one.language, by=BY) for one in consistency.languages if is_read_better(one)
    ]
    if names:
        overall = consistency.overall
        yield Finding(
            topic=TOPIC,
            by=BY,
            group="",
            sentence=f"Read better than the same texts are on average, with fewer flips or more "
            f"right answers: {', '.join(sorted(names))} (by language in the table).",
            size=0,
            n=overall.ids if overall else 0,
            clear=True,
            cause="model",
        )


def _finding(group: str, sentence: str, *, gap: Interval, clear: bool) -> Finding:
    return Finding(
        topic=TOPIC,
        by=BY,
        group=group,
        sentence=sentence,
        size=abs(gap.value),
        n=gap.n,
        clear=clear,
        cause="model" if clear else "not known",
    )


def _unsaid(consistency: Consistency, *, translated: str) -> Iterator[str]:
    for name, count in consistency.too_few.items():
        yield (
            f"{group_name(name, by=BY)} shares {count} texts with another language; below "
            f"{TOO_FEW} nothing is said about it."
        )
    for reason, count in consistency.left_out.items():
        if reason in (ONE_LANGUAGE, TWO_TRUTHS):
            yield f"Left out: {count:,} {reason}."
        elif reason == SAME_ID_AND_LANGUAGE:
            yield f"{count:,} {reason}."
    if translated:
        yield (
            f"The texts were translated {translated}: where a translation lost or changed the "
            "tone, that counts as the model's shift here."
        )
    else:
        yield (
            "Whether a shift is the model's or the translation's cannot be told apart: a version "
            "that is milder or harsher than the others is meant to score otherwise."
        )
    if any(one.accuracy is None for one in consistency.languages):
        yield (
            "Where no labels are given, or too few, nobody can say which of two different answers "
            "is the right one."
        )


def _share(interval: Interval) -> str:
    low, high = 100 * interval.low, 100 * interval.high
    return f"{100 * interval.value:.0f} % (95 %: {low:.0f} to {high:.0f})"


def _points(gap: Interval) -> str:
    value = f"{100 * abs(gap.value):.0f}"
    return f"{value} {'point' if value == '1' else 'points'} (95 %: {_edges(gap, scale=100)})"


def _edges(gap: Interval, *, scale: float = 1, digits: int = 0) -> str:
    """Both ends, without signs where they lie on one side of 0: a word says the side."""
    low, high = scale * gap.low, scale * gap.high
    if low <= 0 <= high:
        return f"{_signed(low, digits)} to {_signed(high, digits)}"
    low, high = sorted((abs(low), abs(high)))
    return f"{low:.{digits}f} to {high:.{digits}f}"


def _signed(value: float, digits: int) -> str:
    rounded = round(value, digits)
    sign = "−" if rounded < 0 else "+" if rounded > 0 else ""
    return f"{sign}{abs(rounded):.{digits}f}"


def _small(n: int) -> str:
    return "; a small group" if n < SMALL_GROUP else ""
