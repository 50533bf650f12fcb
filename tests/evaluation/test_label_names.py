import itertools
import tomllib
from pathlib import Path

import pytest

from sentiment.errors import UsageError
from sentiment.evaluation import label_names
from sentiment.evaluation.label_names import LABEL_KINDS, plain_label, read_labels


@pytest.mark.parametrize(
    ("cells", "kind", "classes"),
    [
        ([0, 1, 2], "classes", (0, 1, 2)),
        (["0", "2.0", "0"], "classes", (0, 2, 0)),
        (["LABEL_0", "LABEL_1", "LABEL_2"], "classes", (0, 1, 2)),
        ([-1, 0, 1], "signs", (0, 1, 2)),
        (["−1", "+1", "1"], "signs", (0, 2, 2)),
        ([0, 1, 1.0], "binary", (0, 2, 2)),
        (["label_0", "label_1"], "binary", (0, 2)),
        ([1, 2, 3, 4, 5], "stars", (0, 0, 1, 2, 2)),
        ([5, 5], "stars", (2, 2)),
        (["4.0", "1.0", "3,0"], "stars", (2, 0, 1)),
        ([1.45, 2.78, 4.8, 2.5, 3.5], "stars", (0, 1, 2, 1, 2)),
        (["5 stars", "1 star", "3 Sterne"], "stars", (2, 0, 1)),
        (["★", "★★★", "★★★★☆", "⭐️⭐️"], "stars", (0, 1, 2, 0)),
        (["5 estrellas", "4 von 5 Sternen", "1 étoile"], "stars", (2, 2, 0)),
        (["5つ星", "3星", "1 звезда"], "stars", (2, 1, 0)),
        (["1/5", "4 / 5", "3 out of 5"], "stars", (0, 2, 1)),
        (["NEGATIVE", "Neutral", "positive"], "names", (0, 1, 2)),
        (["neg", "NEU", " Pos. "], "names", (0, 1, 2)),
        (["__label__negative", "__label__positive"], "names", (0, 2)),
        (["Extremely Negative", "very_positive", "NEUTRAL"], "names", (0, 2, 1)),
        (["negativ", "neutral", "positiv"], "names", (0, 1, 2)),
        (["négatif", "NEUTRE", "Positif"], "names", (0, 1, 2)),
        (["negativo", "neutro", "positivo"], "names", (0, 1, 2)),
        (["отрицательный", "Нейтральный", "положительный"], "names", (0, 1, 2)),
        (["消极", "中性", "积极"], "names", (0, 1, 2)),
        (["负面", "正面"], "names", (0, 2)),
        (["ネガティブ", "ニュートラル", "ポジティブ"], "names", (0, 1, 2)),
        (["سلبي", "محايد", "إيجابي"], "names", (0, 1, 2)),
        (["부정", "중립", "긍정"], "names", (0, 1, 2)),
        (["नकारात्मक", "तटस्थ", "सकारात्मक"], "names", (0, 1, 2)),
        (["OLUMSUZ", "NÖTR", "POZİTİF"], "names", (0, 1, 2)),
    ],
)
def test_what_a_column_says(cells, kind, classes):
    column = read_labels(cells)
    assert (column.kind, column.classes) == (kind, classes)


def test_the_whole_column_decides_what_a_number_is():
    assert read_labels([1, 0]).classes[0] == 2
    assert read_labels([1, 0, 2]).classes[0] == 1
    assert read_labels([1, 5]).classes[0] == 0
    assert read_labels([1, -1]).classes[0] == 2


@pytest.mark.parametrize("cells", [[1, 2], [1, 2, 3], [1], [0], [2, 2], [3]])
def test_numbers_that_fit_two_schemes_are_refused(cells):
    with pytest.raises(UsageError, match=r"ambiguous.*--labels stars"):
        read_labels(cells)


