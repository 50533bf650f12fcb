"""The view of corrected shares, in a script of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sentiment.workflows.opening import open_store
from tests.pages.conftest import page_text
from tests.shares_data import store_markets


@pytest.fixture(scope="module")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shares") / "markets.duckdb"
    with open_store(path) as opened:
        store_markets(opened)
    return path


@pytest.fixture
def world(filled_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    path = shutil.copy(filled_file, tmp_path / "markets.duckdb")
    monkeypatch.setenv("POLYTONE_DB", str(path))
    with open_store(Path(path)):
        yield


def draw(by: str, markets: tuple[str, ...]) -> None:
    from pages.components.resources import database
    from pages.components.shares_view import shares_view
    from sentiment.records import Filters

    shares_view(database(), version="1", filters=Filters(markets=markets), by=by)


def run(by: str, markets: tuple[str, ...] = ()) -> AppTest:
    app = AppTest.from_function(draw, default_timeout=60, kwargs={"by": by, "markets": markets})
    return app.run()


@pytest.mark.usefixtures("world")
def test_findings_chart_tables_and_limits_are_there() -> None:
    app = run("market")
    assert not app.exception
    assert not app.error
    text = page_text(app).replace("\\", "")
    assert "Reviews from Japan are called negative" in text
    assert "250 labelled reviews; likely the model" in text
    assert "no corrected shares of reviews from Kenya" in text
    assert "Labelling 40 more reviews from Kenya, drawn at random, would give" in text
    [chart] = app.get("plotly_chart")
    assert chart.proto.alt.startswith("Share of negative reviews. ")
    figures, ranking, gains = (table.value for table in app.dataframe)
    rows = figures.set_index("Group")
    assert next(iter(rows.index)) == "All together"
    assert rows.loc["Japan (JP)", "Corrected by"] == "its own labelled reviews"
    assert rows.loc["Austria (AT)", "Corrected by"] == "errors in its languages here"
    assert rows.loc["Kenya (KE)", "Negative, corrected"] == "–"
    assert rows.loc["Japan (JP)", "Negative, as called"] != "–"
    verdicts = {
        frozenset((one["More negative"], one["than"])): one["After the correction"]
        for _, one in ranking.iterrows()
    }
    assert verdicts[frozenset(("Japan (JP)", "Brazil (BR)"))] == "✗ does not survive"
    assert verdicts[frozenset(("Brazil (BR)", "Germany (DE)"))] == "✓ stands"
    kept = gains.set_index("Group")
    assert kept.loc["Kenya (KE)", "Now"] == "no correction"
    assert kept.loc["Japan (JP)", "Then"].startswith("±")
    assert "How this is computed" in [fold.label for fold in app.expander][-1]


@pytest.mark.usefixtures("world")
def test_another_sentiment_is_charted() -> None:
    app = run("language")
    app.segmented_control(key="share of").set_value("positive").run()
    assert not app.exception
    [chart] = app.get("plotly_chart")
    assert chart.proto.alt.startswith("Share of positive reviews. ")


@pytest.mark.usefixtures("world")
def test_what_is_empty_is_said() -> None:
    app = run("market", ("XX",))
    assert not app.exception
    assert "no shares to correct" in app.info[0].value
    few = run("market", ("KE",))
    assert not few.exception
    assert "No share can be corrected yet" in few.info[0].value
    assert "Two named groups" in page_text(few)
