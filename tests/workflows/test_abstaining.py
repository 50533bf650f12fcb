"""Which reviews the model is unsure of, and what that means."""

from __future__ import annotations

from dataclasses import replace
from math import isnan

import pytest

from sentiment.errors import ModelError
from sentiment.evaluation.intervals import wilson
from sentiment.models.abstaining import AbstainBand, AbstainBands
from sentiment.records import Filters, SurenessThresholds
from sentiment.storage.database import Database
from sentiment.workflows.abstaining import (
    active_bands,
    is_unsure,
    measured_band,
    survey_unsure,
    thresholds_of,
)
from sentiment.workflows.exploring import find
from sentiment.workflows.scoring import score

from .conftest import WordClassifier


def test_no_bands_without_an_active_model(filled: Database, stated: AbstainBands) -> None:
    assert active_bands(filled) is None


def test_no_bands_of_a_model_that_states_none(filled: Database, classifier: WordClassifier) -> None:
    score(filled)
    assert active_bands(filled) is None


def test_bands_are_those_of_the_active_model(
    filled: Database, classifier: WordClassifier, stated: AbstainBands
) -> None:
    score(filled)
    assert active_bands(filled) == stated


def test_a_damaged_file_is_told(
    filled: Database, classifier: WordClassifier, stated: AbstainBands, tmp_path
) -> None:
    score(filled)
    [path] = (tmp_path / "models").rglob("abstain.json")
    path.write_text("{")
    with pytest.raises(ModelError, match=r"abstain\.json is damaged"):
        active_bands(filled)


def test_thresholds_are_those_of_the_bands(stated: AbstainBands) -> None:
    expected = SurenessThresholds(0.75, (("de", 0.75), ("fr", 0.9), ("sw", 0.6)))
    assert thresholds_of(stated) == expected


def test_page_and_database_agree_on_each_review(
    filled: Database, classifier: WordClassifier, stated: AbstainBands
) -> None:
    score(filled)
    everything = find(filled).reviews
    marked = {review.review_id for review in everything if is_unsure(review, stated)}
    kept = find(filled, filters=Filters(unsure=thresholds_of(stated)))
    assert {review.review_id for review in kept.reviews} == marked
    assert {review.market for review in kept.reviews} == {"FR"}
    assert kept.total == 2
    # Scored exactly as the threshold asks for is sure enough.
    sureness = max(everything[0].p_negative or 0, everything[0].p_positive or 0)
    pooled = replace(stated.pooled, threshold=sureness)
    exact = replace(stated, pooled=pooled, languages={})
    assert not any(is_unsure(review, exact) for review in find(filled).reviews)


@pytest.mark.parametrize(
    ("language", "threshold", "own", "tested"),
    [
        ("fr", 0.9, True, True),
        ("de", 0.75, False, True),
        ("sw", 0.6, True, False),
        ("ja", 0.75, False, False),
        (None, 0.75, False, False),
    ],
)
def test_a_language_is_measured_by_itself_or_by_all(
    stated: AbstainBands, language: str | None, threshold: float, own: bool, tested: bool
) -> None:
    band = measured_band(stated, language=language)
    assert (band.threshold, band.own, band.tested) == (threshold, own, tested)
    source = stated.languages[language] if tested and language else stated.pooled
    assert band.wrong_above == wilson(source.wrong_kept, source.kept)
    assert band.wrong_below == wilson(source.wrong_abstained, source.texts - source.kept)


def test_the_survey_weighs_languages_by_their_reviews(
    filled: Database, classifier: WordClassifier, stated: AbstainBands
) -> None:
    score(filled)
    survey = survey_unsure(filled, bands=stated)
    assert (survey.scored, survey.unsure) == (5, 2)
    # All unsure reviews are French; of the sure ones, none is.
    assert survey.wrong_below.value == pytest.approx(80 / 200)
    assert (survey.wrong_below.n, survey.wrong_above.n) == (200, 600)
    # The others are English and Spanish, of which nothing was tested: once the rate of all.
    assert survey.wrong_above.value == pytest.approx(60 / 600)
    assert set(survey.others) == set(survey.untested)
    assert (survey.in_others, "fr" in survey.others) == (3, False)


def test_the_survey_follows_the_filters(
    filled: Database, classifier: WordClassifier, stated: AbstainBands
) -> None:
    score(filled)
    only = survey_unsure(filled, bands=stated, filters=Filters(markets=("FR",)))
    assert (only.scored, only.unsure, only.others) == (2, 2, ())
    assert isnan(only.wrong_above.value)
    nothing = survey_unsure(filled, bands=stated, filters=Filters(markets=("XX",)))
    assert (nothing.scored, nothing.unsure) == (0, 0)
    assert isnan(nothing.wrong_below.value)


def test_a_side_without_test_texts_takes_the_rates_of_all() -> None:
    pooled = AbstainBand(0.7, True, texts=100, kept=60, wrong_kept=6, wrong_abstained=20)
    everything_kept = AbstainBand(0.4, True, texts=50, kept=50, wrong_kept=9, wrong_abstained=0)
    bands = AbstainBands("m", 0.1, 0.3, pooled, {"he": everything_kept})
    band = measured_band(bands, language="he")
    assert (band.own, band.tested, band.wrong_below) == (True, False, wilson(20, 40))
