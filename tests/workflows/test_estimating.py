"""Accuracy of reviews that nobody labelled."""

from __future__ import annotations

from pathlib import Path

import pytest

from sentiment.models.stated_estimation import MethodError, StatedEstimation, write_estimation
from sentiment.records import Filters
from sentiment.storage.database import Database
from sentiment.workflows.estimating import active_estimation, estimated_accuracy
from sentiment.workflows.scoring import score

from .conftest import WordClassifier


def state(folder: Path, monkeypatch: pytest.MonkeyPatch, *, method: str) -> StatedEstimation:
    folder.mkdir(exist_ok=True)
    stated = StatedEstimation(
        model_id=WordClassifier.model_id,
        method=method,
        groups=30,
        languages=20,
        texts=6_000,
        unseen=True,
        methods={
            "expected confusion": MethodError(0.04, 0.01, 0.05, 0.0),
            "average threshold": MethodError(0.06, 0.01, 0.07, 0.9),
        },
    )
    write_estimation(folder, stated)
    monkeypatch.setattr("sentiment.models.catalogue.EMBEDDED", {"polytone": lambda: folder})
    return stated


def test_a_model_that_states_nothing_is_not_estimated(
    filled: Database, classifier: WordClassifier
) -> None:
    assert active_estimation(filled) is None
    score(filled)
    assert active_estimation(filled) is None and estimated_accuracy(filled) == []


def test_estimates_carry_their_error_and_what_was_measured(
    filled: Database,
    classifier: WordClassifier,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stated = state(tmp_path / "models", monkeypatch, method="expected confusion")
    score(filled)
    assert active_estimation(filled) == stated
    found = {one.group: one for one in estimated_accuracy(filled, by="market")}
    assert set(found) == {"DE", "ES", "FR"}
    germany = found["DE"]
    assert germany.estimate.value == pytest.approx(0.8) and germany.n == 2
    assert germany.estimate.low < 0.75 < germany.estimate.high  # never surer than its error
    # Both have stars that agree with what the model says.
    assert germany.labelled is not None
    assert (germany.labelled.value, germany.labelled.n) == (1.0, 2)
    assert "not measured" in germany.sentence and "off by 4 points" in germany.sentence
    assert "never saw" in germany.sentence
    assert "Measured on 2" in germany.sentence


def test_without_truth_only_the_estimate_is_said(
    filled: Database,
    classifier: WordClassifier,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    state(tmp_path / "models", monkeypatch, method="average threshold")
    score(filled)
    (spain,) = estimated_accuracy(
        filled, by="market", filters=Filters(markets=("ES",)), truths=("annotation",)
    )
    assert spain.labelled is None and "Measured" not in spain.sentence
    assert spain.estimate.value == 0.0  # nothing is as sure as 0.9
