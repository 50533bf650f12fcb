"""``polytone consistency``, as people and scripts call it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

GOOD = {"en": "I love it, wonderful", "de": "Ich liebe es, wunderbar", "fr": "Je l'adore"}
BAD = {"en": "Terrible, it broke", "de": "Furchtbar, kaputt gegangen", "fr": "Horrible, cassé"}
OPTIONS = (
    "--text-column", "text", "--id-column", "same", "--language-column", "lang",
)  # fmt: skip


@pytest.fixture
def parallel(tmp_path: Path) -> Path:
    path = tmp_path / "parallel.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("same", "lang", "text", "gold"))
        for i in range(24):
            for lang, text in (GOOD if i % 2 else BAD).items():
                rows.writerow((i, lang, text, "positive" if i % 2 else "negative"))
    return path


def test_json_has_each_language_and_pair(polytone, parallel: Path) -> None:
    code, out, err = polytone(
        "consistency", str(parallel), *OPTIONS, "--label-column", "gold", "--json"
    )
    assert code == 0
    answer = json.loads(out)
    assert answer["model"].startswith("polytone-")
    assert set(answer["languages"]) == {"de", "en", "fr"}
    assert len(answer["pairs"]) == 3
    accuracy = answer["languages"]["en"]["accuracy"]
    assert (accuracy["value"], accuracy["high"], accuracy["n"]) == (1.0, 1.0, 24)
    assert accuracy["low"] == pytest.approx(0.862, abs=1e-3)
    assert answer["languages"]["en"]["flipped"]["value"] == 0
    assert answer["overall"]["ids"] == 24
    assert "'gold' was taken as names of classes" in err


def test_labels_may_mean_what_the_person_says(polytone, parallel: Path) -> None:
    text = parallel.read_text(encoding="utf-8")
    parallel.write_text(text.replace("positive", "gut").replace("negative", "öde"), "utf-8")
    given = ("consistency", str(parallel), *OPTIONS, "--label-column", "gold", "--json")
    code, _, err = polytone(*given)
    assert code == 2 and "--label-means" in err
    code, out, _ = polytone(
        *given, "--label-means", "gut=positive", "--label-means", "öde=negative"
    )
    assert code == 0 and json.loads(out)["languages"]["en"]["accuracy"]["value"] == 1.0


def test_table_for_people(polytone, parallel: Path) -> None:
    code, out, err = polytone("consistency", str(parallel), *OPTIONS)
    assert code == 0
    assert "score shift" in out and "German" in out
    assert "In brackets 95 % intervals" in err
    assert "which of two different answers" in err


def test_a_file_in_one_language_is_explained(polytone, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("same,lang,text\n1,en,good\n2,en,bad\n", encoding="utf-8")
    code, out, err = polytone("consistency", str(path), *OPTIONS, "--json")
    assert code != 0
    assert out == ""
    assert "one language only (en)" in err


def test_an_unknown_reference_is_explained(polytone, parallel: Path) -> None:
    code, _, err = polytone("consistency", str(parallel), *OPTIONS, "--reference", "ja")
    assert code == 2
    assert "no text in the language 'ja'" in err
    assert "de, en, fr" in err
