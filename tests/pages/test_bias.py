from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sentiment.storage.database import Database
from sentiment.workflows.opening import open_store
from tests.bias_data import fill_biased
from tests.pages.conftest import HOSTILE, page_text

OpenPage = Callable[..., AppTest]
VIEWS = (
    "Findings", "Corrected shares", "Rating style", "Fairness", "Mitigation", "Same words", "Probes"
)  # fmt: skip


@pytest.fixture(scope="module")
def biased_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bias") / "biased.duckdb"
    with open_store(path) as store:
        fill_biased(store)
    return path


@pytest.fixture
def biased(
    biased_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    path = shutil.copy(biased_file, tmp_path / "biased.duckdb")
    monkeypatch.setenv("POLYTONE_DB", str(path))
    with open_store(Path(path)) as store:
        yield store


def said(app: AppTest) -> str:
    return page_text(app).replace("\\", "")


@pytest.mark.usefixtures("database")
def test_an_empty_database_says_what_to_do(open_page: OpenPage) -> None:
    app = open_page("bias")
    assert not app.exception and "No reviews yet" in page_text(app)


@pytest.mark.usefixtures("biased")
@pytest.mark.parametrize("view", ["Same words", "Probes"])
def test_views_of_other_texts_say_that_filters_do_not_touch_them(
    open_page: OpenPage, view: str
) -> None:
    assert "whatever the filters" not in said(open_page("bias", view=view))
    app = open_page("bias", view=view, market="JP")
    assert not app.exception and "whatever the filters" in said(app)


@pytest.mark.usefixtures("biased")
def test_the_findings_come_first_with_the_report_to_keep(open_page: OpenPage) -> None:
    app = open_page("bias")
    assert not app.exception and not app.error
    words = said(app)
    assert "Customers in Japan give 0." in words
    assert "Reviews from the United States are called negative" in words
    assert "1,800 reviews in view" in words and "not probed yet" in words
    assert {button.label for button in app.get("download_button")} >= {
        "Report as HTML",
        "All numbers as CSV",
    }


@pytest.mark.usefixtures("biased")
@pytest.mark.parametrize("view", VIEWS[1:])
def test_every_view_opens_by_its_link(open_page: OpenPage, view: str) -> None:
    app = open_page("bias", view=view)
    assert not app.exception and not app.error
    assert app.title[0].value == "Bias"
    chosen = next(one for one in app.get("button_group") if one.label == "Show")
    assert chosen.value == view


@pytest.mark.usefixtures("biased")
def test_raw_and_corrected_shares_stand_side_by_side(open_page: OpenPage) -> None:
    app = open_page("bias", view="Corrected shares")
    table = app.dataframe[0].value.set_index("Group")
    assert table.loc["United States (US)", "Negative, as called"] > "5"
    assert "Labelled" in table and (table["Labelled"] == "200").sum() == 3
    assert "drawn and answered" in said(app) and "of 1,800 reviews" in said(app)


@pytest.mark.usefixtures("biased")
def test_the_overview_shows_both_shares_and_which_differences_survive(open_page: OpenPage) -> None:
    app = open_page("overview", period="everything")
    assert not app.exception
    captions = "\n".join(part.value for part in app.caption).replace("\\", "")
    assert captions.count("Without the model's errors") == 3
    assert any("differences between 3 markets" in fold.label for fold in app.expander)


@pytest.mark.usefixtures("biased")
def test_trends_lay_the_corrected_share_beside_the_raw_one(open_page: OpenPage) -> None:
    app = open_page("trends", corrected="true", span="everything")
    assert not app.exception
    assert "Crosses with bars" in said(app) and "95 % interval" in said(app)
    assert any("As the model calls them" in frame.value for frame in app.dataframe)
    chart = app.get("plotly_chart")[0].proto
    assert "corrected" in chart.spec and "labelled texts" in chart.spec
    stars = open_page("trends", corrected="true", measure="Mean stars", span="everything")
    assert not stars.exception and "Crosses" not in said(stars)


@pytest.mark.usefixtures("filled")
def test_a_small_database_gets_reasons_and_no_numbers(open_page: OpenPage) -> None:
    for view in VIEWS:
        app = open_page("bias", view=view)
        assert not app.exception, view
        assert "<script>" not in page_text(app) and HOSTILE not in page_text(app)
    assert "No share can be corrected yet" in said(open_page("bias", view="Corrected shares"))