@pytest.mark.parametrize(
    ("cells", "kind", "classes"),
    [
        ([1, 2], "stars", (0, 0)),
        ([1, 2], "classes", (1, 2)),
        ([1, 0], "signs", (2, 1)),
        ([1], "binary", (2,)),
        ([1, 2, 3], "stars", (0, 0, 1)),
    ],
)
def test_a_person_can_say_what_they_are(cells, kind, classes):
    assert read_labels(cells, kind=kind).classes == classes


def test_a_person_can_say_what_single_labels_mean():
    meanings = {"1": "negative", "2": "positive"}
    assert read_labels([1, 2, "2.0"], meanings=meanings).classes == (0, 2, 2)
    column = read_labels(["good", "meh", "odd"], meanings={"Meh": "neutral", "odd": "none"})
    assert column.classes == (2, 1, None)
    assert (column.no_class, column.empty) == ({"odd": 1}, 0)


def test_unknown_labels_are_refused_as_they_are_spelled_with_counts():
    with pytest.raises(UsageError) as refused:
        read_labels(["positive", "Meh", "Meh", "ODD", "positive"])
    assert refused.value.message == (
        "2 of 3 different labels are not understood as names of classes: "
        "'Meh' (2×), 'ODD' (1×). The others are 'positive' (2×)."
    )
    assert "--label-means 'Meh=negative'" in refused.value.hint


def test_at_most_ten_unknown_labels_are_shown():
    with pytest.raises(UsageError, match="and 5 more") as refused:
        read_labels([f"x{number}" for number in range(15)])
    assert refused.value.message.count("×") == 10


@pytest.mark.parametrize(
    "cells", [[0, 4], [0, 1, 2, 3], ["1", "6"], ["positive", "1"], [True, False], ["12", "0.5"]]
)
def test_what_is_no_scheme_is_refused(cells):
    with pytest.raises(UsageError, match="not understood"):
        read_labels(cells)


@pytest.mark.parametrize("kind", ["classes", "signs", "binary", "stars", "names"])
def test_a_kind_that_does_not_fit_is_refused(kind):
    with pytest.raises(UsageError, match="'7'"):
        read_labels([0, 1, 7], kind=kind)


def test_wrong_arguments_are_refused():
    with pytest.raises(UsageError, match="stars"):
        read_labels([1], kind="starz")
    with pytest.raises(UsageError, match="cannot mean 'great'"):
        read_labels(["a"], meanings={"a": "great"})
    with pytest.raises(UsageError, match="No cell has the label 'b'"):
        read_labels(["a"], meanings={"b": "positive"})


def test_empty_cells_and_answers_that_are_no_class_are_counted():
    column = read_labels(
        ["negative", "", None, float("nan"), "N/A", "Mixed", "cannot_tell", "mixed"]
    )
    assert column.classes == (0, *[None] * 7)
    assert column.empty == 4
    assert column.no_class == {"Mixed": 2, "cannot_tell": 1}


@pytest.mark.parametrize("cells", [[], ["", None]])
def test_a_column_without_labels_is_refused(cells):
    with pytest.raises(UsageError, match="empty"):
        read_labels(cells)


def test_two_classes_means_both_poles_and_no_neutral():
    assert read_labels(["neg", "pos"]).two_classes
    assert read_labels([1, 5, 4]).two_classes
    assert not read_labels(["neg", "pos", "neu"]).two_classes
    assert not read_labels(["pos", "pos"]).two_classes


def test_no_name_stands_for_two_classes():
    text = Path(label_names.__file__).with_name("label_names.toml").read_text("utf-8")
    for (_, one), (_, other) in itertools.combinations(tomllib.loads(text).items(), 2):
        assert not {plain_label(name) for name in one} & {plain_label(name) for name in other}
    for sentiment, names in list(tomllib.loads(text).items())[:3]:
        for name in names:
            classes = read_labels([name.upper(), "positive", "negative", "neutral"]).classes
            assert ("negative", "neutral", "positive")[classes[0] or 0] == sentiment


def test_every_kind_has_its_words():
    assert set(label_names.MEANINGS) == set(LABEL_KINDS)
    assert read_labels([-1, 1]).meaning == "-1 negative, 0 neutral, 1 positive"
