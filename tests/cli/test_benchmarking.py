"""`polytone benchmark` as a script calls it."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from tests.benchmark_data import WordClassifier, write_benchmark_folder


@pytest.fixture
def run(polytone, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Call ``polytone benchmark`` beside a folder of labelled texts."""
    monkeypatch.setattr(
        "sentiment.models.catalogue.load_classifier", lambda name: WordClassifier(f"{name}-1")
    )
    write_benchmark_folder(tmp_path / "data")
    return partial(polytone, "benchmark")


def test_the_answer_in_json_is_the_file(run, tmp_path: Path) -> None:
    code, out, err = run("--data", "data", "--models", "a,b", "--most", "30", "--json")
    assert code == 0 and "Written to" in err
    answer = json.loads(out)
    assert answer == json.loads((tmp_path / "benchmark.json").read_text())
    assert [model["model"] for model in answer["models"]] == ["a", "b"]
    entry = answer["models"][0]["sets"][0]
    assert {"macro_f1", "n", "interval", "language", "source"} <= set(entry)


def test_a_table_for_people(run) -> None:
    code, out, _ = run(
        "--data", "data", "--models", "a", "--transfer", "--output", "mine.json",
        "--languages", "de,en", "--sources", "umsab_xlmt",
    )  # fmt: skip
    assert code == 0 and Path("mine.json").is_file()
    assert "mean over 2 languages, in-domain, 3 classes: 100.0" in out
    assert "published: XLM-R 66.8 on umsab_xlmt" in out
    assert "transfer with character n-grams" in out and "gap" in out


def test_a_wrong_call_is_one_message(run) -> None:
    code, out, err = run("--data", "nowhere")
    assert (code, out) == (2, "") and "neither a folder 'train'" in err
    assert "Traceback" not in err


def test_control_c_says_where_it_goes_on(run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(self, texts, **_):
        raise KeyboardInterrupt

    monkeypatch.setattr(WordClassifier, "predict", interrupted)
    code, _, err = run("--data", "data")
    assert code == 1 and "the same command goes on" in err and "Traceback" not in err
