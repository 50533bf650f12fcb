"""The command line, as scripts call it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

REVIEWS = """Review ID,Date,Country,Rating,Review
r1,2026-01-05,DE,5,I love this lamp and it is a great thing
r2,2026-01-06,DE,1,It is bad and it broke after a day
r3,2026-01-07,FR,,
"""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "reviews.csv"
    path.write_text(REVIEWS, encoding="utf-8")
    return path


@pytest.fixture
def run(polytone, tmp_path: Path):
    """Call ``polytone``, and close at the end what it opened."""
    yield polytone
    from sentiment.workflows.opening import open_store

    for path in tmp_path.glob("*.duckdb"):
        open_store(path).close()


def test_ingest_answers_in_json(run, export: Path) -> None:
    code, out, err = run("ingest", str(export), "--json")
    (entry,) = json.loads(out)["files"]
    assert code == 0
    assert entry["rating_scale"] == [1, 5]
    assert "reviews.csv: ratings from 1 to 5" in err
    assert entry["file"] == "reviews.csv"
    assert (entry["read"], entry["kept"], entry["rejected"], entry["duplicates"]) == (3, 2, 1, 0)
    assert (entry["encoding"], entry["delimiter"]) == ("utf-8", ",")
    assert (entry["first_date"], entry["last_date"]) == ("2026-01-05", "2026-01-06")
    assert Path("polytone.duckdb").is_file()


def test_a_bad_file_does_not_stop_the_others(run, export: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.touch()
    code, out, err = run("ingest", str(empty), str(export), "--json")
    files = json.loads(out)["files"]
    assert code == 1
    assert "empty.csv" in files[0]["error"]
    counted = ("read", "kept", "rejected", "duplicates")
    assert [files[0][name] for name in counted] == [0, 0, 0, 0]
    assert set(files[1]) < set(files[0])
    assert files[1]["kept"] == 2
    assert "Traceback" not in err


def test_score_and_summary_with_the_embedded_model(run, export: Path) -> None:
    run("ingest", str(export))
    code, out, _ = run("score", "--json")
    assert code == 0
    assert json.loads(out)["scored"] == 2
    assert json.loads(run("score", "--json")[1])["scored"] == 0
    code, out, _ = run("summary", "--by", "market", "--json")
    (germany,) = (g for g in json.loads(out)["groups"] if g["group"] == "DE")
    assert (germany["reviews"], germany["negative"], germany["positive"]) == (2, 1, 1)


def test_predict_writes_csv_to_standard_output(export: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from sentiment.cli import main; main()", "predict", "-"],
        input=export.read_bytes(),
        capture_output=True,
        check=True,
    )
    lines = done.stdout.decode("utf-8").splitlines()
    assert (
        lines[0]
        .replace('"', "")
        .endswith("language,language_confidence,sentiment,p_negative,p_neutral,p_positive")
    )
    assert [line.split(",")[0].strip('"') for line in lines[1:]] == ["r1", "r2", "r3"]
    assert ["positive" in lines[1], "negative" in lines[2]] == [True, True]


def test_export_writes_a_file(run, export: Path, tmp_path: Path) -> None:
    run("ingest", str(export))
    code, _, err = run("export", "--output", "out.csv", "--market", "DE")
    assert code == 0
    assert "2 reviews" in err
    assert (tmp_path / "out.csv").is_file()


def test_models_are_listed(run) -> None:
    code, out, _ = run("models", "--json")
    assert code == 0
    names = json.dumps(json.loads(out))
    assert "cardiffnlp/twitter-xlm-roberta-base-sentiment" in names


@pytest.mark.parametrize(
    "arguments",
    [
        ("summary", "--by", "weather"),
        ("ingest", "reviews.csv", "--map", "text"),
        ("ingest", "reviews.csv", "--map", "colour=Review"),
        ("ingest", "reviews.csv", "--map", "text=Review", "--map", "text=Country"),
        ("ingest", "reviews.csv", "--profile", "no such source"),
        ("ingest", "reviews.csv", "--date-order", "ydm"),
        ("export", "--output", "out.doc"),
        ("frobnicate",),
    ],
)
def test_a_wrong_call_ends_with_2(run, export: Path, arguments: tuple[str, ...]) -> None:
    code, _, err = run(*arguments)
    assert code == 2
    assert err
    assert "Traceback" not in err


def test_work_that_fails_ends_with_1(run) -> None:
    code, _, err = run("ingest", "missing.csv")
    assert code == 1
    assert "missing.csv" in err


@pytest.mark.parametrize(
    "command",
    [
        *("ingest", "score", "predict", "evaluate", "compare", "summary", "export"),
        *("app", "demo", "models", "build-default", "build-baselines"),
    ],
)
def test_help_is_there_for_every_command(run, command: str) -> None:
    code, out, _ = run(command, "--help")
    assert code == 0
    assert out.startswith(f"Usage: polytone {command}")
    assert not [name for name in ("<str>", "list[str]", "<%Y") if name in out]


def test_nothing_heavy_is_imported_to_show_help() -> None:
    code = (
        "import sys; sys.argv = ['polytone', '--help']\n"
        "from sentiment.cli import main\n"
        "try:\n    main()\n"
        "except SystemExit:\n    pass\n"
        "heavy = {'torch', 'transformers', 'pandas', 'duckdb', 'pyarrow', 'streamlit', 'plotly'}\n"
        "sys.exit(str(sorted(heavy & set(sys.modules))) if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_predict_says_before_the_work_that_the_folder_is_missing(run, export: Path) -> None:
    code, _, err = run("predict", str(export), "--output", "none/out.csv")
    assert code == 2
    assert "no folder 'none'" in err
    assert "Scoring" not in err


@pytest.mark.parametrize(
    "arguments", [("summary", "--by", "market"), ("score",), ("export", "--output", "out.csv")]
)
def test_a_database_that_is_not_there_is_not_made(
    run, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    code, out, err = run(*arguments, "--db", "typo.duckdb")
    assert (code, out) == (1, "")
    assert "no database 'typo.duckdb'" in err
    assert "polytone ingest" in err
    assert list(tmp_path.iterdir()) == []
