"""``polytone probes``, with the baseline that has no network in it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Call

MODEL = ("--model", "char-ngrams")
ONE = ("--language", "en", "--attribute", "religion")


def test_as_json_every_effect_has_its_size_and_number(polytone: Call) -> None:
    code, out, _ = polytone("probes", *MODEL, *ONE, "--attribute", "gender", "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["model"].startswith("char-ngrams")
    assert (answer["languages"], answer["attributes"]) == (["en"], ["religion", "gender"])
    assert {one["group"] for one in answer["results"]} >= {"christian", "muslim", "woman"}
    for one in answer["results"]:
        assert one["low"] <= one["shift"] <= one["high"]
        assert one["n"] > 0 and 0 <= one["p"] <= one["q"] <= 1
    assert answer["unsaid"]
    assert answer["widest_pairs"][0]["lower"]["text"] != answer["widest_pairs"][0]["higher"]["text"]


def test_for_people_a_table_and_what_it_means(polytone: Call) -> None:
    code, out, err = polytone("probes", *MODEL, *ONE, "--attribute", "gender")
    assert code == 0
    assert "muslim" in out and "1 languages" not in out
    assert "not how customers fare" in err


def test_with_a_database_the_answers_are_kept(polytone: Call, tmp_path: Path) -> None:
    path = tmp_path / "kept.duckdb"
    assert polytone("probes", *MODEL, *ONE, "--db", str(path), "--json")[0] == 0
    from sentiment.workflows.opening import open_store
    from sentiment.workflows.probing import last_probes, probed_models

    with open_store(path) as database:
        (known,) = probed_models(database)
        report = last_probes(database, model_id=known.model_id)
    assert known.model == "char-ngrams"
    assert report is not None and report.languages == ("en",)


def test_a_language_without_probes_is_a_wrong_call(polytone: Call) -> None:
    code, out, err = polytone("probes", "--language", "tlh")
    assert code == 2 and out == ""
    assert "'tlh'" in err and "sw" in err


def test_an_attribute_that_there_is_not_is_a_wrong_call(polytone: Call) -> None:
    code, _, err = polytone("probes", "--attribute", "age")
    assert code == 2 and "name, place, nationality, religion, gender" in err


def test_an_unknown_model_is_a_wrong_call(polytone: Call) -> None:
    code, _, err = polytone("probes", "--model", "nobody")
    assert code == 2 and "'nobody'" in err
