"""Suspected labels of a database."""

from math import isnan

import pytest

from sentiment.errors import UsageError
from sentiment.records import Filters
from sentiment.storage.annotations import annotate
from sentiment.workflows.importing import import_file
from sentiment.workflows.scoring import score
from sentiment.workflows.suspecting import suspected_labels


@pytest.fixture
def starred(database, classifier, tmp_path):
    """Sixty reviews whose stars agree with their words, and two whose stars do not."""
    lines = ["Review ID,Date,Country,Rating,Review"]
    for number in range(60):
        stars, word = ((5, "love"), (1, "bad"), (3, "use"))[number % 3]
        lines.append(f"r{number},2026-01-05,DE,{stars},I {word} this lamp number {number}")
    lines.append("r60,2026-01-05,FR,1,Oh how I love this lamp so much")
    lines.append("r61,2026-01-05,DE,5,This is a bad lamp for everybody")
    path = tmp_path / "reviews.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    import_file(database, path)
    score(database)
    return database


def test_labels_against_which_the_model_is_sure_are_found(starred):
    found = suspected_labels(starred)
    assert found.model_id == "words-1"
    assert (found.considered, found.suspected, len(found.reviews)) == (62, 2, 2)
    by_text = {one.judged.review.text: one for one in found.reviews}
    praise = by_text["Oh how I love this lamp so much"]
    assert (praise.judged.truth, praise.suggested) == ("negative", "positive")
    assert praise.judged.truth_from == "stars"
    assert praise.quality == pytest.approx(0.1)
    assert found.wrong.low <= found.wrong.value <= found.wrong.high
    assert found.wrong.n == 62
    assert "candidates" in found.caveat


def test_pages_and_filters(starred):
    assert len(suspected_labels(starred, limit=1).reviews) == 1
    assert suspected_labels(starred, limit=5, offset=2).reviews == ()
    french = suspected_labels(starred, filters=Filters(markets=("FR",)))
    assert (french.considered, french.reviews) == (1, ())
    assert isnan(french.wrong.value)


def test_what_a_person_answered_is_settled(starred):
    first = suspected_labels(starred).reviews[0].judged.review
    annotate(starred, review_id=first.review_id, answer=str(first.sentiment), annotator="anna")
    found = suspected_labels(starred)
    assert (found.considered, found.suspected) == (61, 1)
    assert suspected_labels(starred, truths=("annotation",)).considered == 1


def test_an_empty_database_has_none(database):
    found = suspected_labels(database)
    assert (found.considered, found.suspected, found.reviews) == (0, 0, ())


def test_an_unknown_truth_is_refused(starred):
    with pytest.raises(UsageError):
        suspected_labels(starred, truths=("guess",))
