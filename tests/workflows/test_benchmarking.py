"""The benchmark over a small folder, with a model whose answers are known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sentiment.errors import UsageError
from sentiment.models.classifier import ScoringCancelled
from sentiment.records import ProgressReport
from sentiment.workflows.benchmark_report import BenchmarkReport, read_benchmark
from sentiment.workflows.benchmark_sections import benchmark_sections
from sentiment.workflows.benchmarking import default_output, find_benchmarks, run_benchmark
from tests.benchmark_data import WordClassifier, write_benchmark_folder


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_benchmark_folder(tmp_path_factory.mktemp("labelled") / "data")


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> WordClassifier:
    words = WordClassifier()
    monkeypatch.setattr("sentiment.models.catalogue.load_classifier", lambda name: words)
    return words


def quality_of(report: BenchmarkReport, source: str, language: str):
    (one,) = (
        m for m in report.measured if (m.quality.source, m.quality.language) == (source, language)
    )
    return one.quality


@pytest.mark.usefixtures("model")
def test_every_test_set_is_judged_on_texts_held_out(data: Path, tmp_path: Path) -> None:
    reports: list[ProgressReport] = []
    report = run_benchmark(data, output=tmp_path / "b.json", progress=reports.append)
    english = quality_of(report, "umsab_xlmt", "en")
    assert (english.n, english.classes, english.part) == (60, 3, "in-domain")
    assert english.macro_f1.value == 1.0 and english.macro_f1.low < 1.0
    finnish = quality_of(report, "umsab_xlmt", "fi")
    assert finnish.table == ((20, 0, 0), (0, 20, 0), (20, 0, 0))
    assert finnish.accuracy.value == pytest.approx(2 / 3)
    # Once each: the identical text and the one that stands in train are left out.
    shop = quality_of(report, "shop", "en")
    assert (shop.n, shop.classes, shop.part) == (40, 2, "never seen")
    assert report.complete and reports[-1].done == reports[-1].total == 220


@pytest.mark.usefixtures("model")
def test_the_file_says_it_all(data: Path, tmp_path: Path) -> None:
    output = tmp_path / "b.json"
    report = run_benchmark(data, output=output, most=25)
    content = json.loads(output.read_text())
    (model,) = content["models"]
    entry = model["sets"][0]
    assert (entry["n"], entry["available"]) == (25, 60)
    assert entry["interval"][0] <= entry["macro_f1"] <= entry["interval"][1]
    (mean,) = (a for a in model["averages"] if (a["over"], a["classes"]) == ("languages", 3))
    assert mean["groups"] == 3
    assert mean["macro_f1"] == pytest.approx(
        sum(one["macro_f1"] for one in model["sets"][:3]) / 3, abs=1e-3
    )
    assert [one["model"] for one in content["published"]] == ["XLM-R", "XLM-T"]
    again = read_benchmark(output)
    assert [one.fingerprint for one in again.measured] == [
        one.fingerprint for one in report.measured
    ]
    assert (again.most, again.data, again.complete) == (25, "data", True)


def test_a_run_begun_again_scores_only_what_is_missing(
    data: Path, tmp_path: Path, model: WordClassifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "b.json"
    asked = iter([False, True])
    predict = model.predict

    def stopping(texts, *, progress, cancelled):
        if cancelled():
            raise ScoringCancelled
        return predict(texts, progress=progress, cancelled=cancelled)

    monkeypatch.setattr(model, "predict", stopping)
    stopped = run_benchmark(data, output=output, cancelled=lambda: next(asked))
    assert not stopped.complete and not read_benchmark(output).complete
    assert {one.quality.source for one in stopped.measured} == {"umsab_xlmt"}
    model.scored.clear()
    whole = run_benchmark(data, output=output)
    assert whole.complete and len(model.scored) == 40
    model.scored.clear()
    assert len(run_benchmark(data, output=output).measured) == 4 and not model.scored


def test_another_version_of_a_model_takes_the_place_of_the_old(
    data: Path, tmp_path: Path, model: WordClassifier
) -> None:
    output = tmp_path / "b.json"
    run_benchmark(data, output=output, models=["a", "b"], languages=["en"])
    model.model_id = "words-2"
    report = run_benchmark(data, output=output, models=["a"], sources=["shop"])
    assert {(one.model, one.model_id) for one in report.measured} == {
        ("a", "words-2"),
        ("b", "words-1"),
    }
    assert len(report.of("a")) == 1 and len(report.of("b")) == 2


@pytest.mark.usefixtures("model")
def test_what_cannot_be_measured_is_refused(data: Path, tmp_path: Path) -> None:
    output = tmp_path / "b.json"
    with pytest.raises(UsageError, match="neither a folder 'train'"):
        run_benchmark(tmp_path, output=output)
    with pytest.raises(UsageError, match=r"language 'xx'.*There are: de, en, fi"):
        run_benchmark(data, output=output, languages=["xx"])
    with pytest.raises(UsageError, match="source 'mine'"):
        run_benchmark(data, output=output, sources=["mine"])
    assert not output.exists()
    run_benchmark(data, output=output)
    with pytest.raises(UsageError, match="with all texts, not on 'data' with --most 5"):
        run_benchmark(data, output=output, most=5)
    output.write_text("[]")
    with pytest.raises(UsageError, match="no result of a benchmark"):
        run_benchmark(data, output=output)


@pytest.mark.usefixtures("model")
def test_transfer_on_characters_needs_no_encoder(data: Path, tmp_path: Path) -> None:
    output = tmp_path / "b.json"
    report = run_benchmark(data, models=["words"], output=output, transfer=True)
    (found,) = report.transfers
    assert found.table.languages == ("de", "en", "fi")
    assert found.trained_on == (90, 90, 90)
    # Each language has words of its own: what is learned in one says nothing in another.
    assert found.table.same.value == 1.0 and found.table.cross.value < 0.5
    assert found.table.gap.value == pytest.approx(1.0 - found.table.cross.value)
    (again,) = read_benchmark(output).transfers
    assert again.table.gap.value == pytest.approx(found.table.gap.value, abs=1e-3)
    rerun = run_benchmark(data, models=["words"], output=output, transfer=True)
    assert rerun.transfers == (again,)


@pytest.mark.usefixtures("model")
def test_sections_keep_apart_what_cannot_be_compared(data: Path, tmp_path: Path) -> None:
    report = run_benchmark(data, output=tmp_path / "b.json")
    first, two, trained = benchmark_sections(report)
    assert "umsab" in first.title and len(first.published) == 2
    # 60 texts are not the 870 of the published figures.
    assert not first.is_same and not any(row.published for row in first.rows)
    assert [row.language for row in two.rows] == ["en"] and "negative against" in two.title
    assert first.weakest("polytone")[0][0] == "fi"
    assert trained.means == first.means


def test_results_lie_beside_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLYTONE_DB", str(tmp_path / "one.duckdb"))
    monkeypatch.delenv("POLYTONE_BENCHMARK", raising=False)
    assert find_benchmarks() == []
    assert default_output() == tmp_path / "benchmark.json"
    (tmp_path / "benchmark-night.json").touch()
    assert [path.name for path in find_benchmarks()] == ["benchmark-night.json"]
    monkeypatch.setenv("POLYTONE_BENCHMARK", str(tmp_path / "mine.json"))
    assert find_benchmarks() == [default_output()] == [tmp_path / "mine.json"]
