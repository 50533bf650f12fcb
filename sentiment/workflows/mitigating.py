"""A model version that treats languages alike: proposed, applied, undone, used again, deleted.

Proposing measures and changes nothing. Applying makes a named version of the active model, whose
predictions are made from those that are stored (:mod:`sentiment.storage.adjusted_predictions`),
and shows it; undoing shows the model as it is again, at once, because its predictions stay.

What is stated of the model does not hold for its adjusted version: thresholds of sureness and
the error of estimates without labels are not shown for it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from math import isnan
from typing import TYPE_CHECKING, Any

import numpy as np

from sentiment.errors import UsageError
from sentiment.evaluation.mitigation import Mitigation, plan_mitigation
from sentiment.evaluation.rate_constraint import Rate, RateConstraint, in_points
from sentiment.records import Filters, ProgressReport, silent
from sentiment.workflows.mitigation_words import (
    cost_sentence,
    mitigation_findings,
    unsaid_sentences,
    verdict_sentences,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentiment.evaluation.class_adjustment import ClassAdjustment
    from sentiment.evaluation.findings import Finding
    from sentiment.records import Progress
    from sentiment.storage.adjustments import StoredAdjustment
    from sentiment.storage.database import Database

TRUSTED_TRUTHS = ("annotation", "label")
LONGEST_NAME = 80
MARK = "+fair-"
STAGE = "adjusting"


@dataclass(frozen=True)
class Proposal:
    """What could be done to ``model_id``, the active model, and what it would do.

    ``plan`` holds the values and their measured effects; its ``adjustments`` are empty where
    there is nothing to do. ``reviews`` labelled ones chose it, ``starred`` of them by stars
    alone. ``notes`` are sentences on what comes of it, first the verdict, ``unsaid`` on what
    cannot be said and why.
    """

    model_id: str
    constraint: RateConstraint
    plan: Mitigation
    reviews: int
    starred: int
    truths: tuple[str, ...]
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    unsaid: tuple[str, ...]

    @property
    def suggested_name(self) -> str:
        """A name for the version, from the constraint."""
        within = in_points(self.constraint.tolerance)
        return f"Equal {self.constraint.rate}, {self.constraint.sentiment}, {within}"


@dataclass(frozen=True)
class AdjustedVersion:
    """A version that was made: who made it when (UTC), under which constraint, and what it does.

    ``sentences`` say what was measured when it was made, ``effects`` hold the figures.
    """

    model_id: str
    name: str
    base_model: str
    adjustments: tuple[ClassAdjustment, ...]
    constraint: str
    sentences: tuple[str, ...]
    effects: Mapping[str, Any]
    created_at: datetime
    created_by: str
    is_active: bool


def propose_mitigation(
    database: Database,
    *,
    sentiment: str = "negative",
    tolerance: float = 0.03,
    truths: Sequence[str] = TRUSTED_TRUTHS,
    filters: Filters | None = None,
    rate: Rate = "false positives",
    limit: int = 200_000,
) -> Proposal:
    """Choose adjustments of the active model under a constraint, and measure them.

    The constraint is :class:`sentiment.evaluation.rate_constraint.RateConstraint`. ``filters``
    say which labelled reviews choose; those on the model's answers are left out, since they
    would choose by what is judged. Of more than ``limit`` reviews an even sample is taken.
    Raises UsageError for a constraint that makes no sense, where no model or an adjusted
    version is active, where no review has truth, and where all are in one language.
    """
    from sentiment.storage.adjustments import find_adjustment
    from sentiment.storage.predictions import active_model
    from sentiment.storage.truth import checked_truths
    from sentiment.storage.truth_arrays import truth_arrays

    constraint = RateConstraint(sentiment, tolerance, rate)
    kinds = checked_truths(truths)
    identity = active_model(database)
    if identity is None:
        raise UsageError("Nothing is scored yet.", hint="Score first: polytone score")
    if find_adjustment(database, identity) is not None:
        raise UsageError(
            "An adjusted version is in use, and is not adjusted again.",
            hint="Undo it first; then another one can be chosen from the model as it is.",
        )
    given = filters or Filters()
    used = replace(given, sentiments=(), confidence=None, disagree=False, unsure=None)
    arrays = truth_arrays(database, filters=used, truths=kinds, limit=limit, drawn_only=True)
    languages = [language or "" for language in arrays.column("language").to_pylist()]
    _require_comparable(languages, kinds)
    plan = plan_mitigation(
        np.stack([arrays.column(f"p_{name}").to_numpy() for name in _CLASSES], axis=1),
        arrays.column("truth").to_numpy().astype(np.int64),
        languages,
        texts=arrays.column("text").to_pylist(),
        constraint=constraint,
    )
    starred = arrays.column("truth_from").to_pylist().count("stars")
    return Proposal(
        model_id=identity,
        constraint=constraint,
        plan=plan,
        reviews=arrays.num_rows,
        starred=starred,
        truths=kinds,
        findings=mitigation_findings(plan, starred=starred),
        notes=(*verdict_sentences(plan), *([cost_sentence(plan)] if plan.adjustments else [])),
        unsaid=(
            *unsaid_sentences(plan),
            *_cautions(
                plan,
                starred,
                is_part=used != Filters(),
                is_cut=used != given,
                is_sample=arrays.num_rows == limit,
            ),
        ),
    )


def apply_mitigation(
    database: Database,
    proposal: Proposal,
    *,
    name: str,
    by_whom: str,
    progress: Progress = silent,
) -> str:
    """Make the proposed version under ``name`` and show it; return its identity.

    All or nothing, and nothing is scored: about 5 seconds for a million texts. A version with
    the same values that was made before is shown again, under its former name. Progress comes
    in the stage "adjusting". Raises UsageError where the proposal changes nothing, for
    a blank, overlong or taken name or that of a model, and where another model is active by now.
    """
    from sentiment.models.cards import CARDS
    from sentiment.storage.adjustments import (
        StoredAdjustment,
        count_adjusted,
        find_adjustment,
        store_adjustment,
    )
    from sentiment.storage.predictions import active_model, set_active_model

    called, who = _checked(name, "name"), _checked(by_whom, "name of who applies it")
    if called in {card.name for card in CARDS}:
        raise UsageError(f"'{called}' is the name of a model.", hint="Choose another name.")
    if not proposal.plan.adjustments:
        raise UsageError(
            "There is nothing to apply: the proposal changes no language.",
            hint="Choose another class, rate or tolerance, or label more reviews.",
        )
    identity = version_identity(proposal.model_id, proposal.plan.adjustments)
    now = active_model(database)
    if now not in (proposal.model_id, identity):
        raise UsageError(
            f"The proposal is about the model '{proposal.model_id}', but '{now}' is in use by now.",
            hint="Look at the proposal again, and apply it then.",
        )
    if find_adjustment(database, identity) is not None:
        set_active_model(database, identity)
        return identity
    texts = count_adjusted(database, model_id=proposal.model_id)
    progress(ProgressReport(STAGE, 0, texts, _TEXTS_PER_SECOND))
    sentences = [*proposal.notes, *(one.sentence for one in proposal.findings), *proposal.unsaid]
    store_adjustment(
        database,
        StoredAdjustment(
            model_id=identity,
            name=called,
            base_model=proposal.model_id,
            values=proposal.plan.adjustments,
            constraint=proposal.constraint.in_words,
            effects=_as_json(proposal, sentences),
            created_at=datetime.now(UTC).replace(tzinfo=None),
            created_by=who,
        ),
        adjusted=lambda done: progress(ProgressReport(STAGE, done // 2, texts, _TEXTS_PER_SECOND)),
    )
    progress(ProgressReport(STAGE, texts, texts, _TEXTS_PER_SECOND))
    return identity


def undo_mitigation(database: Database) -> str:
    """Show the model as it is again; return its identity. The version is kept.

    Raises UsageError where no adjusted version is active.
    """
    from sentiment.storage.predictions import set_active_model

    version = active_adjustment(database)
    if version is None:
        raise UsageError(
            "No adjusted version is in use, so there is nothing to undo.",
            hint="Apply one first, or use one that was made before.",
        )
    set_active_model(database, version.base_model)
    return version.base_model


def use_adjustment(database: Database, model_id: str) -> None:
    """Show a version that was made before. Raises UsageError where there is none such."""
    from sentiment.storage.adjustments import find_adjustment
    from sentiment.storage.predictions import set_active_model

    version = find_adjustment(database, model_id)
    if version is None:
        raise UsageError(
            f"There is no adjusted version '{model_id}'.", hint="Choose one from the list."
        )
    set_active_model(database, version.model_id)


def list_adjustments(database: Database) -> tuple[AdjustedVersion, ...]:
    """All versions that were made and not deleted, the newest first."""
    from sentiment.storage.adjustments import read_adjustments
    from sentiment.storage.predictions import active_model

    active = active_model(database)
    return tuple(_version(one, active) for one in read_adjustments(database))


def active_adjustment(database: Database) -> AdjustedVersion | None:
    """The version in use; None where the model is shown as it is."""
    return next((one for one in list_adjustments(database) if one.is_active), None)


def delete_adjustment(database: Database, model_id: str) -> None:
    """Delete a version and its predictions; where it is in use, its base is shown again.

    Raises UsageError where there is none such.
    """
    from sentiment.storage.adjustments import delete_adjustment as delete

    delete(database, model_id)


def version_identity(base: str, adjustments: Sequence[ClassAdjustment]) -> str:
    """The identity of an adjusted version: its base's, and a hash of its values.

    >>> version_identity("polytone-3-abc", [])
    'polytone-3-abc+fair-4f53cda1'
    """
    ordered = sorted(adjustments, key=lambda one: one.language)
    content = json.dumps([[one.language, one.offsets, one.temperature] for one in ordered])
    return f"{base}{MARK}{hashlib.sha256(content.encode()).hexdigest()[:8]}"


_CLASSES = ("negative", "neutral", "positive")
# Of a million texts on two slow cores; the estimate before the work begins.
_TEXTS_PER_SECOND = 200_000.0


def _require_comparable(languages: Sequence[str], truths: Sequence[str]) -> None:
    if not languages:
        raise UsageError(
            f"No scored review in view has a truth ({', '.join(truths)}).",
            hint="Label reviews, import a file with labels, or take another truth.",
        )
    known = {language for language in languages if language}
    if len(known) < 2:
        raise UsageError(
            f"All {len(languages):,} labelled reviews in view are in one language "
            f"({', '.join(known) or 'not known'}): there is no other to compare it with.",
            hint="Widen the filters, or label reviews in another language.",
        )


def _cautions(
    plan: Mitigation, starred: int, *, is_part: bool, is_cut: bool, is_sample: bool
) -> tuple[str, ...]:
    told = []
    if starred:
        told.append(
            f"The truth of {starred:,} of the reviews is their stars. With stars as truth a "
            "mitigation teaches the model how people rate, which differs by market, and not what "
            "they wrote: take people's answers or labels where you can."
        )
    if is_cut:
        told.append(
            "The filters on the model's answers are left out: they would choose by what is judged."
        )
    if is_part:
        told.append(
            "The values were chosen on the reviews in view; the version applies to all reviews "
            "of these languages."
        )
    if is_sample:
        told.append(f"The values were chosen on an even sample of {plan.effects.overall.n:,}.")
    told.append(
        "The labelled reviews of a language stand for all of its reviews only as far as they were "
        "drawn at random; of other sources and times nothing was measured."
    )
    return tuple(told)


def _checked(name: str, what: str) -> str:
    words = " ".join(name.split())
    if not words or len(words) > LONGEST_NAME:
        given = f"has {len(words)} characters" if words else "is blank"
        raise UsageError(f"The {what} {given}.", hint=f"Give 1 to {LONGEST_NAME} characters.")
    return words


def _as_json(proposal: Proposal, sentences: Sequence[str]) -> str:
    content = {
        "sentences": list(sentences),
        "constraint": asdict(proposal.constraint),
        "truths": list(proposal.truths),
        "reviews": proposal.reviews,
        "effects": _without_nan(asdict(proposal.plan.effects)),
    }
    return json.dumps(content, ensure_ascii=False, allow_nan=False)


def _without_nan(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nan(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(each) for each in value]
    return None if isinstance(value, float) and isnan(value) else value


def _version(stored: StoredAdjustment, active: str | None) -> AdjustedVersion:
    content = json.loads(stored.effects)
    return AdjustedVersion(
        model_id=stored.model_id,
        name=stored.name,
        base_model=stored.base_model,
        adjustments=stored.values,
        constraint=stored.constraint,
        sentences=tuple(content.get("sentences", ())),
        effects=content.get("effects", {}),
        created_at=stored.created_at,
        created_by=stored.created_by,
        is_active=stored.model_id == active,
    )
