"""Per-language adjustments that treat languages alike, and what they do on other reviews.

Which languages are changed is decided on all reviews given: those with enough reviews, whose
rate is further from that of all than the tolerance and than chance explains. What an adjustment
does is measured cross-fitted: the reviews are dealt into folds by their text, and each is
adjusted by values that were chosen without its fold, so that no review is judged by values that
it chose itself (Stone 1974, "Cross-validatory choice and assessment of statistical
predictions", Journal of the Royal Statistical Society B 36:111).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from sentiment.evaluation.calibration_error import calibration_error
from sentiment.evaluation.class_adjustment import (
    ClassAdjustment,
    log_probabilities,
    probabilities_of,
)
from sentiment.evaluation.mitigation_effects import MitigationEffects, measure_effects
from sentiment.evaluation.multiple_testing import benjamini_hochberg
from sentiment.evaluation.offset_choice import (
    OFFSETS,
    choose_offsets,
    offsets_of,
    table_of,
    tables_by_offset,
)
from sentiment.evaluation.rate_constraint import RateConstraint, difference_p, rate_of
from sentiment.evaluation.temperature import fit_temperature
from sentiment.records import UNDETERMINED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

LEAST_REVIEWS = 50
LEAST_OF_EACH = 10
FALSE_DISCOVERIES = 0.05
FOLDS = 5

# "apart through others": it is beyond the tolerance only while the changed languages move the
# rate of all.
Reason = Literal[
    "too few reviews",
    "no language",
    "within the tolerance",
    "within chance",
    "apart through others",
]


@dataclass(frozen=True)
class LeftAlone:
    """A language whose rate is not changed, its number of labelled reviews, and why."""

    language: str
    n: int
    why: Reason


@dataclass(frozen=True)
class Mitigation:
    """What to do to which language, and the effects of doing it, measured on other reviews.

    ``adjustments`` is empty where nothing has to be done. ``shifted`` are the languages whose
    answers change, ``scaled`` those whose temperature does. ``effects`` compare the model as it
    is with the adjusted one, cross-fitted over ``folds``. ``beyond`` are the languages in which
    the constraint is not met on reviews that did not choose the values: shifted ones that stay
    beyond the tolerance, and others that are beyond it by more than chance. ``unproven`` are
    the shifted ones in which it is met, but the interval of the gap reaches beyond the
    tolerance. That interval, not its middle, is what is known of reviews to come: values that
    make counts equal bring the middle nearer to 0 than the true gap is. By simulation (600
    reviews of a language, 120 draws) the true gap lies in it in 94 to 98 of 100 cases.
    """

    constraint: RateConstraint
    adjustments: tuple[ClassAdjustment, ...]
    shifted: tuple[str, ...]
    scaled: tuple[str, ...]
    left_alone: tuple[LeftAlone, ...]
    effects: MitigationEffects
    beyond: tuple[str, ...]
    unproven: tuple[str, ...]
    folds: int


def plan_mitigation(
    probabilities: ArrayLike,
    truth: ArrayLike,
    languages: Sequence[str],
    *,
    texts: Sequence[str],
    constraint: RateConstraint,
    folds: int = FOLDS,
    seed: int = 0,
) -> Mitigation:
    """Choose the adjustments of ``languages`` and measure them.

    ``probabilities`` (n, 3) are the model's, ``truth`` (n,) the classes 0, 1 and 2; equal
    ``texts`` stay in one fold. The same input gives the same answer.
    """
    logs, labels = log_probabilities(probabilities), np.asarray(truth, np.int64)
    names = np.asarray(languages, dtype=object)
    of_language = {name: names == name for name in sorted(set(languages))}
    eligible = [
        name for name, rows in of_language.items() if _is_enough(name, labels[rows], constraint)
    ]
    reviews = _Reviews(logs, labels, of_language, eligible, constraint)
    shifted = _unequal(reviews)
    offsets = _offsets(reviews, shifted)
    fold_of = deal_folds(names, labels, texts=texts, folds=folds, seed=seed)
    fitted, temperatures = logs.copy(), np.ones(len(logs))
    for fold in range(folds):
        out = fold_of == fold
        if not out.any() or out.all():
            continue
        kept = {name: rows & ~out for name, rows in of_language.items()}
        chosen = _offsets(replace(reviews, of_language=kept), shifted)
        for name in eligible:
            rows, held = kept[name], of_language[name] & out
            shift = offsets_of(constraint.place, chosen.get(name, 0.0))
            if held.any() and rows.any():
                fitted[held] += shift
                temperatures[held] = fit_temperature(logs[rows] + shift, labels[rows])
    scaled = _clearly_better_scaled(reviews, fitted, temperatures=temperatures)
    is_scaled = np.isin(names, scaled) if scaled else np.zeros(len(names), bool)
    fitted /= np.where(is_scaled, temperatures, 1.0)[:, None]
    after = np.asarray(probabilities, np.float32).copy()
    changed = np.isin(names, [*shifted, *scaled]) if shifted or scaled else is_scaled
    after[changed] = probabilities_of(fitted[changed])
    effects = measure_effects(
        np.asarray(probabilities, np.float32),
        after,
        labels,
        names,
        constraint=constraint,
        changed={*shifted, *scaled},
        apart=eligible,
        seed=seed,
    )
    beyond = _beyond(reviews, after, shifted=shifted, effects=effects)
    return Mitigation(
        constraint=constraint,
        adjustments=_adjustments(reviews, offsets, scaled=scaled),
        shifted=tuple(shifted),
        scaled=tuple(scaled),
        left_alone=_left_alone(reviews, shifted, effects=effects),
        effects=effects,
        beyond=beyond,
        unproven=tuple(
            group.group
            for group in effects.groups
            if group.group in shifted
            and group.group not in beyond
            and max(-group.gap.after.low, group.gap.after.high) > constraint.tolerance
        ),
        folds=folds,
    )


def deal_folds(
    languages: NDArray[np.object_],
    truth: NDArray[np.integer],
    *,
    texts: Sequence[str],
    folds: int,
    seed: int,
) -> NDArray[np.int64]:
    """The fold (0 to ``folds`` - 1) of each review; equal texts share one.

    Each language and class is spread over the folds as evenly as texts allow.
    """
    _, first, of_text = np.unique(
        np.asarray(texts, dtype=object).astype(str), return_index=True, return_inverse=True
    )
    kinds = np.array([f"{languages[place]} {truth[place]}" for place in first])
    shuffled = np.random.default_rng(seed).permutation(len(first))
    in_order = shuffled[np.argsort(kinds[shuffled], kind="stable")]
    dealt = np.empty(len(first), np.int64)
    dealt[in_order] = np.arange(len(first)) % folds
    found: NDArray[np.int64] = dealt[of_text]
    return found


def _is_enough(name: str, labels: NDArray[np.int64], constraint: RateConstraint) -> bool:
    of_class = int((labels == constraint.place).sum())
    least = min(of_class, len(labels) - of_class)
    return (
        bool(name)
        and name != UNDETERMINED
        and len(labels) >= LEAST_REVIEWS
        and (least >= LEAST_OF_EACH)
    )


@dataclass(frozen=True)
class _Reviews:
    """What a plan is made of: log probabilities (n, 3), classes, and rows by language.

    Of the languages only those in ``eligible`` may be changed.
    """

    logs: NDArray[np.float64]
    labels: NDArray[np.int64]
    of_language: dict[str, NDArray[np.bool_]]
    eligible: Sequence[str]
    constraint: RateConstraint

    def tables_by_offset(self, name: str) -> NDArray[np.float64]:
        """A table for each offset that a language may get."""
        rows = self.of_language[name]
        return tables_by_offset(self.logs[rows], self.labels[rows], place=self.constraint.place)


def _offsets(reviews: _Reviews, shifted: Sequence[str]) -> dict[str, float]:
    rest = np.zeros(len(reviews.labels), bool)
    for name, rows in reviews.of_language.items():
        if name not in shifted:
            rest |= rows
    return choose_offsets(
        {name: reviews.tables_by_offset(name) for name in shifted},
        unchanged=table_of(reviews.logs, reviews.labels, rest),
        constraint=reviews.constraint,
    )


def _unequal(reviews: _Reviews) -> list[str]:
    """The languages that need an offset, the furthest off first.

    One at a time, because moving one moves the rate of all, from which others seemed apart.
    """
    found: list[str] = []
    tables = {
        name: table_of(reviews.logs, reviews.labels, rows)
        for name, rows in reviews.of_language.items()
    }
    by_offset = {name: reviews.tables_by_offset(name) for name in reviews.eligible}
    while True:
        now = dict(tables)
        unchanged = sum((t for name, t in tables.items() if name not in found), np.zeros((3, 3)))
        moved = choose_offsets(
            {name: by_offset[name] for name in found},
            unchanged=unchanged,
            constraint=reviews.constraint,
        )
        for name, value in moved.items():
            now[name] = by_offset[name][int(np.flatnonzero(value == OFFSETS)[0])]
        gaps = _apart(now, reviews.eligible, constraint=reviews.constraint)
        more = sorted(set(gaps) - set(found), key=lambda name: (-gaps[name], name))
        if not more:
            return sorted(found)
        found.append(more[0])


def _apart(
    tables: dict[str, NDArray[np.float64]], eligible: Sequence[str], *, constraint: RateConstraint
) -> dict[str, float]:
    """The eligible languages beyond the tolerance by more than chance explains, and how far."""
    total = sum(tables.values(), np.zeros((3, 3)))
    common = float(rate_of(total, constraint))
    ps = [difference_p(tables[n], total - tables[n], constraint=constraint) for n in eligible]
    gaps = {name: abs(float(rate_of(tables[name], constraint)) - common) for name in eligible}
    return {
        name: gaps[name]
        for name, q in zip(eligible, benjamini_hochberg(ps), strict=True)
        if q < FALSE_DISCOVERIES and gaps[name] > constraint.tolerance
    }


def _clearly_better_scaled(
    reviews: _Reviews, fitted: NDArray[np.float64], *, temperatures: NDArray[np.float64]
) -> list[str]:
    """The languages in which a temperature from other reviews helps.

    The log loss has to fall beyond chance, and the calibration error with it.
    """
    from scipy.stats import ttest_1samp

    labels, scaled = reviews.labels, fitted / temperatures[:, None]
    gain = _log_loss(fitted, labels) - _log_loss(scaled, labels)
    ps, means = [], []
    for name in reviews.eligible:
        own = gain[reviews.of_language[name]]
        ps.append(float(ttest_1samp(own, 0.0).pvalue) if own.std() > 0 else 1.0)
        means.append(float(own.mean()))
    corrected = benjamini_hochberg(ps)
    return [
        name
        for name, q, mean in zip(reviews.eligible, corrected, means, strict=True)
        if q < FALSE_DISCOVERIES and mean > 0
        for rows in [reviews.of_language[name]]
        if _error(scaled[rows], labels[rows]) < _error(fitted[rows], labels[rows])
    ]


def _error(logs: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    return calibration_error(probabilities_of(logs), labels)


def _log_loss(logs: NDArray[np.float64], labels: NDArray[np.int64]) -> NDArray[np.float64]:
    highest = logs.max(axis=1)
    total = highest + np.log(np.exp(logs - highest[:, None]).sum(axis=1))
    losses: NDArray[np.float64] = total - logs[np.arange(len(labels)), labels]
    return losses


def _adjustments(
    reviews: _Reviews, offsets: dict[str, float], *, scaled: Sequence[str]
) -> tuple[ClassAdjustment, ...]:
    """The values for use, chosen on all reviews."""
    made = []
    for name in sorted({*offsets, *scaled}):
        rows = reviews.of_language[name]
        shift = offsets_of(reviews.constraint.place, offsets.get(name, 0.0))
        scale = round(fit_temperature(reviews.logs[rows] + shift, reviews.labels[rows]), 3)
        made.append(ClassAdjustment(name, shift, scale if name in scaled else 1.0))
    return tuple(one for one in made if one.changes)


def _left_alone(
    reviews: _Reviews, shifted: Sequence[str], *, effects: MitigationEffects
) -> tuple[LeftAlone, ...]:
    gaps = {group.group: group.gap for group in effects.groups}
    tolerance = reviews.constraint.tolerance
    found = []
    for name, rows in reviews.of_language.items():
        if name in shifted:
            continue
        why: Reason = "within chance"
        if not name or name == UNDETERMINED:
            why = "no language"
        elif name not in reviews.eligible:
            why = "too few reviews"
        elif abs(gaps[name].before.value) <= tolerance:
            why = "within the tolerance"
        elif shifted and abs(gaps[name].after.value) <= tolerance:
            why = "apart through others"
        found.append(LeftAlone(name, int(rows.sum()), why))
    return tuple(sorted(found, key=lambda one: (-one.n, one.language)))


def _beyond(
    reviews: _Reviews,
    after: NDArray[np.float32],
    *,
    shifted: Sequence[str],
    effects: MitigationEffects,
) -> tuple[str, ...]:
    called = np.log(np.maximum(after, 1e-12)).astype(np.float64)
    tables = {
        name: table_of(called, reviews.labels, rows) for name, rows in reviews.of_language.items()
    }
    clear = set(_apart(tables, reviews.eligible, constraint=reviews.constraint))
    return tuple(
        group.group
        for group in effects.groups
        if group.group in clear
        or (group.group in shifted and abs(group.gap.after.value) > reviews.constraint.tolerance)
    )
