"""Scoring a file without a database."""

from pathlib import Path

import pytest

from sentiment.errors import ReadingError, UsageError
from sentiment.workflows.predicting import ADDED, predict_file, write_predictions

from .conftest import WordClassifier


def test_every_row_comes_out_in_its_order(export: Path, classifier: WordClassifier) -> None:
    table = predict_file(export).table
    assert table["Review ID"].to_pylist() == ["r1", "r2", "r3", "r4", "r5", "r6", "r7"]
    assert table.column_names[-6:] == list(ADDED)
    assert table["sentiment"].to_pylist() == [
        *("positive", "negative", "positive", "negative", "neutral"),
        *(None, None),
    ]
    first = table.to_pylist()[0]
    assert first["p_negative"] + first["p_neutral"] + first["p_positive"] == pytest.approx(1)
    assert first["language"] == "en"


def test_a_column_can_be_named(export: Path, classifier: WordClassifier) -> None:
    predict_file(export, text_column="Product")
    assert set(classifier.seen) == {"Lamp", "Kettle"}


def test_an_unknown_column_is_refused_with_those_there_are(export: Path) -> None:
    with pytest.raises(UsageError, match="Review ID, Date, Country"):
        predict_file(export, text_column="Comment")


def test_a_column_of_the_input_keeps_its_values_under_another_name(
    tmp_path: Path, classifier: WordClassifier
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,language\nI love it very much,xx\n", encoding="utf-8")
    predicted = predict_file(path, text_column="text")
    assert predicted.table["language (input)"].to_pylist() == ["xx"]
    assert predicted.table["language"].to_pylist() == ["en"]
    assert any("language (input)" in note for note in predicted.notes)


def test_one_column_needs_no_name(tmp_path: Path, classifier: WordClassifier) -> None:
    path = tmp_path / "a.txt"
    path.write_text("text\nI love it\nbad thing\n", encoding="utf-8")
    assert predict_file(path).table["sentiment"].to_pylist() == ["positive", "negative"]


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.touch()
    with pytest.raises(ReadingError):
        predict_file(path)


def test_written_cells_cannot_be_executed(tmp_path: Path, classifier: WordClassifier) -> None:
    path, output = tmp_path / "a.csv", tmp_path / "out.csv"
    path.write_text("text\n=1+1 love\n", encoding="utf-8")
    write_predictions(predict_file(path), output=output)
    assert "'=1+1 love" in output.read_text("utf-8")
    assert list(tmp_path.glob("*.partial")) == []
