"""Counterfactual probes of a model: texts in which only a name, place or person changes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentiment.errors import UsageError
from sentiment.records import ProgressReport, silent
from sentiment.settings import model_id
from sentiment.workflows.scoring import never

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentiment.evaluation.findings import Finding
    from sentiment.evaluation.probe_cases import ProbeText
    from sentiment.evaluation.probe_pairs import ProbePair
    from sentiment.evaluation.probe_stability import ProbeStability
    from sentiment.evaluation.probes import ProbeEffect
    from sentiment.models.classifier import Classifier
    from sentiment.records import Progress
    from sentiment.storage.database import Database
    from sentiment.storage.probe_results import ProbedModel
    from sentiment.workflows.scoring import Cancelled

_BATCH = 256
# Praise has to score that much higher than complaints where a language is called read.
READ_FROM = 0.2
Chances = tuple[float, float, float]


@dataclass(frozen=True)
class ProbeReport:
    """What the probes showed of a model.

    ``results`` are the effects by language, attribute and group, those of all languages
    together with the language ""; ``stability`` says how often any word changes a label.
    ``texts`` were scored with ``chances``; those of the languages ``not_read``, in which the
    model does not tell praise from complaint, have no results.
    """

    model_id: str
    languages: tuple[str, ...]
    attributes: tuple[str, ...]
    results: tuple[ProbeEffect, ...]
    stability: tuple[ProbeStability, ...]
    findings: tuple[Finding, ...]
    unsaid: tuple[str, ...]
    texts: tuple[ProbeText, ...]
    chances: tuple[Chances, ...]
    not_read: tuple[str, ...] = ()

    def widest_pairs(
        self, *, attribute: str | None = None, language: str | None = None, limit: int = 10
    ) -> tuple[ProbePair, ...]:
        """The pairs of texts that lie farthest apart, in languages that the model reads."""
        from sentiment.evaluation.probe_pairs import widest_pairs

        chosen = [
            number
            for number, text in enumerate(self.texts)
            if text.language not in self.not_read
            and attribute in (None, text.attribute)
            and language in (None, text.language)
        ]
        return widest_pairs(
            [self.texts[number] for number in chosen],
            [self.chances[number] for number in chosen],
            limit=limit,
        )


def run_probes(
    *,
    model: str | None = None,
    languages: Sequence[str] | None = None,
    attributes: Sequence[str] | None = None,
    database: Database | None = None,
    afresh: bool = False,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> ProbeReport:
    """Score the probes with ``model`` (a name, a folder or a hub id) and compare the groups.

    With a ``database`` each batch of answers is kept there under the model's identity, and
    texts that it has answered before are not scored again, unless ``afresh`` is set. Raises
    :class:`UsageError` for a language or an attribute without probes,
    :class:`sentiment.models.classifier.ScoringCancelled` where ``cancelled`` answered True
    (what is stored stays), and what :func:`sentiment.models.catalogue.load_classifier` does.
    """
    from sentiment.models.catalogue import load_classifier

    texts = choose_probes(languages=languages, attributes=attributes)
    name = model_id(model)
    progress(ProgressReport("loading", 0, 1))
    classifier = load_classifier(name)
    known: dict[str, Chances] = {}
    if database is not None:
        from sentiment.storage.probe_results import delete_probe_scores, read_probe_scores

        if afresh:
            delete_probe_scores(database, model_id=classifier.model_id)
        known = read_probe_scores(database, model_id=classifier.model_id)
    _answer(
        texts,
        classifier,
        known=known,
        name=name,
        database=database,
        progress=progress,
        cancelled=cancelled,
    )
    return report_probes(texts, known, model_id=classifier.model_id)


def last_probes(database: Database, *, model_id: str) -> ProbeReport | None:
    """What the last run of ``model_id`` (an identity) showed; None where there was none.

    Languages and attributes that it did not answer whole are left out.
    """
    from sentiment.storage.probe_results import read_probe_scores

    known = read_probe_scores(database, model_id=model_id)
    every = choose_probes()
    missing = {(one.language, one.attribute) for one in every if one.text not in known}
    texts = [one for one in every if (one.language, one.attribute) not in missing]
    return report_probes(texts, known, model_id=model_id) if texts else None


def probed_models(database: Database) -> tuple[ProbedModel, ...]:
    """The models that have answered probes, the last first."""
    from sentiment.storage import probe_results

    return tuple(probe_results.probed_models(database))


def probe_choices(database: Database) -> tuple[str, ...]:
    """Names of models that probes can be run with here, the active one first.

    Those of the catalogue that need no download, and those that were probed before.
    """
    from sentiment.models.catalogue import known_models
    from sentiment.storage.predictions import active_model

    names = [card.name for card in known_models() if "/" not in card.name]
    active = active_model(database) or ""
    first = model_id()
    if first in names:  # else it is a folder or of the hub, which an identity does not tell
        matching = [name for name in names if active.startswith(f"{name}-")]
        first = max(matching, key=len, default=first)
    return tuple(dict.fromkeys((first, *names, *(one.model for one in probed_models(database)))))


def choose_probes(
    *, languages: Sequence[str] | None = None, attributes: Sequence[str] | None = None
) -> tuple[ProbeText, ...]:
    """The probes of these languages and attributes; None means all.

    Raises :class:`UsageError` for one that there is not.
    """
    from sentiment.evaluation.probe_cases import ATTRIBUTES, read_probe_texts

    every = read_probe_texts()
    there = sorted({text.language for text in every})
    _require_known(languages, known=there, what="language")
    _require_known(attributes, known=ATTRIBUTES, what="attribute")
    return tuple(
        text
        for text in every
        if text.language in (languages or there) and text.attribute in (attributes or ATTRIBUTES)
    )


def report_probes(
    texts: Sequence[ProbeText], chances: Mapping[str, Chances], *, model_id: str
) -> ProbeReport:
    """The report on ``texts``, which all have their answer in ``chances``."""
    from sentiment.evaluation.probe_stability import probe_stability
    from sentiment.evaluation.probes import probe_effects
    from sentiment.workflows.probe_findings import probe_findings

    languages = tuple(dict.fromkeys(text.language for text in texts))
    not_read = tuple(code for code in languages if not _is_read(code, texts, chances))
    read = [text for text in texts if text.language not in not_read]
    answers = [chances[text.text] for text in read]
    effects = probe_effects(read, answers) if read else ()
    stability = probe_stability(read, answers)
    findings, unsaid = probe_findings(effects, stability=stability, not_read=not_read)
    return ProbeReport(
        model_id=model_id,
        languages=languages,
        attributes=tuple(dict.fromkeys(text.attribute for text in texts)),
        results=effects,
        stability=stability,
        findings=findings,
        unsaid=unsaid,
        texts=tuple(texts),
        chances=tuple(chances[text.text] for text in texts),
        not_read=not_read,
    )


def _answer(
    texts: Sequence[ProbeText],
    classifier: Classifier,
    *,
    known: dict[str, Chances],
    name: str,
    database: Database | None,
    progress: Progress,
    cancelled: Cancelled,
) -> None:
    """Score what is not in ``known`` yet, put it there and into the database."""
    from sentiment.models.classifier import ScoringCancelled

    waiting = [text for text in dict.fromkeys(one.text for one in texts) if text not in known]
    started = time.monotonic()
    for first in range(0, len(waiting), _BATCH):
        if cancelled():
            raise ScoringCancelled
        batch = waiting[first : first + _BATCH]
        scores = classifier.predict(batch, cancelled=cancelled).tolist()
        fresh = dict(zip(batch, map(_chances, scores), strict=True))
        known.update(fresh)
        if database is not None:
            from sentiment.storage.probe_results import store_probe_scores

            store_probe_scores(database, fresh, model_id=classifier.model_id, model=name)
        done = first + len(batch)
        rate = done / max(time.monotonic() - started, 1e-6)
        progress(ProgressReport("probes", done, len(waiting), rate))


def _chances(row: Sequence[float]) -> Chances:
    negative, neutral, positive = row
    return negative, neutral, positive


def _is_read(language: str, texts: Sequence[ProbeText], chances: Mapping[str, Chances]) -> bool:
    means = []
    for tone in ("negative", "positive"):
        scores = [
            chances[text.text][2] - chances[text.text][0]
            for text in texts
            if text.language == language and text.tone == tone
        ]
        if not scores:
            return True
        means.append(sum(scores) / len(scores))
    return means[1] - means[0] >= READ_FROM


def _require_known(given: Sequence[str] | None, *, known: Sequence[str], what: str) -> None:
    for one in given or ():
        if one not in known:
            raise UsageError(
                f"There are no probes of the {what} '{one}'.",
                hint=f"There are: {', '.join(known)}.",
            )
