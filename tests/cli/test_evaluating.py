"""``polytone evaluate`` and ``polytone compare``, as people and scripts call them."""

import csv
import json
from pathlib import Path

import pytest
from sklearn.metrics import f1_score

GOOD = ("I love this lamp, it is wonderful", "Ausgezeichnet, sehr gern wieder", "C'est parfait")
BAD = ("Terrible, it broke after a day", "Schlecht und viel zu teuer", "Horrible, je suis déçu")
PLAIN = (
    "It is a lamp, it came on Tuesday",
    "Das Paket kam am Dienstag",
    "Le colis est arrivé lundi",
)
OPTIONS = ("--text-column", "Review", "--label-column", "Gold")


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    path = tmp_path / "labelled.csv"
    texts = [*((t, "positive") for t in GOOD), *((t, "NEGATIVE") for t in BAD)]
    texts += [(t, "neutral") for t in PLAIN] + [("Super gut", ""), ("", "negative")]
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("Review", "Gold", "Tongue"))
        rows.writerows((text, gold, ("en", "de", "fr")[i % 3]) for i, (text, gold) in
                       enumerate(texts))  # fmt: skip
    return path


@pytest.fixture
def run(polytone):
    """Call ``polytone`` with arguments."""
    return polytone


def plain_json(out: str):
    """The answer; what is no JSON (NaN, Infinity) fails."""

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    return json.loads(out, parse_constant=refuse)


def test_evaluate_answers_in_json_with_the_embedded_model(run, labelled: Path) -> None:
    code, out, err = run("evaluate", str(labelled), *OPTIONS, "--by", "Tongue", "--json")
    answer = plain_json(out)
    assert code == 0
    assert (answer["n"], answer["rows"]) == (9, 11)
    assert answer["left_out"] == {"no label": 1, "no text": 1}
    assert answer["labels_taken_as"] == "names"
    assert answer["model"].startswith("polytone-")
    truth, answers = [], []
    for row, counts in enumerate(answer["table"]):
        for column, count in enumerate(counts):
            truth += [row] * count
            answers += [column] * count
    assert answer["macro_f1"] == pytest.approx(f1_score(truth, answers, average="macro"), abs=1e-6)
    assert answer["macro_f1"] > 0.6
    low, high = answer["macro_f1_interval"]
    assert 0 <= low <= answer["macro_f1"] <= high <= 1
    assert set(answer["by"]) == {"de", "en", "fr"}
    for group in answer["by"].values():
        assert group["n"] == 3
        assert 0 <= group["macro_f1"] <= 1
        assert 0 <= group["accuracy"] <= 1
        assert group["reliability"] == "too few"
    assert sum(g["accuracy"] for g in answer["by"].values()) / 3 == pytest.approx(
        answer["accuracy"], abs=1e-5
    )
    assert set(answer["per_class"]) == {"negative", "neutral", "positive"}
    assert 0 <= answer["calibration_error"] <= 1
    assert "1 of 11 rows left out: no text." in err


def test_by_is_empty_without_a_grouping(run, labelled: Path) -> None:
    _, out, _ = run("evaluate", str(labelled), *OPTIONS, "--model", "polytone-fast", "--json")
    answer = plain_json(out)
    assert (answer["by"], answer["grouped_by"]) == ({}, None)
    assert answer["model"].startswith("polytone-fast-")


def test_people_see_a_table_with_n_and_intervals(run, labelled: Path) -> None:
    code, out, err = run("evaluate", str(labelled), *OPTIONS, "--by", "language")
    assert code == 0
    assert "macro-F1 %" in out
    assert "–" in out
    assert "too few" in out
    assert max(map(len, out.splitlines())) <= 80
    assert "'Gold' was taken as names of classes." in err
    assert "languages were identified" in err


def test_two_classes_are_scored_without_neutral_and_without_nan(run, tmp_path: Path) -> None:
    path = tmp_path / "two.tsv"
    rows = [f"{text}\t1" for text in GOOD] + [f"{text}\t0" for text in BAD]
    path.write_text("\n".join(["Review\tGold", *rows]) + "\n", encoding="utf-8")
    code, out, err = run("evaluate", str(path), *OPTIONS, "--json")
    answer = plain_json(out)
    assert code == 0
    assert answer["two_classes"] is True
    assert answer["labels_taken_as"] == "binary"
    assert answer["table"][1] == [0, 0, 0]
    assert [row[1] for row in answer["table"]] == [0, 0, 0]
    assert answer["per_class"]["neutral"]["f1"] is None
    assert answer["accuracy"] >= 5 / 6
    assert "negative against positive" in err


