from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sentiment.storage.database import Database
from tests.manager_data import RELEASE, fill
from tests.pages.conftest import ARABIC, HOSTILE, page_text

OpenPage = Callable[..., AppTest]


def cards(app: AppTest) -> list[str]:
    """The reviews on the page, as HTML."""
    return [part.value for part in app.get("html") if "pt-review" in part.value]


def count_line(app: AppTest) -> str:
    return next(part.value for part in app.markdown if "showing" in part.value)


@pytest.mark.usefixtures("database")
def test_an_empty_database_says_what_to_do(open_page: OpenPage) -> None:
    app = open_page("explore")
    assert not app.exception
    assert "No reviews yet" in page_text(app)
    assert "polytone demo" in page_text(app)
    assert not app.multiselect


@pytest.mark.usefixtures("filled")
class TestExplore:
    def test_a_page_holds_25_of_all_reviews(self, open_page: OpenPage) -> None:
        app = open_page("explore")
        assert not app.exception
        assert count_line(app) == "**57 reviews**, showing 1 to 25"
        assert len(cards(app)) == 25

    def test_review_text_is_never_html_or_markdown(self, open_page: OpenPage) -> None:
        app = open_page("explore", market="US", order="oldest")
        card = next(card for card in cards(app) if "alert" in card)
        assert "<script" not in card
        assert "<b>" not in card
        # Unescaped once, by the browser, it reads as it was written.
        text = html.unescape(re.sub(r"<[^>]+>", "", card))
        assert HOSTILE in text
        assert all(HOSTILE not in part.value for part in app.markdown)

    def test_arabic_runs_from_the_right(self, open_page: OpenPage) -> None:
        app = open_page("explore", language="ar")
        assert len(cards(app)) == 8
        assert all('dir="rtl" lang="ar"' in card for card in cards(app))
        assert any(ARABIC in html.unescape(card) for card in cards(app))

    def test_a_link_sets_every_filter(self, open_page: OpenPage) -> None:
        app = open_page("explore", market=["DE", "(not known)"], stars=["1", "2"], q="stürzt")
        assert not app.exception
        assert app.multiselect(key="filter: market").value == ["DE", ""]
        assert app.text_input(key="filter: text").value == "stürzt"
        assert count_line(app).startswith("**8 reviews**")
        assert all("<mark>stürzt</mark>" in card for card in cards(app))

    def test_a_changed_filter_changes_the_link_and_goes_back_to_the_first_page(
        self, open_page: OpenPage
    ) -> None:
        app = open_page("explore", page="2")
        assert count_line(app) == "**57 reviews**, showing 26 to 50"
        app.multiselect(key="filter: market").select("JP").run()
        assert app.query_params["market"] == "JP"
        assert count_line(app) == "**8 reviews**, showing 1 to 8"

    def test_filters_that_leave_nothing_can_be_cleared(self, open_page: OpenPage) -> None:
        app = open_page("explore", q="no review says this")
        assert "No review passes these filters" in page_text(app)
        app.button(key="clear_from_empty").click().run()
        assert count_line(app).startswith("**57 reviews**")
        assert "q" not in app.query_params

    def test_nonsense_in_a_link_is_passed_over(self, open_page: OpenPage) -> None:
        app = open_page(
            "explore", stars="many", confidence="9-1", since="soon", page="-3", order="sideways"
        )
        assert not app.exception
        assert not app.error
        assert count_line(app) == "**57 reviews**, showing 1 to 25"

    @pytest.mark.parametrize("market", ["US", "ZZ"])
    def test_a_page_far_beyond_the_last_is_the_first(
        self, open_page: OpenPage, market: str
    ) -> None:
        app = open_page("explore", page="9" * 30, market=market)
        assert not app.exception
        assert not app.error

    def test_stars_against_text(self, open_page: OpenPage) -> None:
        app = open_page("explore")
        next(button for button in app.button if button.label == "Stars against text").click().run()
        assert app.query_params["disagree"] == "yes"
        # Chinese with four stars and negative, French with two stars and positive.
        assert count_line(app).startswith("**16 reviews**")
        assert all("stars and text disagree" in card for card in cards(app))

    def test_uncertain_languages_are_named_as_such(self, open_page: OpenPage) -> None:
        app = open_page("explore", uncertain="yes")
        assert count_line(app).startswith("**8 reviews**")
        assert all("uncertain" in card for card in cards(app))

    def test_the_order_is_in_the_link(self, open_page: OpenPage) -> None:
        app = open_page("explore", order="most negative")
        assert all("negative 95%" in card for card in cards(app)[:8])

    def test_numbers_and_dates_follow_the_reader(self, open_page: OpenPage) -> None:
        german = "".join(cards(open_page("explore", locale="de-DE", order="oldest")))
        american = "".join(cards(open_page("explore", locale="en-US", order="oldest")))
        assert "14.01.2025" in german
        assert "80\xa0%" in german
        assert "Jan 14, 2025" in american
        assert "80%" in american

    def test_an_edited_review_offers_its_earlier_versions(self, open_page: OpenPage) -> None:
        app = open_page("explore", q="Edited.")
        assert count_line(app).startswith("**1 review**")
        assert "edited, version 2" in cards(app)[0]
        assert any("Earlier versions" in part.label for part in app.expander)

    def test_stars_without_text_are_shown_as_that(self, open_page: OpenPage) -> None:
        app = open_page("explore", market="DE", stars="4")
        assert "nothing to score" in cards(app)[0]
        assert "not identified" not in cards(app)[0]

    def test_filters_stay_when_the_page_is_left_and_entered_again(
        self, open_page: OpenPage
    ) -> None:
        app = open_page("explore", market="JP")
        app.switch_page("pages/upload.py").run()
        app.switch_page("pages/explore.py").run()
        assert app.multiselect(key="filter: market").value == ["JP"]
        assert app.query_params["market"] == "JP"


