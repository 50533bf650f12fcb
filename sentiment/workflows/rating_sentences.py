"""Rating styles in sentences: what was found, and what cannot be said and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.evaluation.cluster_resampling import FEWEST_PRODUCTS
from sentiment.evaluation.findings import Finding, ordered_findings
from sentiment.evaluation.intervals import TOO_FEW
from sentiment.evaluation.reading_bias import FEWEST_LABELLED
from sentiment.language.figures_in_words import counted, decimal
from sentiment.language.group_names import (
    group_name,
    grouping_words,
    is_unknown,
    plural,
    with_article,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentiment.evaluation.findings import Cause
    from sentiment.evaluation.rating_style import RatingStyle
    from sentiment.records import Interval
    from sentiment.storage.rating_arrays import RatedCounts
    from sentiment.workflows.rating_style import RatingStyleAnswer

PICKED = (
    "The reviews in view were picked by their stars or by their score, so how one goes with the "
    "other cannot be said from them: take these filters off."
)
MOSTLY = 0.5
# From what people call negative to positive, two classes, is taken for three stars.
STARS_A_CLASS = 1.5
_MOST_NAMED = 6


def style_findings(answer: RatingStyleAnswer) -> tuple[Finding, ...]:
    """A finding for each group, those that are declared first."""
    found = [
        Finding(
            topic="rating style",
            by=answer.by,
            group=style.group,
            sentence=_declared(style, answer) if style.declared else _undeclared(style, answer),
            size=abs(style.gap.value),
            n=style.n,
            clear=style.declared,
            cause=_cause(style, answer),
        )
        for style in answer.groups
    ]
    if found and not any(one.clear for one in found):
        nothing = Finding(
            topic="rating style",
            by=answer.by,
            group="",
            sentence=f"None of the {len(found)} {plural(answer.by)} is found to give more or fewer "
            f"stars than the others for words alike (n = {answer.overall.used:,}).",
            size=0.0,
            n=answer.overall.used,
            clear=False,
        )
        return (nothing, *ordered_findings(found))
    return ordered_findings(found)


def _cause(style: RatingStyle, answer: RatingStyleAnswer) -> Cause:
    if not style.declared or answer.by == "product":
        return "not known"
    if _explained(style, answer) >= MOSTLY * abs(style.gap.value):
        return "model"
    return "rating style" if style.certain and not _few_products(style) else "not known"


def _few_products(style: RatingStyle) -> bool:
    """Whether what is known of the gap is known of one or two products."""
    return 0 < style.products < FEWEST_PRODUCTS


def _explained(style: RatingStyle, answer: RatingStyleAnswer) -> float:
    """About how many stars of the gap the model's misreading comes to, 0 where it does not."""
    reading = dict(answer.readings).get(style.group)
    if reading is None or not (reading.low > 0 or reading.high < 0):
        return 0.0
    return max(0.0, -STARS_A_CLASS * reading.value * (1 if style.gap.value > 0 else -1))


def _declared(style: RatingStyle, answer: RatingStyleAnswer) -> str:
    gap = style.gap
    side = -1 if gap.value < 0 else 1
    low, high = sorted((side * gap.low, side * gap.high))
    products = f", {counted(style.products, 'product')}" if style.products else ""
    told = (
        f"{_people(style.group, by=answer.by)} give {abs(gap.value):.2f} stars "
        f"{'less' if side < 0 else 'more'} ({decimal(low, digits=2)} to "
        f"{decimal(high, digits=2)}) than is usual over {answer.compared} {plural(answer.by)} "
        f"for words alike (n = {style.n:,}{products}; {_q(style.q)})"
    )
    if answer.by == "product":
        return f"{told}: their stars tell of something that their words do not."
    explained, reading = _explained(style, answer), dict(answer.readings).get(style.group)
    if reading is not None and explained:
        told += (
            f"; in {reading.n:,} labelled reviews the model reads their words as "
            f"{'unkinder' if reading.value < 0 else 'kinder'} than people do, more than usual, "
            f"which comes to about {explained:.2f} stars"
        )
    if explained >= MOSTLY * abs(gap.value):
        return f"{told}: likely the model, and not a way of rating."
    if _few_products(style):
        return f"{told}: it may be these products and not a way of rating, there are too few."
    if style.certain and explained:
        return f"{told}: for the most part a way of rating, not of feeling."
    if style.certain and reading is not None:
        return (
            f"{told}; {reading.n:,} labelled reviews do not show that the model misreads them: a "
            "way of rating, not of feeling."
        )
    if style.certain:
        return f"{told}: likely a way of rating, not of feeling."
    if style.levels_agree:
        mood = "kinder" if style.bounds[0] > style.bounds[1] else "unkinder"
        return (
            f"{told}; but their words are {mood} than others', and if it is the words that are "
            f"read with error the gap is {_plus(style.bounds[1])}, if it is the stars "
            f"{_plus(style.bounds[0])}: not certain to be a way of rating."
        )
    return (
        f"{told}; but {_signed(style.gap_kind)} among kind words and {_signed(style.gap_unkind)} "
        "among unkind ones: the model may read these texts less well, so that it is not certain "
        "to be a way of rating."
    )


