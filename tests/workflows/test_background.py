"""Scoring in the background."""

import threading
from collections.abc import Sequence

import numpy as np
import pytest

from sentiment.errors import ModelError
from sentiment.storage.database import Database
from sentiment.workflows.background import scoring_job

from .conftest import WordClassifier


def test_finishes_with_a_report(filled: Database, classifier: WordClassifier) -> None:
    job = scoring_job(filled)
    assert job.status().state == "idle"
    assert job.start()
    status = job.wait(timeout=60)
    assert status.state == "finished"
    assert status.report is not None
    assert status.report.scored == 5


def test_one_job_a_database_and_one_run_at_a_time(
    filled: Database, classifier: WordClassifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    at_work = threading.Event()
    predict = classifier.predict

    def held_up(texts: Sequence[str], **rest: object) -> np.ndarray:
        at_work.set()
        go_on.wait(60)
        return predict(texts)

    monkeypatch.setattr(classifier, "predict", held_up)
    job = scoring_job(filled)
    job.start()
    assert at_work.wait(60)
    assert scoring_job(filled) is job
    assert not job.start()
    assert job.status().state == "running"
    go_on.set()
    assert job.wait(timeout=60).state == "finished"


def test_cancelled_keeps_what_was_scored(
    filled: Database, classifier: WordClassifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sentiment.workflows.scoring._SCORING_BATCH", 2)
    job = scoring_job(filled)
    predict = classifier.predict

    def cancel_meanwhile(texts: Sequence[str], **rest: object) -> np.ndarray:
        job.cancel()
        return predict(texts)

    monkeypatch.setattr(classifier, "predict", cancel_meanwhile)
    job.start()
    status = job.wait(timeout=60)
    assert status.state == "cancelled"
    assert status.report is not None
    assert (status.report.scored, status.report.left) == (2, 3)


def test_a_failure_is_said_in_words(filled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise ModelError(f"No model '{name}'.", hint="Name another.")

    monkeypatch.setattr("sentiment.models.catalogue.load_classifier", refuse)
    job = scoring_job(filled)
    job.start()
    status = job.wait(timeout=60)
    assert status.state == "failed"
    assert status.message == "No model 'polytone'. Name another."
