from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sentiment.storage.database import Database
from sentiment.workflows.opening import open_store
from tests.manager_data import LAST_DAY, MODEL, RELEASE, fill
from tests.pages.conftest import APP, BANDS, HOSTILE, page_text, state_bands

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


@pytest.fixture
def open_overview() -> OpenPage:
    """Open the app by a link in a session of its own; it opens on the overview."""

    def opened(**query: str) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=60)
        app.context["locale"] = "en-US"
        app.query_params.update(query)
        return app.run()

    return opened


def links(app: AppTest) -> dict[str, str]:
    """Label → query of the links on the page (a repeated label keeps its first query)."""
    found: dict[str, str] = {}
    for link in app.get("page_link"):
        found.setdefault(link.proto.label, link.proto.query_string)
    return found


def headings(app: AppTest) -> list[str]:
    return [part.value.split("\n")[0] for part in app.markdown if part.value.startswith("####")]


def sentence(app: AppTest) -> str:
    return next(part.value for part in app.markdown if "negative reviews rose" in part.value)


@pytest.mark.usefixtures("database")
def test_an_empty_database_says_what_to_do(open_page: OpenPage) -> None:
    app = open_page("overview")
    assert not app.exception
    assert "No reviews yet" in page_text(app) and "polytone demo" in page_text(app)


def test_reviews_that_are_not_scored_lead_to_the_scoring(
    database: Database, open_page: OpenPage
) -> None:
    fill(database, scored=False, first_day=RELEASE)
    app = open_page("overview")
    assert not app.exception and not app.error
    assert "not scored yet" in page_text(app)
    assert not app.get("plotly_chart")


@pytest.mark.usefixtures("world")
class TestOverview:
    def test_the_market_that_turned_comes_first(self, open_page: OpenPage) -> None:
        app = open_page("overview")
        assert not app.exception and not app.error
        assert headings(app)[0] == "#### Germany \\(DE\\)"
        assert len(headings(app)) == 6
        assert headings(app)[-1] == "#### Saudi Arabia \\(SA\\)"
        assert len([m for m in app.metric if m.label == "Negative"]) == 6

    def test_the_sentence_says_what_since_when_and_where(self, open_page: OpenPage) -> None:
        told = sentence(open_page("overview"))
        assert told.startswith("**Germany \\(DE\\)**: negative reviews rose from 2")
        assert "since the week of May 4\\, 2026" in told or "since the week of Apr 27" in told
        assert "(n = " in told and "points)" in told
        assert "German" in told and "PulseApp" in told and "Absturz" in told

    def test_numbers_and_days_are_the_readers(self, open_page: OpenPage) -> None:
        told = sentence(open_page("overview", locale="de-DE"))
        assert "04.05.2026" in told.replace("\\", "") or "27.04.2026" in told.replace("\\", "")

    def test_figures_carry_interval_and_n(self, open_page: OpenPage) -> None:
        app = open_page("overview")
        captions = "\n".join(part.value for part in app.caption)
        assert "n \\= " in captions and "95 % intervals" in captions
        assert "too few to say" in captions
        changes = [m for m in app.metric if m.label == "Negative"]
        assert changes[0].delta.startswith("+") and changes[0].delta.endswith("pts")

    def test_links_lead_to_exactly_the_reviews(self, open_page: OpenPage) -> None:
        found = links(open_page("overview"))
        query = found["Read the negative reviews"]
        assert "market=DE" in query and "sentiment=negative" in query
        assert f"until={LAST_DAY.isoformat()}" in query and "since=2026-0" in query
        product = next(query for label, query in found.items() if "PulseApp" in label)
        assert "product=PulseApp" in product and "market=DE" in product

    def test_every_tile_has_a_trend_with_a_text_alternative(self, open_page: OpenPage) -> None:
        charts = open_page("overview").get("plotly_chart")
        assert len(charts) >= 7
        assert all(chart.proto.alt for chart in charts)
        tile = json.loads(charts[-1].proto.spec)
        assert tile["layout"]["yaxis"]["range"] == [-0.03, 1.03]

    def test_the_period_is_in_the_link(self, open_overview: OpenPage) -> None:
        month = open_overview(period="30 days")
        first = (LAST_DAY - timedelta(days=29)).strftime("%b %-d")
        assert first in "\n".join(c.value for c in month.caption).replace("\\", "")
        everything = open_overview(period="everything")
        assert not everything.exception
        assert "against" not in everything.caption[0].value

    def test_a_market_can_be_put_in_focus_by_the_link(self, open_overview: OpenPage) -> None:
        app = open_overview(focus="Brazil (BR)")
        assert "**Brazil \\(BR\\)**: negative reviews fell" in page_text(app)

    def test_what_is_behind_another_market_opens_above(self, open_page: OpenPage) -> None:
        app = open_page("overview")
        next(button for button in app.button if button.key == "behind US").click().run()
        assert not app.exception
        assert "**United States \\(US\\)**: no clear change" in page_text(app)

    def test_filters_that_leave_nothing(self, open_page: OpenPage) -> None:
        app = open_page("overview", market="ZZ")
        assert not app.exception
        assert "No review passes these filters" in page_text(app)

    def test_days_set_in_the_filters_go_before(self, open_page: OpenPage) -> None:
        app = open_page("overview", since="2026-03-01", until="2026-03-31")
        assert not app.exception
        assert "Mar 1, 2026 to Mar 31, 2026, against Jan 29, 2026" in app.caption[0].value.replace(
            "\\", ""
        ) or "Mar 1, 2026 to Mar 31, 2026" in page_text(app).replace("\\", "")


