"""Models side by side on one file of labelled reviews."""

import csv
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from sentiment.errors import UsageError
from sentiment.workflows.comparing import compare_file, disagreement_table, write_disagreements

COLUMNS = {"text_column": "text", "label_column": "label"}
SAID = {
    # text: (truth, what the careful model says, what the bold one says)
    "fine": (2, (0.1, 0.1, 0.8), (0.05, 0.05, 0.9)),
    "poor": (0, (0.7, 0.2, 0.1), (0.9, 0.05, 0.05)),
    "so so": (1, (0.2, 0.6, 0.2), (0.1, 0.3, 0.6)),
    "=1+1 odd": (1, (0.1, 0.9, 0.0), (0.95, 0.05, 0.0)),
    "hm": (2, (0.4, 0.35, 0.25), (0.2, 0.1, 0.7)),
}


class SaidClassifier:
    def __init__(self, name: str, place: int) -> None:
        self.model_id = f"{name}-1"
        self._place = place

    def predict(self, texts, **_):
        return np.array([SAID[text][self._place] for text in texts], np.float32)


@pytest.fixture(autouse=True)
def models(monkeypatch: pytest.MonkeyPatch) -> None:
    places = {"careful": 1, "bold": 2, "again": 1, "alias": 1}
    known = {name: SaidClassifier("careful" if name == "alias" else name, place)
             for name, place in places.items()}  # fmt: skip
    monkeypatch.setattr("sentiment.models.catalogue.load_classifier", lambda name: known[name])


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    path = tmp_path / "labelled.csv"
    rows = [
        f"{text},{said[0]},{'a' if i < 3 else 'b'}" for i, (text, said) in enumerate(SAID.items())
    ]
    path.write_text("\n".join(["text,label,shop", *rows]) + "\n", encoding="utf-8")
    return path


def test_models_are_measured_and_their_difference_is_paired(labelled: Path) -> None:
    comparison = compare_file(labelled, models=["careful", "bold"], by="shop", **COLUMNS)
    careful, bold = comparison.models
    assert [each.model_id for each in (careful, bold)] == ["careful-1", "bold-1"]
    assert careful.overall.confusion.accuracy.value == pytest.approx(0.8)
    assert bold.overall.confusion.accuracy.value == pytest.approx(0.6)
    (difference,) = comparison.differences
    assert (difference.first, difference.other) == ("careful-1", "bold-1")
    assert difference.overall.accuracy.value == pytest.approx(-0.2)
    counts = difference.overall
    assert (counts.both_right, counts.only_first, counts.only_other, counts.neither) == (2, 2, 1, 0)
    assert [(group.group, group.n) for group in difference.groups] == [("a", 3), ("b", 2)]
    assert comparison.n == 5


def test_the_surest_disagreement_comes_first(labelled: Path) -> None:
    comparison = compare_file(labelled, models=["careful", "bold"], **COLUMNS)
    assert comparison.differing == 3
    first, second, third = comparison.disagreements
    assert [each.text for each in (first, second, third)] == ["=1+1 odd", "so so", "hm"]
    assert (first.line, first.truth, first.group) == (5, "neutral", None)
    assert first.answers == ("neutral", "negative")
    assert first.probabilities[1] == pytest.approx((0.95, 0.05, 0.0))
    shorter = compare_file(labelled, models=["careful", "bold"], at_most=1, **COLUMNS)
    assert (len(shorter.disagreements), shorter.differing) == (1, 3)


def test_several_models_are_each_compared_with_the_first(labelled: Path) -> None:
    comparison = compare_file(labelled, models=["bold", "careful", "again"], **COLUMNS)
    assert [each.other for each in comparison.differences] == ["careful-1", "again-1"]
    assert {each.first for each in comparison.differences} == {"bold-1"}
    assert comparison.disagreements[0].answers == ("negative", "neutral", "neutral")


@pytest.mark.parametrize("names", [[], ["bold"], ["bold", "bold"], ["careful", "alias"]])
def test_fewer_than_two_different_models_are_refused(labelled: Path, names: list[str]) -> None:
    with pytest.raises(UsageError, match=r"two models or more|more than once"):
        compare_file(labelled, models=names, **COLUMNS)


def test_written_disagreements_are_safe_in_a_spreadsheet(labelled: Path, tmp_path: Path) -> None:
    comparison = compare_file(labelled, models=["careful", "bold"], by="shop", **COLUMNS)
    write_disagreements(comparison, output=tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        first, *_ = rows = list(csv.DictReader(file))
    assert len(rows) == 3
    assert first["text"] == "'=1+1 odd"
    assert (first["truth"], first["group"], first["bold-1: sentiment"]) == (
        *("neutral", "b"),
        "negative",
    )
    assert float(first["bold-1: p_negative"]) == 0.95
    write_disagreements(comparison, output=tmp_path / "out.parquet")
    assert pq.read_table(tmp_path / "out.parquet").equals(disagreement_table(comparison))


def test_models_that_agree_leave_an_empty_table(labelled: Path, tmp_path: Path) -> None:
    comparison = compare_file(labelled, models=["careful", "again"], **COLUMNS)
    assert (comparison.differing, comparison.disagreements) == (0, ())
    write_disagreements(comparison, output=tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text("utf-8-sig").count("\n") == 1
