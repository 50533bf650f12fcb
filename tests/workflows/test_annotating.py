"""People's answers, and what is handed out of them."""

import csv
import io
from pathlib import Path

import pytest

from sentiment.errors import UsageError
from sentiment.records import Filters, ReadingOptions
from sentiment.storage.database import Database
from sentiment.workflows import annotating
from sentiment.workflows.importing import import_file
from sentiment.workflows.scoring import score

from .conftest import WordClassifier


def ids(database: Database) -> dict[str, int]:
    with database.cursor() as cursor:
        rows = cursor.execute("SELECT external_id, review_id FROM reviews").fetchall()
    return dict(rows)


def test_an_answer_is_given_and_withdrawn(filled: Database) -> None:
    review = ids(filled)["r1"]
    before = annotating.annotations_version(filled)
    annotating.annotate(
        filled, review_id=review, answer="cannot tell", annotator="  Ana  María ", note="  hm\n"
    )
    [given] = annotating.list_annotations(filled)
    assert (given.annotator, given.answer, given.note) == ("Ana María", "cannot tell", "hm")
    assert annotating.annotation_counts(filled).answers["cannot tell"] == 1
    assert annotating.annotations_version(filled) != before
    assert annotating.list_annotations(filled, filters=Filters(markets=("FR",))) == []
    assert annotating.withdraw(filled, review_id=review, annotator="Ana María")
    assert annotating.list_annotations(filled) == []
    assert annotating.annotations_version(filled) == before


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"annotator": " \t"}, "has no name"),
        ({"annotator": "x" * 81}, "81 characters"),
        ({"note": "x" * 2001}, "2,001 characters"),
        ({"answer": "angry"}, "no answer 'angry'"),
        ({"review_id": 4711}, "no review 4711"),
    ],
)
def test_wrong_answers_are_refused(
    filled: Database, wrong: dict[str, object], message: str
) -> None:
    given = {"review_id": ids(filled)["r1"], "answer": "neutral", "annotator": "Ana"} | wrong
    with pytest.raises(UsageError, match=message):
        annotating.annotate(filled, **given)
    assert annotating.list_annotations(filled) == []


def test_csv_says_who_when_what_and_what_the_model_said(
    filled: Database, classifier: WordClassifier
) -> None:
    review = ids(filled)
    annotating.annotate(filled, review_id=review["r3"], answer="mixed", annotator="Bo")
    score(filled)
    annotating.annotate(
        filled, review_id=review["r2"], answer="positive", annotator="=cmd()", note="@why"
    )
    written = annotating.annotations_csv(filled).decode("utf-8-sig")
    first, second = csv.DictReader(io.StringIO(written))
    assert first.pop("answered_at_utc").endswith("Z")
    assert first == {
        "annotator": "'=cmd()",
        "review_id": str(review["r2"]),
        "version": "1",
        "text": "It is bad and it broke after a day",
        "language": "en",
        "answer": "positive",
        "note": "'@why",
        "model": "words-1",
        "model_answer": "negative",
        "drawn_at_random": "no",
    }
    assert (second["answer"], second["model"], second["model_answer"]) == ("mixed", "", "")


def test_without_answers_there_is_a_heading(filled: Database) -> None:
    [line] = annotating.annotations_csv(filled).decode("utf-8-sig").splitlines()
    assert line.startswith('"answered_at_utc","annotator","review_id"')


def test_given_answers_can_be_read_back_as_labels(filled: Database, tmp_path: Path) -> None:
    review = ids(filled)
    for name, answer in (("r1", "positive"), ("r2", "mixed"), ("r4", "negative")):
        annotating.annotate(filled, review_id=review[name], answer=answer, annotator="Ana")
    path = tmp_path / "answers.csv"
    path.write_bytes(annotating.annotations_csv(filled))
    options = ReadingOptions(mapping={"label": "answer", "text": "text"})
    [report] = import_file(filled, path, options=options)
    assert report.kept == 3
    assert any("none of the three classes, left empty: 1 ('mixed')" in n for n in report.notes)