@pytest.mark.usefixtures("filled", "stated")
class TestUnsureReviews:
    def test_they_carry_a_mark_in_words_and_why(self, open_page: OpenPage) -> None:
        found = cards(open_page("explore", language="ar"))
        assert len(found) == 8
        for card in found:
            told = html.unescape(re.sub(r"<[^>]+>", " ", card))
            assert "The model is unsure here" in told
            assert "probability of 80.0%" in told
            assert "Arabic (ar) has no threshold of its own" in told and "82.0%" in told
            # 9 of 20 and 4 of 80 test texts, with Wilson's interval.
            assert "wrong in 45% (26%–66%, n = 20, few texts) below" in told
            assert "in 5% (2%–12%, n = 80) above" in told

    def test_what_the_model_is_sure_of_has_no_mark(self, open_page: OpenPage) -> None:
        for language in ("ja", "zh", "fr", "en"):
            found = cards(open_page("explore", language=language))
            assert found and not any("unsure" in card for card in found)

    def test_the_link_opens_them_alone(self, open_page: OpenPage) -> None:
        app = open_page("explore", unsure="yes")
        assert not app.exception and not app.error
        assert count_line(app).startswith("**16 reviews**")
        assert all("The model is unsure here" in card for card in cards(app))
        assert app.toggle(key="filter: unsure").value
        assert "Only reviews the model is unsure of" in page_text(app)

    def test_the_filter_is_in_the_link_and_can_be_cleared(self, open_page: OpenPage) -> None:
        app = open_page("explore", market="DE")
        app.toggle(key="filter: unsure").set_value(True).run()
        assert app.query_params == {"market": "DE", "unsure": "yes"}
        assert count_line(app).startswith("**8 reviews**")
        app.button(key="clear_filters").click().run()
        assert count_line(app).startswith("**57 reviews**")
        assert "unsure" not in app.query_params

    def test_it_stays_beside_stars_against_text(self, open_page: OpenPage) -> None:
        app = open_page("explore", unsure="yes")
        next(button for button in app.button if button.label == "Stars against text").click().run()
        assert not app.exception
        assert app.query_params["unsure"] == app.query_params["disagree"] == "yes"

    def test_damaged_bands_are_told_and_hide_nothing(
        self, open_page: OpenPage, stated: Path
    ) -> None:
        stated.write_text("{", encoding="utf-8")
        app = open_page("explore", unsure="yes")
        assert not app.exception
        assert len(app.error) == 1 and "damaged" in app.error[0].value
        assert count_line(app).startswith("**57 reviews**")


@pytest.mark.usefixtures("filled")
def test_a_model_without_thresholds_says_so(open_page: OpenPage) -> None:
    app = open_page("explore", unsure="yes")
    assert not app.exception and not app.error
    toggle = app.toggle(key="filter: unsure")
    assert toggle.disabled and not toggle.value
    assert "does not say below which probability" in toggle.help
    assert "unsure" not in app.query_params
    assert count_line(app).startswith("**57 reviews**")
    assert not any("The model is unsure here" in card for card in cards(app))


def test_nothing_scored_is_nothing_unsure(
    database: Database, open_page: OpenPage, stated: Path
) -> None:
    fill(database, scored=False, first_day=RELEASE)
    app = open_page("explore", unsure="yes")
    assert not app.exception and not app.error
    assert app.toggle(key="filter: unsure").disabled
    assert "No review is scored yet" in app.toggle(key="filter: unsure").help


def test_a_broken_database_shows_a_message_and_no_traceback(
    database: Database, open_page: OpenPage
) -> None:
    path = database.path
    database.close()
    path.write_bytes(b"this is not a database" * 100)
    app = open_page("explore")
    assert not app.exception
    assert len(app.error) == 1
    assert "Traceback" not in app.error[0].value
