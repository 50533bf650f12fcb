"""Trends of mean stars with the rating style taken out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sentiment.workflows.opening import open_store
from tests.pages.conftest import page_text
from tests.rating_data import simulate, store

OpenPage = Callable[..., AppTest]
SIZES = {"US": 700, "DE": 500, "JP": 400}


@pytest.fixture(scope="module")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("world") / "world.duckdb"
    with open_store(path) as opened:
        store(opened, simulate(SIZES, styles={"JP": -0.6}, seed=5))
    return path


@pytest.fixture
def world(filled_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    path = shutil.copy(filled_file, tmp_path / "world.duckdb")
    monkeypatch.setenv("POLYTONE_DB", str(path))
    with open_store(Path(path)):
        yield


def heights(app: AppTest) -> list[float]:
    """The highest mark of each market's line."""
    figures = [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]
    marked = [trace for figure in figures for trace in figure["data"] if trace.get("customdata")]
    return [max(trace["y"]) for trace in marked if trace["customdata"][0][0] == "JP"]


@pytest.mark.usefixtures("world")
def test_the_switch_raises_the_market_that_gives_fewer_stars(open_page: OpenPage) -> None:
    given = open_page("trends", measure="Mean stars")
    assert not given.exception
    assert "Rating style taken out:" not in page_text(given)
    without = open_page("trends", measure="Mean stars", style_out="true")
    assert not without.exception and not without.error
    assert without.toggle(key="style_out").value is True
    text = page_text(without).replace("\\", "")
    assert "Japan (JP) gives 0." in text and "fewer stars than is usual, added" in text
    assert "whatever their date" in text
    assert heights(without)[0] > heights(given)[0] + 0.2


@pytest.mark.usefixtures("world")
def test_nobody_is_changed_where_no_style_is_declared(open_page: OpenPage) -> None:
    # The reviews have no language, so that there is nobody to compare.
    app = open_page("trends", measure="Mean stars", by="Language", style_out="true")
    assert not app.exception and not app.error
    assert "the stars are as they were given" in page_text(app)


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("asked", [{"measure": "Net sentiment"}, {"by": "Product"}])
def test_the_switch_is_there_only_where_it_means_something(
    open_page: OpenPage, asked: dict[str, str]
) -> None:
    app = open_page("trends", **({"measure": "Mean stars"} | asked), style_out="true")
    assert not app.exception and not app.error
    assert "style_out" not in {toggle.key for toggle in app.toggle}
