from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sentiment.errors import ReadingError, UsageError
from sentiment.workflows.parallel_files import read_parallel_file, score_parallel

COLUMNS = {"text_column": "said", "id_column": "key", "language_column": "tongue"}


def written(folder: Path, *lines: str) -> Path:
    path = folder / "parallel.csv"
    path.write_text("\n".join(("key,tongue,said,gold", *lines)) + "\n", encoding="utf-8")
    return path


def test_rows_without_text_id_or_language_are_counted(tmp_path: Path) -> None:
    path = written(
        tmp_path, "1,DE,gut,positive", "1,en,good,positive", ",en,bad,", "2,,bad,", "3,en,,neutral"
    )
    file = read_parallel_file(path, **COLUMNS, label_column="gold")
    assert file.languages == ("de", "en")
    assert file.truth == (2, 2)
    assert file.rows == 5 == file.n + sum(file.left_out.values())
    assert file.left_out == {"no parallel id": 1, "no language": 1, "no text": 1}


def test_a_label_may_be_missing(tmp_path: Path) -> None:
    path = written(tmp_path, "1,de,gut,positive", "1,en,good,", "2,de,schlecht,negative")
    file = read_parallel_file(path, **COLUMNS, label_column="gold")
    assert file.truth == (2, None, 0)
    assert file.two_classes
    assert read_parallel_file(path, **COLUMNS).truth is None


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (("1,de,gut,", "2,de,schlecht,"), "one language only"),
        (("1,de,gut,", "2,en,bad,"), "occurs in two languages"),
        (("1,de,,", "1,en,,"), "No row of 'parallel.csv' has a text"),
    ],
)
def test_nothing_to_compare_is_explained(
    tmp_path: Path, lines: tuple[str, ...], reason: str
) -> None:
    with pytest.raises(ReadingError, match=reason):
        read_parallel_file(written(tmp_path, *lines), **COLUMNS)


def test_a_missing_column_is_named_with_those_there_are(tmp_path: Path) -> None:
    path = written(tmp_path, "1,de,gut,", "1,en,good,")
    with pytest.raises(UsageError, match=r"no column 'lang'.*key, tongue, said, gold"):
        read_parallel_file(path, **(COLUMNS | {"language_column": "lang"}))


class Counting:
    """Answers neutral mostly, and keeps what it was asked."""

    model_id = "counting"

    def __init__(self) -> None:
        self.texts: list[str] = []

    def predict(self, texts, **options):
        self.texts += texts
        return np.tile(np.array([[0.3, 0.6, 0.1]], np.float32), (len(texts), 1))


def test_a_text_is_scored_once_and_neutral_is_no_choice_without_neutral_labels(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, "1,de,ok,positive", "1,en,ok,positive", "2,de,nein,negative")
    file = read_parallel_file(path, **COLUMNS, label_column="gold")
    classifier = Counting()
    chances = score_parallel(file, classifier)
    assert sorted(classifier.texts) == ["nein", "ok"]
    assert chances == pytest.approx(np.tile([0.75, 0.0, 0.25], (3, 1)))
