"""Kinds of errors of a database."""

import pytest

from sentiment.errors import UsageError
from sentiment.records import Filters
from sentiment.workflows.error_groups import error_groups, errors_of_kind, kinds_of_review
from sentiment.workflows.importing import import_file
from sentiment.workflows.scoring import score

REVIEWS = """Review ID,Date,Country,Rating,Review
r1,2026-01-05,US,5,This is not a bad lamp at all
r2,2026-01-05,US,5,There was nothing bad about our stay here
r3,2026-01-05,US,1,They say people love it but mine is broken
r4,2026-01-05,US,5,I love this lamp and its warm light
r5,2026-01-05,US,1,A bad lamp with a loose switch
r6,2026-01-05,DE,4,Die Lampe ist angekommen
"""


@pytest.fixture
def judged(database, classifier, tmp_path):
    path = tmp_path / "reviews.csv"
    path.write_text(REVIEWS, encoding="utf-8")
    import_file(database, path)
    score(database)
    return database


def test_errors_are_counted_by_kind(judged):
    groups = error_groups(judged)
    assert (groups.model_id, groups.considered, groups.errors) == ("words-1", 6, 4)
    kinds = {kind.name: kind for kind in groups.kinds}
    assert (kinds["negation"].errors, kinds["negation"].rights) == (2, 0)
    assert (kinds["contrast"].errors, kinds["contrast"].rights) == (1, 0)
    assert groups.kinds[0].errors == max(kind.errors for kind in groups.kinds)
    german = error_groups(judged, filters=Filters(markets=("DE",)))
    assert (german.considered, german.errors) == (1, 1)


def test_the_errors_of_a_kind_are_shown(judged):
    page = errors_of_kind(judged, kind="negation")
    assert page.total == 2
    assert {one.review.text for one in page.reviews} == {
        "This is not a bad lamp at all",
        "There was nothing bad about our stay here",
    }
    assert {(one.truth, one.truth_from) for one in page.reviews} == {("positive", "stars")}
    assert "negation" in kinds_of_review(page.reviews[0])
    rest = errors_of_kind(judged, kind="negation", limit=5, offset=1)
    assert (len(rest.reviews), rest.total) == (1, 2)


def test_an_unknown_kind_is_refused(judged):
    with pytest.raises(UsageError, match=r"'irony'.*negation, contrast"):
        errors_of_kind(judged, kind="irony")


def test_nothing_scored_has_no_errors(database):
    groups = error_groups(database)
    assert (groups.considered, groups.errors, groups.of_no_kind) == (0, 0, 0)
    assert errors_of_kind(database, kind="negation").reviews == []
