from __future__ import annotations

from sentiment.storage.database import Database
from sentiment.workflows.scoring import score
from sentiment.workflows.standing import languages_of_import, waiting_for_score
from tests.workflows.conftest import WordClassifier


def test_nothing_waits_in_an_empty_database(database: Database) -> None:
    assert waiting_for_score(database) == 0
    assert languages_of_import(database, import_id=1) == {}


def test_texts_wait_until_they_are_scored_and_stars_alone_never_do(
    filled: Database, classifier: WordClassifier
) -> None:
    assert waiting_for_score(filled) == 5
    assert languages_of_import(filled, import_id=1) == {"": 5}
    score(filled)
    assert waiting_for_score(filled) == 0
    found = languages_of_import(filled, import_id=1)
    assert sum(found.values()) == 5
    assert "" not in found
    assert list(found.values()) == sorted(found.values(), reverse=True)
