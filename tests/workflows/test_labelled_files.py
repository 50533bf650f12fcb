"""Files of labelled reviews: which rows count, and why the others do not."""

from pathlib import Path

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sentiment.errors import ReadingError, UsageError
from sentiment.workflows.labelled_files import read_labelled_file, score_labelled

from .conftest import WordClassifier

ROWS = [
    ("I love it", "positive", "DE"),
    ("", "negative", "DE"),
    ("It is bad", "negative", ""),
    ("It is a lamp", "neutral", "FR"),
    ("I love it", "", "FR"),
    ("It is bad and I love it", "mixed", "FR"),
    ("", "", "FR"),
]
HEADINGS = ("Review", "Gold", "Country")
COLUMNS = {"text_column": "Review", "label_column": "Gold"}


def write_csv(path: Path, rows: list[tuple[str, ...]], *, separator: str = ",") -> Path:
    lines = [separator.join(row) for row in [HEADINGS, *rows]]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_every_row_is_read_or_left_out_for_a_reason(tmp_path: Path) -> None:
    file = read_labelled_file(write_csv(tmp_path / "a.csv", ROWS), by="Country", **COLUMNS)
    assert file.texts == ("I love it", "It is bad", "It is a lamp")
    assert file.truth.tolist() == [2, 0, 1]
    assert file.groups == ("DE", "", "FR")
    assert file.lines == (2, 4, 5)
    assert file.left_out == {"no text": 2, "no label": 1, "labelled 'mixed'": 1}
    assert file.rows == 7 == file.n + sum(file.left_out.values())
    assert "'Gold' was taken as names of classes." in file.notes


def test_rows_that_are_not_split_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,label\ngood,2\nbad,0\na,b,c,1,2,3\nfine,1\n", encoding="utf-8")
    file = read_labelled_file(path, text_column="text", label_column="label")
    assert file.rows == 4 == file.n + sum(file.left_out.values())
    assert file.left_out == {"could not be split into cells": 1}


def write_xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(("text", "label"))
    for row in (("fine", 5), ("bad", 1), ("so so", 3)):
        book.active.append(row)
    book.save(path)


def write_json_lines(path: Path) -> None:
    rows = (("fine", 5), ("bad", 1), ("so so", 3))
    path.write_text("".join(f'{{"text": "{t}", "label": {n}}}\n' for t, n in rows), "utf-8")


def write_parquet(path: Path) -> None:
    pq.write_table(pa.table({"text": ["fine", "bad", "so so"], "label": [5.0, 1.0, 3.0]}), path)


def write_tsv(path: Path) -> None:
    path.write_text("text\tlabel\nfine\t5\nbad\t1\nso so\t3\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("ending", "write"),
    [
        ("tsv", write_tsv),
        ("xlsx", write_xlsx),
        ("jsonl", write_json_lines),
        ("parquet", write_parquet),
    ],
)
def test_every_container_gives_the_same(tmp_path: Path, ending: str, write) -> None:
    path = tmp_path / f"a.{ending}"
    write(path)
    file = read_labelled_file(path, text_column="text", label_column="label")
    assert (file.texts, file.truth.tolist()) == (("fine", "bad", "so so"), [2, 0, 1])
    assert file.labels.kind == "stars"


@pytest.mark.parametrize("wrong", ["text_column", "label_column", "by"])
def test_a_column_that_is_not_there_is_refused_with_those_that_are(
    tmp_path: Path, wrong: str
) -> None:
    path = write_csv(tmp_path / "a.csv", ROWS)
    with pytest.raises(UsageError, match=r"no column 'Nope'.*Review, Gold, Country"):
        read_labelled_file(path, **{**COLUMNS, wrong: "Nope"})


def test_the_language_is_identified_where_there_is_no_such_column(tmp_path: Path) -> None:
    rows = [
        ("Das Zimmer war leider sehr schmutzig und laut", "0", ""),
        ("The room was clean and the staff very friendly", "2", ""),
        ("La chambre était propre et le personnel très aimable", "1", ""),
    ]
    path = write_csv(tmp_path / "a.csv", rows)
    file = read_labelled_file(path, by="language", **COLUMNS)
    assert file.groups == ("de", "en", "fr")
    assert any("identified" in note for note in file.notes)


def test_a_column_called_language_is_taken_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,label,language\nfine,2,xx\nbad,0,yy\n", encoding="utf-8")
    file = read_labelled_file(path, text_column="text", label_column="label", by="language")
    assert file.groups == ("xx", "yy")


def test_a_file_without_a_labelled_text_is_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [("", "positive", ""), ("a text", "", "")])
    with pytest.raises(ReadingError, match="both a text in 'Review' and a label in 'Gold'"):
        read_labelled_file(path, **COLUMNS)


def test_identical_texts_are_scored_once(tmp_path: Path) -> None:
    rows = [("I love it", "2", ""), ("bad", "0", ""), ("I love it", "1", "")]
    file = read_labelled_file(write_csv(tmp_path / "a.csv", rows), **COLUMNS)
    classifier = WordClassifier()
    chances = score_labelled(file, classifier)
    assert classifier.seen == ["I love it", "bad"]
    assert np.allclose(chances, [[0.1, 0.1, 0.8], [0.8, 0.1, 0.1], [0.1, 0.1, 0.8]])


def test_two_classes_are_scored_without_neutral(tmp_path: Path) -> None:
    rows = [("a lamp", "1", ""), ("I love it", "1", ""), ("bad", "0", "")]
    file = read_labelled_file(write_csv(tmp_path / "a.csv", rows), **COLUMNS)
    chances = score_labelled(file, WordClassifier())
    assert np.allclose(chances, [[0.5, 0, 0.5], [1 / 9, 0, 8 / 9], [8 / 9, 0, 1 / 9]])
    assert any("negative against positive" in note for note in file.notes)
