"""Scoring a file without a database."""

import csv
import io
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
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


def quoted(*rows: tuple[str, ...]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def workbook(*rows: tuple[str | None, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parquet(**columns: list[str | None]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        quoted(("text",), ("I love it",), ("",), ("bad thing",), ("",)),
        quoted(("id", "text"), ("1", "I love it"), ("", ""), ("3", "bad thing"), ("", "")),
        b"id\ttext\n1\tI love it\n\t\n3\tbad thing\n\t\n",
        b'id,text\n1,I love it\n,\n3,"bad" thing\n,\n',
        b'{"text": "I love it"}\n{"text": null}\n{"text": "bad thing"}\n{}\n',
        parquet(text=["I love it", None, "bad thing", ""]),
        workbook(("id", "text"), ("1", "I love it"), (None,), ("3", "bad thing"), ("4", None)),
    ],
)
def test_rows_without_anything_come_out_too(
    tmp_path: Path, classifier: WordClassifier, content: bytes
) -> None:
    path = tmp_path / "rows"
    path.write_bytes(content)
    table = predict_file(path, text_column="text").table
    assert table["sentiment"].to_pylist() == ["positive", None, "negative", None]


def test_where_no_column_is_a_text_the_option_of_this_command_is_named(tmp_path: Path) -> None:
    path = tmp_path / "numbers.csv"
    path.write_text("id,v\n1,2\n2,3\n")
    with pytest.raises(UsageError, match=r"--text-column; the columns are: id, v"):
        predict_file(path)


def test_of_a_workbook_the_sheet_with_the_export_is_scored(
    tmp_path: Path, classifier: WordClassifier
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Exported by", "Anna"])
    book.active.append(["Texts", "love"])
    sheet = book.create_sheet("Data")
    for row in (["Comment", "Stars", "Id"], ["bad thing", 1, "a"], ["love it", 5, "b"]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    predicted = predict_file(tmp_path / "a.xlsx")
    assert predicted.table["sentiment"].to_pylist() == ["negative", "positive"]
    assert "Sheet 'Data' was read; not read: Sheet." in predicted.notes
