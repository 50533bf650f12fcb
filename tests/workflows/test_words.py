"""The words behind a change, and the version that keeps answers fresh."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from sentiment.evaluation.periods import Period
from sentiment.records import Filters
from sentiment.storage.database import Database, open_database
from sentiment.storage.predictions import set_active_model
from sentiment.workflows.data_version import data_version
from sentiment.workflows.exploring import choices
from sentiment.workflows.overview import look_behind, survey_markets
from sentiment.workflows.words import words_behind
from tests.manager_data import LAST_DAY, fill

PERIOD = Period(LAST_DAY - timedelta(days=89), LAST_DAY)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    opened = open_database(tmp_path_factory.mktemp("words") / "filled.duckdb")
    fill(opened, first_day=date(2026, 1, 1))
    yield opened
    opened.close()


def test_the_words_of_the_change_stand_out_per_language(database):
    worst = survey_markets(database, period=PERIOD).markets[0]
    background = look_behind(database, state=worst, period=PERIOD)
    (german,) = words_behind(database, background=background)
    assert german.language == "de"
    assert "Absturz" in german.words and "Service" not in german.words
    assert german.reviews >= 20 and german.against == "negative reviews"
    assert german.unit == "word"


def test_too_few_negative_reviews_give_no_words(database):
    worst = survey_markets(database, period=PERIOD).markets[0]
    background = look_behind(database, state=worst, period=PERIOD)
    nothing = Filters(text="no review says this")
    assert words_behind(database, background=background, filters=nothing) == ()


def test_the_version_changes_with_what_answers_depend_on(database):
    before = data_version(database, known=choices(database))
    assert before == data_version(database, known=choices(database))
    set_active_model(database, "another-model")
    assert data_version(database, known=choices(database)) != before
