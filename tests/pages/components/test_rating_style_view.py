"""The view of rating styles, in a script of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sentiment.workflows.opening import open_store
from tests.pages.conftest import page_text
from tests.rating_data import simulate, store


@pytest.fixture(scope="module")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("styles") / "world.duckdb"
    sizes = {"US": 500, "DE": 400, "JP": 400, "FR": 40}
    with open_store(path) as opened:
        store(opened, simulate(sizes, styles={"JP": -0.6}, seed=5))
    return path


@pytest.fixture
def world(filled_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    path = shutil.copy(filled_file, tmp_path / "world.duckdb")
    monkeypatch.setenv("POLYTONE_DB", str(path))
    with open_store(Path(path)):
        yield


def draw(by: str, markets: tuple[str, ...]) -> None:
    from pages.components.rating_style_view import rating_style_view
    from pages.components.resources import database
    from sentiment.records import Filters

    rating_style_view(database(), version="1", filters=Filters(markets=markets), by=by)


def run(by: str, markets: tuple[str, ...] = ()) -> AppTest:
    app = AppTest.from_function(draw, default_timeout=60, kwargs={"by": by, "markets": markets})
    return app.run()


@pytest.mark.usefixtures("world")
def test_findings_charts_table_and_method_are_there() -> None:
    app = run("market")
    assert not app.exception and not app.error
    text = page_text(app).replace("\\", "")
    assert "Customers in Japan give 0." in text and "a way of rating, not of feeling" in text
    assert "40 reviews are fewer than 100" in text
    assert "How this is computed" in [fold.label for fold in app.expander][-1]
    charts = app.get("plotly_chart")
    assert len(charts) == 2 and all(chart.proto.alt for chart in charts)
    (table,) = app.dataframe
    rows = table.value.set_index("Group")
    assert rows.loc["Japan (JP)", "Declared"] == "yes"
    assert rows.loc["France (FR)", "Declared"] == "no"
    assert rows.loc["France (FR)", "Why not declared"].startswith("40 reviews are fewer than 100")
    assert " to " in rows.loc["Japan (JP)", "Gap"]


@pytest.mark.usefixtures("world")
def test_the_stars_of_another_group_can_be_looked_at() -> None:
    app = run("market")
    assert app.selectbox[0].value == "JP"
    app.selectbox[0].select("DE").run()
    assert not app.exception
    assert "Germany (DE), n = 400" in app.get("plotly_chart")[1].proto.alt


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("by", "markets", "said"),
    [
        ("market", ("JP",), "at least two are needed"),
        ("language", (), "A way of rating shows only beside others"),
        ("market", ("XX",), "No review is in view"),
    ],
)
def test_what_cannot_be_compared_is_said_in_words(
    by: str, markets: tuple[str, ...], said: str
) -> None:
    app = run(by, markets)
    assert not app.exception and not app.error
    assert said in app.info[0].value.replace("\\", "")
    assert not app.get("plotly_chart") and not app.dataframe
