from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pytest

from sentiment.reading import exports
from sentiment.reading.guessing import guess_mapping
from sentiment.reading.labels import holds_labels, may_name_labels, read_label_column
from sentiment.records import ReadExport, ReadingOptions


def read(cells: Sequence[str | None]) -> tuple[list[int | None], tuple[str, ...]]:
    labels = read_label_column(pa.array(cells, pa.string()), heading="gold")
    assert labels.values.type == pa.int8()
    return labels.values.to_pylist(), labels.notes


@pytest.mark.parametrize(
    ("cells", "classes", "meaning"),
    [
        (["0", "1", "2"], [0, 1, 2], "0 negative, 1 neutral, 2 positive"),
        (["-1", "0", "1"], [0, 1, 2], "-1 negative, 0 neutral, 1 positive"),
        (["0", "1", "1.0"], [0, 2, 2], "0 negative, 1 positive"),
        (["NEG", " Neutral ", "positiv"], [0, 1, 2], "names of classes"),
        (["negativo", "neutro", "positivo"], [0, 1, 2], "names of classes"),
        (["1", "3", "5"], [0, 1, 2], "stars"),
    ],
)
def test_the_whole_column_says_what_its_labels_mean(
    cells: list[str], classes: list[int], meaning: str
) -> None:
    values, notes = read([*cells, None, "n/a"])
    assert values == [*classes, None, None]
    assert len(notes) == 1 and meaning in notes[0]


def test_what_is_no_label_is_left_empty_and_said() -> None:
    values, notes = read(["positive", "spam", "spam", "negative", "?"])
    assert values == [2, None, None, 0, None]
    assert notes == ("labels of 'gold' that name no class, left empty: 3 ('spam', '?')",)


def test_people_who_answered_no_class_give_none() -> None:
    values, notes = read(["positive", "mixed", "cannot tell", "mixed"])
    assert values == [2, None, None, None]
    assert "none of the three classes, left empty: 3 ('mixed', 'cannot tell')" in notes[1]


@pytest.mark.parametrize("cells", [["1", "2"], ["1"], ["7", "9"], ["red", "blue"]])
def test_a_column_that_is_not_understood_has_no_labels(cells: list[str]) -> None:
    values, notes = read(cells)
    assert values == [None] * len(cells)
    assert len(notes) == 1 and f"'{cells[0]}'" in notes[0]


def test_a_column_of_texts_has_no_labels() -> None:
    values, notes = read([f"Review number {n} is long" for n in range(60)])
    assert set(values) == {None}
    assert "60 different values" in notes[0] and len(notes[0]) < 500


def test_nothing_says_nothing() -> None:
    assert read([None, "", "-"]) == ([None] * 3, ())
    assert read([]) == ([], ())


def test_chunks_keep_their_order() -> None:
    column = pa.chunked_array([["neg", None], ["pos", "neg"]], pa.string())
    assert read_label_column(column, heading="x").values.to_pylist() == [0, None, 2, 0]


def test_stars_are_ratings_and_a_late_label_counts() -> None:
    assert holds_labels(pa.array(["0"] * 5000 + ["2"]))
    assert holds_labels(pa.array(["Positive", "Negative"]))
    assert holds_labels(pa.array(["pos"] * 4 + ["neg"] * 4 + ["spam"] * 2))
    assert not holds_labels(pa.array(["pos"] * 4 + ["neg"] * 3 + ["spam"] * 3))
    assert not holds_labels(pa.array(["good"] * 9 + ["late"]))
    for cells in (["1", "5"], ["0"] * 9, ["1", "2"], ["good words", "bad words"], [None], []):
        assert not holds_labels(pa.array(cells, pa.string()))


