"""Which groups of customers use the stars differently for words alike, in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentiment.evaluation.findings import Finding, ordered_findings
from sentiment.evaluation.intervals import TOO_FEW
from sentiment.evaluation.rating_style import FEWEST_REVIEWS, RatingStyle, rating_styles
from sentiment.language.group_names import group_name
from sentiment.records import UNDETERMINED, Filters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentiment.evaluation.findings import Cause
    from sentiment.records import Interval
    from sentiment.storage.database import Database
    from sentiment.storage.rating_arrays import RatedCounts

MOSTLY = 0.5
_PLURALS = {
    "market": "markets",
    "language": "languages",
    "product": "products",
    "source": "sources",
}
_MOST_NAMED = 6


@dataclass(frozen=True)
class RatedReviews:
    """How many ``reviews`` there are, how many have stars, and how many stars and a score.

    ``used`` of the ``rated`` ones are in the groups: those of which the group is known, in
    groups that are large enough, and of very many an even sample.
    """

    reviews: int
    starred: int
    rated: int
    used: int


@dataclass(frozen=True)
class RatingStyleAnswer:
    """The rating style of each group of ``by``, the largest first, and what it comes to.

    ``overall`` counts the reviews. Where there is nothing to compare, ``groups`` is empty and
    ``unsaid`` says why. ``model_id`` is None where nothing is scored.
    """

    model_id: str | None
    by: str
    overall: RatedReviews
    groups: tuple[RatingStyle, ...]
    findings: tuple[Finding, ...]
    unsaid: tuple[str, ...]

    @property
    def compared(self) -> int:
        """How many groups make up the mean that gaps are relative to."""
        large = sum(style.n >= FEWEST_REVIEWS for style in self.groups)
        return large if large >= 2 else len(self.groups)


def rating_style(
    database: Database, *, by: str, filters: Filters | None = None
) -> RatingStyleAnswer:
    """The rating styles of the groups of ``by`` (a grouping, also "column:NAME").

    At most 100,000 reviews are used: small groups whole, of the largest an even sample, always
    the same. Raises :class:`sentiment.errors.UsageError` for what is no grouping.
    """
    import numpy as np

    from sentiment.storage.predictions import active_model
    from sentiment.storage.rating_arrays import count_rated, even_limit, rating_arrays

    filters = filters or Filters()
    counts = count_rated(database, by=by, filters=filters)
    known = [one for one in counts if one.rated >= TOO_FEW and not _is_unknown(one.group, by=by)]
    styles: tuple[RatingStyle, ...] = ()
    if len(known) > 1:
        arrays = rating_arrays(
            database,
            by=by,
            filters=filters,
            most_a_group=even_limit(one.rated for one in known),
        )
        meant = np.isin(arrays["name"].to_numpy(), [one.group for one in known])
        arrays = arrays.filter(meant)
        columns = [arrays[name].to_numpy() for name in ("p_negative", "p_neutral", "p_positive")]
        styles = rating_styles(
            arrays["stars"].to_numpy(),
            np.stack(columns, axis=1),
            groups=arrays["name"].to_pylist(),
            products=arrays["product"].to_pylist() if by != "product" else [None] * len(arrays),
        )
    overall = RatedReviews(
        reviews=sum(one.reviews for one in counts),
        starred=sum(one.starred for one in counts),
        rated=sum(one.rated for one in counts),
        used=sum(style.n for style in styles),
    )
    answer = RatingStyleAnswer(active_model(database), by, overall, styles, (), ())
    return RatingStyleAnswer(
        model_id=answer.model_id,
        by=by,
        overall=overall,
        groups=styles,
        findings=_findings(answer),
        unsaid=tuple(_unsaid(answer, counts)),
    )


def plural(by: str) -> str:
    """What groups of a grouping are called together.

    >>> plural("market"), plural("column:Device")
    ('markets', 'groups by Device')
    """
    return _PLURALS.get(by, f"groups by {by.removeprefix('column:')}")


def _is_unknown(group: str, *, by: str) -> bool:
    return not group or (by == "language" and group == UNDETERMINED)


def _findings(answer: RatingStyleAnswer) -> tuple[Finding, ...]:
    found = [
        Finding(
            topic="rating style",
            by=answer.by,
            group=style.group,
            sentence=_declared(style, answer) if style.declared else _undeclared(style, answer),
            size=abs(style.gap.value),
            n=style.n,
            clear=style.declared,
            cause=_cause(style, by=answer.by),
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


def _cause(style: RatingStyle, *, by: str) -> Cause:
    is_style = style.declared and style.certain and by != "product"
    return "rating style" if is_style else "not known"


def _declared(style: RatingStyle, answer: RatingStyleAnswer) -> str:
    gap = style.gap
    side = -1 if gap.value < 0 else 1
    low, high = sorted((side * gap.low, side * gap.high))
    products = f", {_count(style.products, 'product')}" if style.products else ""
    told = (
        f"{_people(style.group, by=answer.by)} give {abs(gap.value):.2f} stars "
        f"{'less' if side < 0 else 'more'} ({_number(low)} to {_number(high)}) than the mean "
        f"over {answer.compared} {plural(answer.by)} for words alike "
        f"(n = {style.n:,}{products}; {_q(style.q)})"
    )
    if answer.by == "product":
        return f"{told}: their stars tell of something that their words do not."
    if style.certain:
        return f"{told}: a way of rating, not of feeling."
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
        f"({_number(gap.low)} to {_number(gap.high)}; n = {style.n:,})."
    )


def _unsaid(answer: RatingStyleAnswer, counts: Sequence[RatedCounts]) -> list[str]:
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
    unknown = [one for one in counts if _is_unknown(one.group, by=by)]
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
            f"{_count(left, 'review')} of which the {by.removeprefix('column:')} is not known "
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
    said += _limits_of_groups(answer)
    sampled = sum(one.rated for one in counts if one not in unknown and one not in small)
    if answer.groups and overall.used < sampled:
        said.append(
            f"Of {sampled:,} reviews an even sample of {overall.used:,} is used: small {groups} "
            "whole, and as many of each of the largest."
        )
    return said


def _limits_of_groups(answer: RatingStyleAnswer) -> list[str]:
    """What declared groups leave open: the assortment, and the number of products."""
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
            f"{_names(single, by=by)}: fewer than 8 products are known, so that intervals are by "
            "review. They hold for these products, and not for others."
        )
    return said


def _names(styles: Sequence[RatingStyle], *, by: str) -> str:
    names = [group_name(style.group, by=by) for style in styles[:_MOST_NAMED]]
    more = len(styles) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")


def _people(group: str, *, by: str) -> str:
    name = group_name(group, by=by)
    if by == "market":
        return f"Customers in {name}"
    if by == "language":
        return f"Customers who write in {name}"
    if by in ("product", "source"):
        return f"Customers in the reviews of {name}"
    return f"Customers of {by.removeprefix('column:')} {name}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _q(q: float) -> str:
    return "q < 0.001" if q < 0.001 else f"q = {q:.3f}"


def _signed(gap: Interval | None) -> str:
    return "–" if gap is None else _plus(gap.value)


def _plus(stars: float) -> str:
    return f"{stars:+.2f}".replace("-", "−")


def _number(stars: float) -> str:
    return f"{stars:.2f}".replace("-", "−")
