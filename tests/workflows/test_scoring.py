"""Scoring what is not scored yet."""

from pathlib import Path

import pytest

from sentiment.records import ProgressReport
from sentiment.storage.database import Database
from sentiment.workflows import scoring
from sentiment.workflows.exploring import find
from sentiment.workflows.importing import import_file

from .conftest import WordClassifier


def test_scores_all_texts_and_no_stars(filled: Database, classifier: WordClassifier) -> None:
    report = scoring.score(filled)
    assert (report.scored, report.left, report.cancelled) == (5, 0, False)
    by_text = {review.text: review.sentiment for review in find(filled).reviews}
    assert by_text[None] is None
    assert sorted(filter(None, by_text.values())) == [
        *("negative", "negative"),
        "neutral",
        *("positive", "positive"),
    ]


def test_nothing_is_scored_twice(
    filled: Database, classifier: WordClassifier, export: Path
) -> None:
    scoring.score(filled)
    more = export.with_name("more.csv")
    more.write_text(
        export.read_text("utf-8").splitlines()[0]
        + "\nn1,2026-03-01,IT,Lamp,1,It is bad and it broke after a day"
        + "\nn2,2026-03-01,IT,Lamp,5,Una lampada love davvero\n",
        encoding="utf-8",
    )
    import_file(filled, more)
    report = scoring.score(filled)
    assert report.scored == 1
    assert len(classifier.seen) == len(set(classifier.seen)) == 6
    assert all(review.sentiment for review in find(filled).reviews if review.text)


def test_a_stopped_run_goes_on_where_it_was(
    filled: Database, classifier: WordClassifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scoring, "_SCORING_BATCH", 2)
    stop_after_one_batch = iter([False, False, False, True])
    report = scoring.score(filled, cancelled=lambda: next(stop_after_one_batch, True))
    assert report.cancelled
    assert 0 < report.scored < 5
    rest = scoring.score(filled)
    assert report.scored + rest.scored == 5
    assert len(classifier.seen) == 5


def test_progress_ends_at_the_total(filled: Database, classifier: WordClassifier) -> None:
    seen: list[ProgressReport] = []
    scoring.score(filled, progress=seen.append)
    assert {report.stage for report in seen} == {"languages", "loading", "scoring"}
    assert (seen[-1].done, seen[-1].total) == (5, 5)


def test_languages_are_identified(filled: Database, classifier: WordClassifier) -> None:
    scoring.score(filled)
    found = {review.text: review for review in find(filled).reviews if review.text}
    assert found["I love this lamp and it is a great thing"].language == "en"
    assert found["Es una tetera normal y nada más"].language == "es"
    assert all(0 < review.language_confidence <= 1 for review in found.values())


def test_reviews_imported_while_it_runs_get_language_and_score_too(
    filled: Database, classifier: WordClassifier, export: Path
) -> None:
    more = export.with_name("more.csv")
    head = export.read_text("utf-8").splitlines()[0]
    more.write_text(
        head + "\nn1,2026-03-01,IT,Lamp,5,Questa lampada mi piace davvero molto\n", "utf-8"
    )
    seen: list[ProgressReport] = []

    def import_more(report: ProgressReport) -> None:
        if report.stage == "scoring" and not any(r.stage == "scoring" for r in seen):
            import_file(filled, more)
        seen.append(report)

    report = scoring.score(filled, progress=import_more)
    assert (report.identified, report.scored, report.left) == (6, 6, 0)
    assert all(report.done <= report.total for report in seen)
    [review] = [r for r in find(filled).reviews if r.text and "lampada" in r.text]
    assert (review.language, review.sentiment is not None) == ("it", True)