@pytest.mark.parametrize(
    "beside",
    ["p_negative", "P Positive", "model", "confidence", "score_negative", "prob_pos", "Prediction"],
)
def test_what_a_model_said_is_no_label(beside: str) -> None:
    for heading in ("sentiment", "label", "polarity", "Stimmung"):
        assert may_name_labels(heading, ["text", "stars", heading])
        assert not may_name_labels(heading, ["text", heading, beside])
    for heading in ("gold_label", "Human label", "true_label", "annotated sentiment"):
        assert may_name_labels(heading, ["text", heading, beside])


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("label", ("0", "1", "2")),
        ("gold_label", ("positive", "neutral", "negative")),
        ("Sentiment", ("Positive", "Negative", "Neutral")),
        ("Stimmung", ("positiv", "negativ", "neutral")),
        ("etiqueta", ("positivo", "negativo", "neutro")),
        ("感情", ("ポジティブ", "ネガティブ", "中立")),
        ("polarity", ("-1", "0", "1")),
    ],
)
def test_labels_are_found_by_their_heading(heading: str, values: tuple[str, ...]) -> None:
    rows = pa.table(
        {
            "c0": pa.array([f"Some words about the thing number {n}" for n in range(3)]),
            "c1": pa.array(values),
            "c2": pa.array(["5", "1", "3"]),
        }
    )
    mapping, made_by = guess_mapping(["text", heading, "stars"], rows)
    assert mapping == {"label": heading, "rating": "stars", "text": "text"}
    assert made_by["label"] == "heading"


@pytest.mark.parametrize("heading", ["label", "polarity", "sentiment"])
@pytest.mark.parametrize("values", [("1", "5", "4"), ("0.13", "-0.7", "0.5"), ("a", "b", "c")])
def test_other_columns_of_that_name_are_no_labels(heading: str, values: tuple[str, ...]) -> None:
    rows = pa.table({"c0": pa.array(["some words here"] * 3), "c1": pa.array(values)})
    assert "label" not in guess_mapping(["text", heading], rows)[0]


def read_file(folder: Path, content: str, **options: object) -> ReadExport:
    path = folder / "reviews.csv"
    path.write_text(content, encoding="utf-8")
    [export] = exports.read_file(path, options=ReadingOptions(**options))
    return export


def test_labels_of_a_file_come_with_its_reviews(tmp_path: Path) -> None:
    export = read_file(
        tmp_path,
        "Rating,Review,Gold label\n1,It broke,negative\n5,I love it,\n3,,neutral\n4,Odd,spam\n"
        + "5,Fine,positive\n" * 3,
    )
    assert export.recognition.mapping["label"] == "Gold label"
    assert export.reviews["label"].to_pylist() == [0, None, 1, None, 2, 2, 2]
    assert (export.read, export.rejected.num_rows) == (7, 0)
    assert any("name no class, left empty: 1 ('spam')" in note for note in export.recognition.notes)


def test_a_person_can_name_the_column_and_take_it_away(tmp_path: Path) -> None:
    content = "Rating,Review,who,label\n1,It broke,pos,neg\n5,I love it,neg,pos\n"
    named = read_file(tmp_path, content, mapping={"label": "who"})
    assert named.reviews["label"].to_pylist() == [2, 0]
    without = read_file(tmp_path, content, mapping={"label": ""})
    assert without.reviews["label"].to_pylist() == [None, None]


def test_a_known_export_can_have_labels(tmp_path: Path) -> None:
    export = read_file(
        tmp_path,
        "Review Id,Review Content,Review Stars,Review Created (UTC),human_label\n"
        "ab12cd34ef,It broke,5,2025-01-02 10:00:00,negative\n"
        "ab12cd34eg,It works,5,2025-01-02 11:00:00,positive\n",
    )
    assert export.recognition.profile == "trustpilot"
    assert export.reviews["label"].to_pylist() == [0, 2]


def test_our_own_export_has_no_labels_but_those_of_files(tmp_path: Path) -> None:
    export = read_file(
        tmp_path,
        "review_id,stars,text,file_label,sentiment,p_negative,p_neutral,p_positive,model\n"
        "1,5,It broke,negative,positive,0.1,0.1,0.8,m\n2,1,It works,,negative,0.9,0.1,0.0,m\n"
        "3,1,It works well,positive,negative,0.9,0.1,0.0,m\n",
    )
    assert export.recognition.mapping["label"] == "file_label"
    assert export.reviews["label"].to_pylist() == [0, None, 2]
