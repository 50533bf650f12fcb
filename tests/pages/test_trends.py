from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from sentiment.storage.database import Database
from sentiment.workflows.events import add_event, events
from sentiment.workflows.opening import open_store
from tests.manager_data import RELEASE, fill
from tests.pages.conftest import page_text

OpenPage = Callable[..., AppTest]


@pytest.fixture(scope="module")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six markets, of which Germany turns after a release; made once, copied for each test."""
    path = tmp_path_factory.mktemp("world") / "world.duckdb"
    with open_store(path) as store:
        fill(store)
    return path


@pytest.fixture
def world(filled_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    path = shutil.copy(filled_file, tmp_path / "world.duckdb")
    monkeypatch.setenv("POLYTONE_DB", str(path))
    with open_store(Path(path)) as store:
        yield store


def figures(app: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def marks(figure: dict[str, Any]) -> list[dict[str, Any]]:
    return [trace for trace in figure["data"] if trace.get("customdata")]


@pytest.mark.usefixtures("database")
def test_an_empty_database_says_what_to_do(open_page: OpenPage) -> None:
    app = open_page("trends")
    assert not app.exception
    assert "No reviews yet" in page_text(app)


def test_without_scores_stars_can_be_followed(database: Database, open_page: OpenPage) -> None:
    fill(database, scored=False, first_day=RELEASE)
    app = open_page("trends")
    assert "not scored yet" in page_text(app) and not figures(app)
    stars = open_page("trends", measure="Mean stars")
    assert not stars.exception and figures(stars)


@pytest.mark.usefixtures("world")
class TestTrends:
    def test_six_markets_stand_side_by_side(self, open_page: OpenPage) -> None:
        app = open_page("trends")
        assert not app.exception and not app.error
        assert len(figures(app)) == 6
        assert all(chart.proto.alt for chart in app.get("plotly_chart"))
        assert "fewer than 30 reviews" in page_text(app)

    def test_the_link_says_all_that_is_shown(self, open_page: OpenPage) -> None:
        app = open_page(
            "trends", by="Product", grain="Week", measure="Net sentiment", span="90 days",
            compare="true",
        )  # fmt: skip
        assert not app.exception
        (figure,) = figures(app)
        assert len(marks(figure)) == 2
        assert 12 <= len(marks(figure)[0]["x"]) <= 15
        assert figure["layout"]["yaxis"]["title"]["text"].startswith("Net sentiment")
        assert any(trace.get("line", {}).get("dash") == "5px,4px" for trace in figure["data"])
        assert "the period before" in page_text(app)

    @pytest.mark.parametrize(
        ("by", "measure"), [("Language", "Positive share"), ("Source", "Mean stars")]
    )
    def test_every_measure_by_every_grouping(
        self, open_page: OpenPage, by: str, measure: str
    ) -> None:
        app = open_page("trends", by=by, measure=measure, layout="one chart")
        assert not app.exception and not app.error
        assert len(figures(app)) == 1

    def test_a_point_in_the_link_lists_its_reviews(self, open_page: OpenPage) -> None:
        app = open_page("trends", point="2026-05-01~DE")
        assert not app.exception
        cards = [part.value for part in app.get("html") if "pt-review" in part.value]
        assert len(cards) == 10
        assert all("Germany" in card for card in cards)
        assert "most negative first" in page_text(app)
        link = next(
            one for one in app.get("page_link") if one.proto.label == "All of them in Explore"
        )
        assert "since=2026-05-01&until=2026-05-31" in link.proto.query_string
        assert "market=DE" in link.proto.query_string

    @pytest.mark.parametrize("point", ["nonsense", "2026-05-01~ZZ", "2026-99-01~DE"])
    def test_a_point_that_is_not_there_is_passed_over(
        self, open_page: OpenPage, point: str
    ) -> None:
        app = open_page("trends", point=point)
        assert not app.exception and not app.error
        assert not [part for part in app.get("html") if "pt-review" in part.value]

    def test_filters_that_leave_nothing(self, open_page: OpenPage) -> None:
        app = open_page("trends", product="Nothing of this name")
        assert not app.exception
        assert "No review passes these filters" in page_text(app)

    def test_the_figures_are_there_as_a_table(self, open_page: OpenPage) -> None:
        app = open_page("trends", by="Product")
        assert not app.dataframe
        app.session_state["trend table"] = True
        app.run()
        assert not app.exception


def test_events_are_drawn_added_and_deleted(world: Database, open_page: OpenPage) -> None:
    add_event(world, day=RELEASE, label="Release <b>4</b>", market="DE")
    app = open_page("trends", layout="one chart")
    (figure,) = figures(app)
    assert [note["text"] for note in figure["layout"]["annotations"]] == [
        "DE: Release &lt;b&gt;4&lt;/b&gt;"
    ]
    app.date_input(key="event day").set_value(RELEASE - timedelta(days=75))
    app.text_input(key="event label").set_value("Campaign")
    next(button for button in app.button if button.label == "Add to the charts").click().run()
    assert not app.exception and not app.error
    assert [event.label for event in events(world)] == ["Campaign", "Release <b>4</b>"]
    assert len(figures(app)[0]["layout"]["annotations"]) == 2
    next(button for button in app.button if button.label == "Delete").click().run()
    assert [event.label for event in events(world)] == ["Release <b>4</b>"]


def test_an_event_without_label_or_day_is_refused(world: Database, open_page: OpenPage) -> None:
    app = open_page("trends")
    add = next(button for button in app.button if button.label == "Add to the charts")
    add.click().run()
    assert app.warning and not events(world)
    app.date_input(key="event day").set_value(RELEASE)
    next(button for button in app.button if button.label == "Add to the charts").click().run()
    assert "no label" in app.error[0].value and not events(world)