def test_stars_are_understood(run, tmp_path: Path) -> None:
    path = tmp_path / "stars.csv"
    texts = (*GOOD, *BAD, PLAIN[0])
    stars = ("5", "4", "5", "1", "2", "1", "3")
    rows = [f'"{text}",{star}' for text, star in zip(texts, stars, strict=True)]
    path.write_text("\n".join(["Review,Gold", *rows]) + "\n", encoding="utf-8")
    _, out, _ = run("evaluate", str(path), *OPTIONS, "--json")
    answer = plain_json(out)
    assert answer["labels_taken_as"] == "stars"
    assert [sum(row) for row in answer["table"]] == [3, 1, 3]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--text-column", "Text", "--label-column", "Gold"), "Review, Gold, Tongue"),
        (("--text-column", "Review", "--label-column", "Stars"), "no column 'Stars'"),
        (("--text-column", "Review", "--label-column", "Tongue"), "'de' (4×)"),
        ((*OPTIONS, "--by", "Country"), "no column 'Country'"),
        ((*OPTIONS, "--labels", "stars"), "'NEGATIVE' (4×)"),
        ((*OPTIONS, "--labels", "starz"), "'starz'"),
        ((*OPTIONS, "--label-means", "good"), "LABEL=CLASS"),
        ((*OPTIONS, "--label-means", "positive=great"), "cannot mean 'great'"),
        ((*OPTIONS, "--model", "polytono"), "No model named 'polytono'"),
        (("--text-column", "Review"), "--label-column"),
    ],
)
def test_a_wrong_call_ends_with_2(
    run, labelled: Path, arguments: tuple[str, ...], said: str
) -> None:
    code, out, err = run("evaluate", str(labelled), *arguments, "--json")
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_a_label_can_be_given_its_meaning(run, labelled: Path) -> None:
    means = ("--label-means", "en=positive", "--label-means", "de=negative")
    columns = ("--text-column", "Review", "--label-column", "Tongue")
    code, out, _ = run(
        "evaluate", str(labelled), *columns, *means, "--label-means", "fr=none", "--json"
    )
    answer = plain_json(out)
    assert code == 0
    assert answer["left_out"] == {"labelled 'fr'": 3, "no text": 1}
    assert answer["n"] == 7


def test_compare_answers_in_json_and_writes_the_differences(
    run, labelled: Path, tmp_path: Path
) -> None:
    code, out, err = run(
        *("compare", str(labelled), *OPTIONS, "--models", "polytone, polytone-fast"),
        *("--by", "Tongue", "--differences", "out.csv", "--json"),
    )
    answer = plain_json(out)
    assert code == 0
    first, other = answer["models"]
    (difference,) = answer["differences"]
    assert (difference["first"], difference["other"]) == (first["model"], other["model"])
    gap = other["macro_f1"] - first["macro_f1"]
    assert difference["macro_f1"] == pytest.approx(gap, abs=2e-6)
    kinds = ("both_right", "only_first_right", "only_other_right", "neither_right")
    assert sum(difference[kind] for kind in kinds) == difference["n"] == answer["n"] == 9
    assert difference["mcnemar"] == "exact"
    assert 0 <= difference["p"] <= 1
    assert set(difference["by"]) == set(first["by"]) == {"de", "en", "fr"}
    assert len(answer["disagreements"]) == answer["differing"]
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["text"] for row in rows] == [each["text"] for each in answer["disagreements"]]
    assert "out.csv" in err


def test_people_see_models_side_by_side(run, labelled: Path) -> None:
    code, out, err = run("compare", str(labelled), *OPTIONS, "--models", "polytone,polytone-fast")
    assert code == 0
    assert "in points" in out
    assert "of 9 reviews" in out
    assert max(map(len, out.splitlines())) <= 80
    assert "McNemar" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--models", "polytone"), "two models or more"),
        (("--models", "polytone,polytone"), "more than once"),
        (("--models", "polytone,polytone-fast", "--differences", "out.doc"), ".parquet"),
    ],
)
def test_a_wrong_comparison_ends_with_2(
    run, labelled: Path, arguments: tuple[str, ...], said: str
) -> None:
    code, out, err = run("compare", str(labelled), *OPTIONS, *arguments)
    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.parametrize("command", ["evaluate", "compare"])
def test_help_says_what_each_option_takes(run, command: str) -> None:
    code, out, _ = run(command, "--help")
    assert code == 0
    assert out.startswith(f"Usage: polytone {command}")
    assert not [name for name in ("<str>", "list[str]", "TEXT") if name in out]
