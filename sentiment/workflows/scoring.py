"""Score what is not scored yet: the language first, then the probabilities."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sentiment.records import ProgressReport, silent
from sentiment.settings import model_id
from sentiment.workflows.explaining import open_scorer

if TYPE_CHECKING:
    import pyarrow as pa

    from sentiment.models.classifier import Classifier
    from sentiment.records import Progress
    from sentiment.storage.database import Database

Cancelled = Callable[[], bool]

_LANGUAGE_BATCH = 5_000
_SCORING_BATCH = 512


@dataclass(frozen=True)
class ScoreReport:
    """What a scoring run did: ``scored`` distinct texts, ``left`` still to do."""

    model_id: str
    identified: int
    scored: int
    left: int
    seconds: float
    cancelled: bool


def never() -> bool:
    """The default answer to whether the work was cancelled."""
    return False


def score(
    database: Database,
    *,
    model: str | None = None,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> ScoreReport:
    """Identify languages, then score every text that ``model`` has not scored yet.

    Each batch is committed before the next begins, so that a run stopped at
    any moment goes on where it was. Progress comes in the stages "languages",
    "loading" and "scoring". ``model`` may be the identity or the name of an adjusted version
    (:mod:`sentiment.workflows.mitigating`): its base scores, and the version is shown. Where
    no model is named, an adjusted version of the one that scores stays in use. Raises
    :class:`sentiment.errors.ModelError` where the model cannot be loaded.
    """
    from sentiment.models.catalogue import load_classifier
    from sentiment.storage.adjustments import find_adjustment
    from sentiment.storage.predictions import (
        active_model,
        complete_text_keys,
        count_unscored,
        set_active_model,
    )

    started = time.monotonic()
    identified = _identify(database, progress, cancelled)
    progress(ProgressReport("loading", 0, 1))
    version = find_adjustment(database, model) if model else None
    classifier = open_scorer(version.base_model) if version else load_classifier(model_id(model))
    complete_text_keys(database)
    total = count_unscored(database, model_id=classifier.model_id)
    scored = 0 if cancelled() else _predict(database, classifier, total, progress, cancelled)
    if version is not None:
        set_active_model(database, version.model_id)
    else:
        set_active_model(database, classifier.model_id, keep_adjusted=model is None)
    if scored >= total and not cancelled():  # of reviews that were imported meanwhile
        identified += _identify(database, progress, cancelled)
    return ScoreReport(
        model_id=active_model(database) or classifier.model_id,
        identified=identified,
        scored=scored,
        left=max(0, total - scored),
        seconds=time.monotonic() - started,
        cancelled=scored < total,
    )


def _identify(database: Database, progress: Progress, cancelled: Cancelled) -> int:
    from sentiment.storage.languages import (
        count_without_language,
        reviews_without_language,
        store_languages,
    )

    total = count_without_language(database)
    started, done = time.monotonic(), 0
    while done < total and not cancelled():
        batch = reviews_without_language(database, limit=_LANGUAGE_BATCH)
        if batch.num_rows == 0:
            break
        store_languages(database, _identified(database, batch))
        done += batch.num_rows
        rate = done / max(time.monotonic() - started, 1e-6)
        progress(ProgressReport("languages", done, total, rate))
    return done


def _identified(database: Database, batch: pa.Table) -> pa.Table:
    """Guesses for a batch; what is uncertain is asked again with the file's majority."""
    import pyarrow as pa

    from sentiment.language.identification import identify_many, majority_language
    from sentiment.storage.languages import import_majority

    texts = batch.column("text").to_pylist()
    declared = batch.column("declared_language").to_pylist()
    origins = batch.column("import_id").to_pylist()
    guesses = identify_many(texts, declared=declared)
    for origin in sorted(set(origins)):
        rows = [row for row, other in enumerate(origins) if other == origin]
        majority = import_majority(database, import_id=origin) or majority_language(
            [guesses[row] for row in rows]
        )
        unsure = [row for row in rows if guesses[row].uncertain]
        if majority is None or not unsure:
            continue
        again = identify_many(
            [texts[row] for row in unsure],
            declared=[declared[row] for row in unsure],
            majority=majority,
        )
        for row, guess in zip(unsure, again, strict=True):
            guesses[row] = guess
    return pa.table(
        {
            "review_no": batch.column("review_no"),
            "language": [guess.language for guess in guesses],
            "confidence": [guess.confidence for guess in guesses],
            "uncertain": [guess.uncertain for guess in guesses],
        }
    )


def _predict(
    database: Database,
    classifier: Classifier,
    total: int,
    progress: Progress,
    cancelled: Cancelled,
) -> int:
    import pyarrow as pa

    from sentiment.models.classifier import ScoringCancelled
    from sentiment.storage.predictions import store_predictions, unscored_texts

    started, done = time.monotonic(), 0

    def batch_progress(report: ProgressReport) -> None:
        now = done + report.done
        rate = now / max(time.monotonic() - started, 1e-6)
        progress(replace(report, stage="scoring", done=now, total=max(total, now), per_second=rate))

    while not cancelled():
        batch = unscored_texts(database, model_id=classifier.model_id, limit=_SCORING_BATCH)
        if batch.num_rows == 0:
            break
        texts = batch.column("text").to_pylist()
        try:
            probabilities = classifier.predict(texts, progress=batch_progress, cancelled=cancelled)
        except ScoringCancelled:
            break
        store_predictions(
            database,
            model_id=classifier.model_id,
            predictions=pa.table(
                {
                    "text_key": batch.column("text_key"),
                    "p_negative": probabilities[:, 0],
                    "p_neutral": probabilities[:, 1],
                    "p_positive": probabilities[:, 2],
                }
            ),
        )
        done += batch.num_rows
    return done
