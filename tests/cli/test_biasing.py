"""``polytone bias``, as people and scripts call it."""

from __future__ import annotations

import csv
import json
from functools import partial
from pathlib import Path

import pytest

from sentiment.workflows.opening import open_store
from tests.bias_data import fill_biased


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("bias") / "biased.duckdb"
    with open_store(path) as store:
        fill_biased(store)
    return path


@pytest.fixture
def run(polytone, filled):
    return partial(polytone, "bias", "--db", str(filled))


def test_people_read_sentences_first_and_shares_side_by_side(run):
    code, out, err = run("--by", "market")
    assert code == 0 and "Traceback" not in err
    assert out.index("Findings") < out.index("What cannot be said") < out.index("Negative share")
    assert "- Customers in Japan give 0." in out
    assert "corrected" in out and "labelled" in out
    assert "Japan " in out and "JP" not in out


def test_json_holds_findings_and_every_number_with_n_and_interval(run):
    code, out, _ = run("--by", "market", "--json")
    answer = json.loads(out)
    assert code == 0 and answer["by"] == ["market"] and answer["scored"] == 1800
    japan = next(
        one for one in answer["findings"] if (one["topic"], one["group"]) == ("rating style", "JP")
    )
    assert japan["clear"] and japan["likely_cause"] == "rating style" and japan["n"] == 600
    gap = next(m for m in answer["measures"] if m["unit"] == "stars gap" and m["group"] == "JP")
    low, high = gap["interval"]
    assert low < gap["value"] < high < 0 and gap["n"] == 600 and gap["corrected_p"] < 0.05


def test_the_report_is_written_as_its_ending_says(run, tmp_path):
    for name in ("bias.html", "bias.csv"):
        code, _, err = run("--by", "market", "--report", str(tmp_path / name))
        assert code == 0 and "Report written" in err
    assert "<h2>Findings</h2>" in (tmp_path / "bias.html").read_text(encoding="utf-8")
    with (tmp_path / "bias.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert {row["topic"] for row in csv.DictReader(lines)} >= {"shares", "fairness"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--by", "colour"), "cannot be grouped by 'colour'"),
        (("--by", "column:Device"), "Device"),
        (("--report", "bias.pdf"), "neither .html nor .csv"),
    ],
)
def test_a_wrong_call_is_explained(run, arguments, said):
    code, out, err = run(*arguments)
    assert code == 2 and not out and said in err and "Traceback" not in err


def test_a_database_that_is_not_there_is_not_made(polytone, tmp_path):
    code, _, err = polytone("bias", "--db", str(tmp_path / "none.duckdb"))
    assert code == 1 and "Traceback" not in err and not Path(tmp_path / "none.duckdb").exists()


def test_an_empty_database_gets_an_explanation(polytone, tmp_path):
    open_store(tmp_path / "empty.duckdb").close()
    code, out, err = polytone("bias", "--db", str(tmp_path / "empty.duckdb"))
    assert code == 0 and "What cannot be said, and why" in out and "Traceback" not in err