def _undeclared(style: RatingStyle, answer: RatingStyleAnswer) -> str:
    gap = style.gap
    return (
        f"{group_name(style.group, by=answer.by)}: no rating style is declared, because "
        f"{' and '.join(style.why_not)}; the gap is {_signed(gap)} stars "
        f"({decimal(gap.low, digits=2)} to {decimal(gap.high, digits=2)}; n = {style.n:,})."
    )


def style_unsaid(
    answer: RatingStyleAnswer,
    counts: Sequence[RatedCounts],
    *,
    labelled: Mapping[str, int],
) -> list[str]:
    """What cannot be said, and why. ``labelled`` is group → reviews with an answer."""
    by, overall = answer.by, answer.overall
    groups = plural(by)
    if not overall.reviews:
        return ["No review is in view: there is nothing to compare."]
    if not overall.starred:
        return ["No review in view has stars, so how they are used cannot be said."]
    if not overall.rated:
        return [
            "No review in view has both stars and a score of its text: score the reviews first."
        ]
    said = []
    unknown = [one for one in counts if is_unknown(one.group, by=by)]
    left = sum(one.rated for one in unknown)
    small = [one for one in counts if one not in unknown and 0 < one.rated < TOO_FEW]
    if not answer.groups:
        large = [one for one in counts if one not in unknown and one.rated >= TOO_FEW]
        only = f" ({group_name(large[0].group, by=by)})" if large else ""
        said.append(
            f"A way of rating shows only beside others: {len(large)} of the {groups} in view"
            f"{only} {'has' if len(large) == 1 else 'have'} {TOO_FEW} reviews or more with stars "
            "and a scored text, and at least two are needed."
        )
    if left:
        said.append(
            f"{counted(left, 'review')} of which the {grouping_words(by)} is not known "
            "can be compared with nobody."
        )
    if small:
        named = ", ".join(
            f"{group_name(one.group, by=by)} ({one.rated})" for one in small[:_MOST_NAMED]
        )
        more = f" and {len(small) - _MOST_NAMED} more" if len(small) > _MOST_NAMED else ""
        said.append(
            f"Too few reviews to say anything, fewer than {TOO_FEW} with stars and a scored "
            f"text: {named}{more}."
        )
    said += _limits_of_groups(answer, labelled)
    sampled = sum(one.rated for one in counts if one not in unknown and one not in small)
    if answer.groups and overall.used < sampled:
        said.append(
            f"Of {sampled:,} reviews an even sample of {overall.used:,} is used: small {groups} "
            "whole, and as many of each of the largest."
        )
    return said


def _limits_of_groups(answer: RatingStyleAnswer, labelled: Mapping[str, int]) -> list[str]:
    """What declared groups leave open: the assortment, the number of products, the reading."""
    by = answer.by
    declared = [style for style in answer.groups if style.declared]
    if by == "product" or not declared:
        return []
    alone = [style for style in declared if style.shared < MOSTLY]
    said = []
    if alone:
        said.append(
            f"Other {plural(by)} have few or none of the products of {_names(alone, by=by)}, or "
            "the product is not known: what is sold there may be behind these gaps."
        )
    single = [style for style in declared if style.resampled == "review"]
    if single:
        said.append(
            f"{_names(single, by=by)}: fewer than {FEWEST_PRODUCTS} products are known, so that "
            "intervals are by review. They hold for these products, and not for others."
        )
    checked = {group for group, _ in answer.readings}
    open_ones = [style for style in declared if style.group not in checked]
    if open_ones:
        most = max(labelled.get(style.group, 0) for style in open_ones)
        said.append(
            f"Whether the model reads the texts of {_names(open_ones, by=by)} as people do is not "
            f"known: it takes {FEWEST_LABELLED} reviews there, and in another group, that were "
            f"drawn at random and labelled by people, and there are {'at most ' if most else ''}"
            f"{most}. A model that reads them as unkinder than they are would show the same gap "
            "as customers who are generous."
        )
    return said


def _names(styles: Sequence[RatingStyle], *, by: str) -> str:
    names = [group_name(style.group, by=by) for style in styles[:_MOST_NAMED]]
    more = len(styles) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")


def _people(group: str, *, by: str) -> str:
    name = with_article(group, by=by)
    if by == "market":
        return f"Customers in {name}"
    if by == "language":
        return f"Customers who write in {name}"
    if by in ("product", "source"):
        return f"Customers in the reviews of {name}"
    return f"Customers of {grouping_words(by)} {name}"


def _q(q: float) -> str:
    return "q < 0.001" if q < 0.001 else f"q = {q:.3f}"


def _signed(gap: Interval | None) -> str:
    return "–" if gap is None else _plus(gap.value)


def _plus(stars: float) -> str:
    return f"{round(stars, 2) + 0.0:+.2f}".replace("-", "−")
