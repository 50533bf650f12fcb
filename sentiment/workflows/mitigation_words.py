"""What a mitigation would do, in sentences: by language, what it costs, and what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.evaluation.findings import Finding, ordered_findings
from sentiment.evaluation.intervals import is_clear
from sentiment.evaluation.mitigation import LEAST_OF_EACH, LEAST_REVIEWS
from sentiment.evaluation.rate_constraint import in_points
from sentiment.language.figures_in_words import counted, joined
from sentiment.language.group_names import group_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentiment.evaluation.mitigation import Mitigation
    from sentiment.evaluation.mitigation_effects import AdjustmentEffect
    from sentiment.evaluation.rate_constraint import RateConstraint
    from sentiment.records import Interval


def mitigation_findings(plan: Mitigation, *, starred: int) -> tuple[Finding, ...]:
    """A finding for each language whose answers would change, the largest gap first.

    Where ``starred`` reviews, those of which the truth is stars, are half of all or more, the
    gap may as well be a way of rating.
    """
    by_stars = 2 * starred >= plan.effects.overall.n
    return ordered_findings(
        Finding(
            topic="fairness",
            by="language",
            group=effect.group,
            sentence=_gap_sentence(effect, plan.constraint, by_stars=by_stars),
            size=abs(effect.gap.before.value),
            n=effect.n,
            clear=is_clear(effect.gap.before),
            cause="not known" if by_stars else "model",
        )
        for effect in plan.effects.groups
        if effect.group in plan.shifted
    )


def cost_sentence(plan: Mitigation) -> str:
    """What the adjusted version does to accuracy, macro-F1 and calibration, over all reviews."""
    overall = plan.effects.overall
    return (
        f"On all {overall.n:,} labelled reviews together, measured on reviews that did not choose "
        f"the values, accuracy goes from {100 * overall.accuracy.before.value:.1f} % to "
        f"{100 * overall.accuracy.after.value:.1f} % "
        f"({_points(overall.accuracy.change, bracket=False)}), macro-F1 changes by "
        f"{_points(overall.macro_f1.change)}, the calibration error by "
        f"{_points(overall.calibration.change)}."
    )


def verdict_sentences(plan: Mitigation) -> tuple[str, ...]:
    """Whether there is anything to do, and whether the constraint is met on other reviews."""
    compared = len(plan.effects.groups)
    told = []
    if not compared:
        return ()
    if not plan.shifted:
        told.append(
            f"There is nothing to mitigate: in none of the {compared} languages with enough "
            f"labelled reviews is the gap larger than {in_points(plan.constraint.tolerance)} and "
            "than chance explains."
        )
    elif plan.beyond:
        told.append(
            f"The constraint cannot be met on other reviews in {_listed(plan, plan.beyond)}: not "
            "with so few labelled reviews, or not without losing more accuracy than allowed."
        )
    else:
        told.append(
            "On reviews that did not choose the values, the gap is within "
            f"{in_points(plan.constraint.tolerance)} in {_listed(plan, plan.shifted)}."
        )
    if plan.unproven:
        names = joined(group_name(name, by="language") for name in plan.unproven)
        told.append(
            "The labelled reviews are too few to be sure of it: by these intervals the true gap "
            f"may still be larger than that in {names}."
        )
    if plan.scaled:
        names = joined(group_name(name, by="language") for name in plan.scaled)
        told.append(
            f"In {names} a temperature brings how sure the model is closer to how often it is "
            "right; no answer changes by it."
        )
    return tuple(told)


def unsaid_sentences(plan: Mitigation) -> tuple[str, ...]:
    """The languages of which nothing can be said, and why."""
    told = []
    few = [one for one in plan.left_alone if one.why == "too few reviews"]
    if few:
        listed = joined(f"{group_name(one.language, by='language')} ({one.n:,})" for one in few)
        told.append(
            f"Not changed, because they have fewer than {LEAST_REVIEWS} labelled reviews, or fewer "
            f"than {LEAST_OF_EACH} that are {plan.constraint.sentiment} or that are not: {listed}."
        )
    unknown = sum(one.n for one in plan.left_alone if one.why == "no language")
    if unknown:
        told.append(
            f"{counted(unknown, 'review')} of which the language is not known are not changed; "
            "they count in the figures of all."
        )
    others = [one.language for one in plan.left_alone if one.why == "apart through others"]
    if others:
        names = joined(group_name(name, by="language") for name in others)
        told.append(
            f"Nothing is done in {names}: further from all than allowed today, but only because "
            "the changed languages move the rate of all."
        )
    gaps = {effect.group: effect.gap.after for effect in plan.effects.groups}
    chance = [one.language for one in plan.left_alone if one.why == "within chance"]
    if chance:
        listed = joined(
            f"{group_name(name, by='language')} ({_points(gaps[name], bracket=False)})"
            for name in chance
        )
        told.append(
            "After correction for the number of languages, the gap that remains cannot be told "
            f"from chance, so nothing is done, in {listed}."
        )
    return tuple(told)


def _gap_sentence(effect: AdjustmentEffect, constraint: RateConstraint, *, by_stars: bool) -> str:
    name, rate = group_name(effect.group, by="language"), effect.rate.before.value
    what = {
        "false positives": f"Of the reviews in {name} that are not {constraint.sentiment}, "
        f"{100 * rate:.1f} % are called {constraint.sentiment}",
        "misses": f"Of the {constraint.sentiment} reviews in {name}, {100 * rate:.1f} % are not "
        "called so",
        "share gap": f"In {name} the share of reviews called {constraint.sentiment} is "
        f"{_above(rate)} the share that is so",
    }[constraint.rate]
    cause = "by their stars: the model, or the way of rating" if by_stars else "likely the model"
    return (
        f"{what}, {_more(effect.gap.before)} than in all languages together "
        f"(95 % interval {_range(effect.gap.before)}; {counted(effect.n, 'review')} labelled; "
        f"{cause}). Adjusted, it would be {_more(effect.gap.after)} ({_range(effect.gap.after)}), "
        f"and accuracy in {name} would change by {_points(effect.accuracy.change)}."
    )


def _above(rate: float) -> str:
    points = round(abs(100 * rate), 1)
    if not points:
        return "about"
    return f"{points:.1f} points {'above' if rate > 0 else 'below'}"


def _more(gap: Interval) -> str:
    value = round(100 * gap.value, 1)
    return f"{abs(value):.1f} points {'less' if value < 0 else 'more'}"


def _range(interval: Interval) -> str:
    return f"{_signed(interval.low)} to {_signed(interval.high)} points"


def _points(interval: Interval, *, bracket: bool = True) -> str:
    """``+0.5 points (−1.0 to +2.0)``; without brackets where it stands in some itself."""
    ends = f"{_signed(interval.low)} to {_signed(interval.high)}"
    value = f"{_signed(interval.value)} points"
    return f"{value} ({ends})" if bracket else f"{value}, {ends}"


def _signed(share: float) -> str:
    value = round(100 * share, 1)
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return f"{sign}{abs(value):.1f}"


def _listed(plan: Mitigation, languages: Sequence[str]) -> str:
    gaps = {effect.group: effect.gap.after for effect in plan.effects.groups}
    return joined(
        f"{group_name(name, by='language')} ({_points(gaps[name], bracket=False)})"
        for name in languages
    )
