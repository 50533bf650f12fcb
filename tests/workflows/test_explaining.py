"""Explanations of texts and of reviews, computed once."""

import pytest

from sentiment.errors import ModelError, UsageError
from sentiment.storage.database import open_database
from sentiment.storage.predictions import set_active_model
from sentiment.storage.search import find_reviews
from sentiment.workflows.explaining import explain_review, explain_text, open_scorer
from sentiment.workflows.scoring import score


@pytest.fixture
def scored(filled, classifier):
    score(filled)
    classifier.seen.clear()
    return filled


def review_with(database, word):
    (review,) = [r for r in find_reviews(database) if r.text and word in r.text]
    return review.review_id


def test_a_text_is_explained(classifier):
    found = explain_text("It is bad, truly")
    assert (found.target, found.model_id, found.language) == ("negative", "words-1", "en")
    assert found.words()[0][0] == "bad"
    assert found.words()[0][1].weight > 1


def test_a_text_of_nothing_is_refused(classifier):
    with pytest.raises(UsageError, match="no text"):
        explain_text(" \n")


def test_a_review_is_explained_once(scored, classifier):
    number = review_with(scored, "broke")
    first = explain_review(scored, review_id=number)
    assert first.target == "negative"
    assert first.words()[0][0] == "bad"
    assert classifier.seen
    classifier.seen.clear()
    assert explain_review(scored, review_id=number) == first
    assert classifier.seen == []
    assert explain_review(scored, review_id=number, target="positive").target == "positive"
    assert classifier.seen


def test_a_database_for_reading_is_explained_without_storing(scored, classifier):
    number = review_with(scored, "broke")
    path = scored.path
    scored.close()
    with open_database(path, read_only=True) as reading:
        assert explain_review(reading, review_id=number).words()[0][0] == "bad"
        classifier.seen.clear()
        explain_review(reading, review_id=number)
        assert classifier.seen


def test_what_is_not_scored_cannot_be_explained(filled, classifier):
    number = review_with(filled, "broke")
    with pytest.raises(UsageError, match="not scored yet"):
        explain_review(filled, review_id=number)


def test_a_target_that_is_no_class_is_refused(scored):
    with pytest.raises(UsageError, match="'mixed'"):
        explain_review(scored, review_id=review_with(scored, "broke"), target="mixed")


def test_a_model_that_is_gone_is_named(scored, classifier):
    set_active_model(scored, "words-1")
    classifier.model_id = "words-2"
    with pytest.raises(ModelError, match=r"'words-1', which cannot be opened here.*POLYTONE_MODEL"):
        explain_review(scored, review_id=review_with(scored, "broke"))


def test_the_scorer_is_found_among_the_models_at_hand(monkeypatch):
    class Named:
        def __init__(self, name):
            self.model_id = f"{name}-7"

    opened = []

    def load(name):
        opened.append(name)
        if name == "gone":
            raise ModelError("There is no 'gone'.")
        return Named(name)

    monkeypatch.setenv("POLYTONE_MODEL", "gone")
    monkeypatch.setattr("sentiment.models.catalogue.load_classifier", load)
    assert open_scorer("polytone-fast-7").model_id == "polytone-fast-7"
    assert opened == ["polytone-fast"]
    assert open_scorer("polytone-7").model_id == "polytone-7"
    with pytest.raises(ModelError, match=r"'other', which .*There is no 'gone'"):
        open_scorer("other")


def test_a_review_is_explained_by_another_model_that_scored_it(scored, classifier):
    number = review_with(scored, "broke")
    with pytest.raises(UsageError, match=r"not scored yet by words-2"):
        explain_review(scored, review_id=number, identity="words-2")
    classifier.model_id = "words-2"
    score(scored)
    set_active_model(scored, "words-1")
    found = explain_review(scored, review_id=number, identity="words-2")
    assert (found.model_id, found.target) == ("words-2", "negative")
