from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from sentiment.workflows.benchmarking import run_benchmark
from tests.benchmark_data import WordClassifier, write_benchmark_folder
from tests.pages.conftest import page_text

OpenPage = Callable[..., AppTest]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two models on four test sets, and the transfer of characters; measured once."""
    folder = tmp_path_factory.mktemp("results")
    data = write_benchmark_folder(folder / "data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "sentiment.models.catalogue.load_classifier", lambda name: WordClassifier(f"{name}-1")
        )
        run_benchmark(
            data, models=["first", "<b>second</b>"], output=folder / "benchmark.json", transfer=True
        )
    return folder


def figures(app: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


@pytest.mark.usefixtures("database")
def test_without_results_the_command_is_said(open_page: OpenPage) -> None:
    app = open_page("benchmark")
    assert not app.exception and not app.error
    assert "Nothing measured yet" in page_text(app)
    assert "polytone benchmark --data" in app.code[0].value


@pytest.fixture
def filled(results: Path, database: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLYTONE_BENCHMARK", str(results))


@pytest.mark.usefixtures("filled")
class TestBenchmarkPage:
    def test_sentences_come_first(self, open_page: OpenPage) -> None:
        app = open_page("benchmark")
        assert not app.exception and not app.error
        told = page_text(app)
        assert "has a mean macro-F1 of" in told and "over 3 languages" in told
        assert "XLM\\-R 66.8%" in told and "another n: 60 of each of 3" in told

    def test_charts_say_the_same_in_words(self, open_page: OpenPage) -> None:
        app = open_page("benchmark")
        by_language, transfer = app.get("plotly_chart")
        assert "Finnish (fi): first" in by_language.proto.alt
        assert "trained in German (de): " in transfer.proto.alt
        dots, heat = figures(app)
        assert [trace["marker"]["symbol"][0] for trace in dots["data"]] == ["circle", "square"]
        assert heat["layout"]["annotations"][0]["text"] == "100"

    def test_names_of_models_are_never_html(self, open_page: OpenPage) -> None:
        app = open_page("benchmark")
        assert "<b>second" not in page_text(app).replace("\\<b\\>", "")
        assert figures(app)[0]["data"][1]["name"] == "&lt;b&gt;second&lt;/b&gt;"

    def test_two_classes_are_another_section(self, open_page: OpenPage) -> None:
        app = open_page("benchmark")
        (choice,) = (box for box in app.selectbox if box.label == "Test texts")
        (two,) = (option for option in choice.options if option.startswith("Never seen"))
        choice.set_value(two).run()
        assert not app.exception
        assert "over 1 language (40 texts)" in page_text(app)
        assert "Published" not in page_text(app)

    def test_the_table_by_source(self, open_page: OpenPage) -> None:
        app = open_page("benchmark")
        assert not app.dataframe
        app.session_state["source table"] = True
        app.run()
        rows = app.dataframe[0].value
        assert len(rows) == 6 and set(rows["n"]) == {60}


@pytest.mark.usefixtures("database")
def test_a_damaged_file_is_one_message(
    open_page: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "benchmark.json"
    broken.write_text("{")
    monkeypatch.setenv("POLYTONE_BENCHMARK", str(broken))
    app = open_page("benchmark")
    assert not app.exception
    assert "is no result of a benchmark" in app.error[0].value