@pytest.mark.usefixtures("world")
class TestUnsureReviews:
    def test_a_sentence_says_how_many_and_what_that_means(
        self, open_page: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # Neutral reviews are scored with .6, all others with .8.
        bands = replace(BANDS, pooled=replace(BANDS.pooled, threshold=0.7), languages={})
        state_bands(bands, tmp_path / "models" / "one", monkeypatch, model_id=MODEL)
        app = open_page("overview")
        assert not app.exception and not app.error
        told = unsure_sentence(app)
        found = re.match(r"The model is unsure of (\d+) of (\d+) reviews \((\d+)%\)", told)
        assert found
        unsure, scored, percent = map(int, found.groups())
        assert 0 < unsure < scored and percent == round(100 * unsure / scored)
        # 160 of 400 and 60 of 600 test texts.
        assert "wrong in 40% (35%–45%, n = 400) of such cases" in told
        assert "in 10% (8%–13%, n = 600) of the others" in told
        details = page_text(app).replace("\\", "")
        assert f"{scored} reviews have no threshold of their own language" in details
        query = links(app)["Read the reviews on which the model is unsure"]
        assert "unsure=yes" in query and f"until={LAST_DAY.isoformat()}" in query
        explore = open_page("explore", **dict(pair.split("=") for pair in query.split("&")))
        assert any(f"**{unsure} reviews**" in part.value for part in explore.markdown)

    def test_a_model_that_is_sure_of_everything(
        self, open_page: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bands = replace(BANDS, pooled=replace(BANDS.pooled, threshold=0.1), languages={})
        state_bands(bands, tmp_path / "models" / "one", monkeypatch, model_id=MODEL)
        app = open_page("overview")
        assert unsure_sentence(app).startswith("The model is sure enough of all ")
        assert "Read the reviews on which the model is unsure" not in links(app)

    def test_a_model_without_bands_has_no_sentence(self, open_page: OpenPage) -> None:
        app = open_page("overview")
        assert not app.exception and not app.error
        assert "The model is unsure" not in page_text(app)

    def test_damaged_bands_are_told_and_hide_nothing(
        self, open_page: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = state_bands(BANDS, tmp_path / "models" / "one", monkeypatch, model_id=MODEL)
        path.write_text("{", encoding="utf-8")
        app = open_page("overview")
        assert not app.exception
        assert len(app.error) == 1 and "damaged" in app.error[0].value
        assert len(headings(app)) == 6


def unsure_sentence(app: AppTest) -> str:
    values = (part.value.replace("\\", "") for part in app.markdown)
    return next(value for value in values if value.startswith("The model is "))


def test_one_month_of_data_has_nothing_to_compare_with(
    database: Database, open_page: OpenPage
) -> None:
    fill(database, first_day=LAST_DAY - timedelta(days=29))
    app = open_page("overview")
    assert not app.exception and not app.error
    assert "No scored reviews in the period before" in page_text(app)


@pytest.mark.usefixtures("filled")
def test_other_peoples_words_are_never_markdown_or_html(open_overview: OpenPage) -> None:
    app = open_overview(period="everything")
    assert not app.exception and not app.error
    assert HOSTILE not in page_text(app)
    for chart in app.get("plotly_chart"):
        assert "<script" not in chart.proto.spec
    assert all("**2**" not in link for link in links(app))
