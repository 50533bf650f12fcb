"""A model measured on a file of labelled reviews."""

from pathlib import Path

import pytest
from sklearn.metrics import f1_score

from sentiment.errors import UsageError
from sentiment.workflows.evaluating import evaluate_file

from .conftest import WordClassifier

TEXTS = {"love": 2, "bad": 0, "lamp": 1}


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """Forty reviews of two shops; of each fifth one the words mislead."""
    words = list(TEXTS)
    rows = []
    for number in range(40):
        word = words[number % 3]
        label = TEXTS[word] if number % 5 else (TEXTS[word] + 1) % 3
        rows.append(f"{word} {number},{label},{'north' if number < 32 else 'south'}")
    path = tmp_path / "labelled.csv"
    path.write_text("\n".join(["text,label,shop", *rows]) + "\n", encoding="utf-8")
    return path


def test_figures_are_those_of_the_answers(labelled: Path, classifier: WordClassifier) -> None:
    evaluation = evaluate_file(labelled, text_column="text", label_column="label", by="shop")
    rows = [line.split(",") for line in labelled.read_text("utf-8").splitlines()[1:]]
    truth = [int(label) for _, label, _ in rows]
    answers = [TEXTS[text.split()[0]] for text, _, _ in rows]
    overall = evaluation.overall.confusion
    assert overall.macro_f1.value == pytest.approx(f1_score(truth, answers, average="macro"))
    assert (overall.accuracy.value, overall.n) == (0.8, 40)
    assert evaluation.overall.calibration == pytest.approx(0, abs=1e-6)
    assert (evaluation.model_id, evaluation.labels_taken_as) == ("words-1", "classes")
    assert (evaluation.rows, evaluation.left_out, evaluation.two_classes) == (40, {}, False)
    north, south = evaluation.groups
    assert [(each.group, each.n) for each in (north, south)] == [("north", 32), ("south", 8)]
    assert (north.reliability, south.reliability) == ("enough", "too few")
    expected = f1_score(truth[:32], answers[:32], average="macro")
    assert north.confusion.macro_f1.value == pytest.approx(expected)


def test_without_a_grouping_there_are_no_groups(labelled: Path, classifier: WordClassifier) -> None:
    assert evaluate_file(labelled, text_column="text", label_column="label").groups == ()


def test_a_two_class_file_has_no_neutral_in_its_table(
    tmp_path: Path, classifier: WordClassifier
) -> None:
    path = tmp_path / "two.csv"
    path.write_text("text,label\nlove,1\nlamp,1\nbad,0\nbad love,0\n", encoding="utf-8")
    evaluation = evaluate_file(path, text_column="text", label_column="label")
    assert evaluation.two_classes
    assert evaluation.labels_taken_as == "binary"
    assert evaluation.overall.confusion.table == ((1, 0, 1), (0, 0, 0), (1, 0, 1))
    assert evaluation.overall.confusion.macro_f1.value == pytest.approx(0.5)


def test_labels_are_refused_before_a_model_is_opened(
    labelled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(name: str) -> None:
        raise AssertionError("opened")

    monkeypatch.setattr("sentiment.models.catalogue.load_classifier", fail)
    with pytest.raises(UsageError, match="not understood"):
        evaluate_file(labelled, text_column="text", label_column="shop")
