"""Which words carried the model's answer: for any text, and for a review of the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.errors import ModelError, PolytoneError, UsageError
from sentiment.records import SENTIMENTS
from sentiment.settings import model_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sentiment.models.classifier import Classifier
    from sentiment.models.occlusion import Attribution
    from sentiment.storage.database import Database


def explain_text(
    text: str, *, model: str | None = None, language: str | None = None, target: str | None = None
) -> Attribution:
    """Which words of ``text`` speak for ``target`` (default: the model's answer), and how much.

    ``language`` None: it is identified. Raises :class:`sentiment.errors.ModelError` where
    the model cannot be opened, :class:`UsageError` for a text in which nothing can be
    seen, and for a ``target`` that is no class.
    """
    from sentiment.models.catalogue import load_classifier
    from sentiment.models.occlusion import attribute

    if not text.strip():
        raise UsageError("There is no text to explain.", hint="Give at least one word.")
    return attribute(load_classifier(model_id(model)), text, language=language, target=target)


def explain_review(
    database: Database,
    *,
    review_id: int,
    target: str | None = None,
    identity: str | None = None,
) -> Attribution:
    """Which words of a review speak for ``target`` in the eyes of a model that scored it.

    ``target`` None is the answer that the model gave; ``identity`` is the ``model_id``
    under which its scores are stored, None the active one. What was explained before is read
    from the database; else it is computed, and stored unless the database was opened for
    reading only. Raises :class:`UsageError` where the review is not there, has no text or
    no score, and :class:`sentiment.errors.ModelError` where the model cannot be opened
    any more.
    """
    from sentiment.models.occlusion import attribute
    from sentiment.storage.explanations import (
        read_explainable,
        read_explanation,
        store_explanation,
    )

    review = read_explainable(database, review_id=review_id, model_id=identity)
    if review.model_id is None or review.probabilities is None:
        raise UsageError(
            f"The review {review_id} is not scored yet"
            f"{f' by {identity}' if identity else ''}, so there is nothing to explain.",
            hint="Score it first: polytone score",
        )
    if target is None:
        target = SENTIMENTS[review.probabilities.index(max(review.probabilities))]
    known = read_explanation(database, text=review.text, model_id=review.model_id, target=target)
    if known is not None:
        return known
    classifier = _scorer_of(database, review.model_id, text=review.text)
    found = attribute(classifier, review.text, language=review.language, target=target)
    if not database.read_only:
        store_explanation(database, found)
    return found


def _scorer_of(database: Database, identity: str, *, text: str) -> Classifier:
    """:func:`open_scorer`, or for an adjusted version its base with what it does to the text."""
    from functools import partial

    from sentiment.evaluation.class_adjustment import adjust_probabilities
    from sentiment.models.adjusted import AdjustedClassifier
    from sentiment.storage.adjustments import deciding_language, find_adjustment

    version = find_adjustment(database, identity)
    if version is None:
        return open_scorer(identity)
    return AdjustedClassifier(
        open_scorer(version.base_model),
        partial(adjust_probabilities, adjustments=version.values),
        model_id=version.model_id,
        language=deciding_language(database, text=text) or "",
    )


def open_scorer(identity: str) -> Classifier:
    """The model that stores its predictions under ``identity``.

    Tried are the one that the settings name, the hub's where the identity is one of its
    ids, and those that are known by a name that the identity begins with.
    Raises :class:`sentiment.errors.ModelError` where it is none of them, or where it is
    there and cannot be opened.
    """
    from sentiment.models.catalogue import load_classifier

    failures: list[PolytoneError] = []
    for name in _candidates(identity):
        try:
            classifier = load_classifier(name)
        except PolytoneError as error:
            failures.append(error)
            continue
        if classifier.model_id == identity:
            return classifier
    reason = f" ({failures[-1].message})" if failures else ""
    raise ModelError(
        f"The scores come from the model '{identity}', which cannot be opened here{reason}.",
        hint="Start with POLYTONE_MODEL set to its folder or name, "
        "or score again with a model that is here: polytone score",
    )


def _candidates(identity: str) -> Iterator[str]:
    """Names under which the model may be opened, the likeliest first, none twice."""
    from sentiment.models.cards import CARDS

    known = [card.name for card in CARDS if identity.startswith(card.name)]
    hub = [identity] if "/" in identity else []
    yield from dict.fromkeys([*hub, *sorted(known, key=len, reverse=True), model_id()])
