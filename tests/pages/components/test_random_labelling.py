from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from sentiment.storage.database import Database
from sentiment.workflows.annotating import list_annotations
from tests.pages.conftest import HOSTILE, page_text


def page() -> None:
    import streamlit as st

    from pages.components.random_labelling import random_labelling
    from pages.components.resources import database
    from sentiment.records import Filters
    from sentiment.workflows.exploring import choices

    store = database()
    filters = (
        Filters(markets=("DE", "US"), stars=(1,)) if "narrow" in st.query_params else Filters()
    )
    by = st.query_params.get("by", "market")
    random_labelling(store, choices(store), filters=filters, by=by)


@pytest.fixture
def panel(filled: Database) -> AppTest:
    app = AppTest.from_function(page, default_timeout=60)
    app.context["locale"] = "en-US"
    return app.run()


def press(app: AppTest, label: str) -> AppTest:
    return next(one for one in app.button if label in one.label).click().run()


def test_neither_stars_nor_the_models_answer_are_shown(panel: AppTest) -> None:
    assert not panel.exception
    shown = "\n".join(part.value for part in panel.get("html"))
    assert shown and "★" not in shown and "of 5 stars" not in shown and "%</span>" not in shown
    assert "pt-verdict" not in shown and "disagree" not in shown
    assert "0 of 56 reviews drawn and answered" in page_text(panel).replace("\\", "")


def test_an_answer_is_kept_as_drawn_and_the_next_review_comes(
    panel: AppTest, filled: Database
) -> None:
    first = panel.get("html")[0].value
    panel.text_input[0].set_value("Ana").run()
    press(panel, "neutral")
    assert not panel.exception
    [kept] = list_annotations(filled)
    assert kept.drawn and kept.answer == "neutral" and kept.annotator == "Ana"
    assert panel.get("html")[0].value != first
    assert "1 of 56 reviews drawn" in page_text(panel).replace("\\", "")
    press(panel, "Undo")
    assert not list_annotations(filled) and panel.get("html")[0].value == first


def test_an_answer_without_a_name_is_explained(panel: AppTest, filled: Database) -> None:
    press(panel, "positive")
    assert not panel.exception and panel.error
    assert not list_annotations(filled)


def test_one_market_can_be_chosen_and_words_stay_words(panel: AppTest, filled: Database) -> None:
    panel.selectbox[0].set_value("US").run()
    shown = panel.get("html")[0].value
    assert "United States" in shown and "&lt;script&gt;" in shown and HOSTILE not in shown
    assert "of 8 reviews" in page_text(panel).replace("\\", "")


@pytest.mark.usefixtures("filled")
def test_the_end_of_a_market_is_said(panel: AppTest) -> None:
    panel.text_input[0].set_value("Ana").run()
    panel.selectbox[0].set_value("CN").run()
    for _ in range(8):
        press(panel, "cannot tell")
    assert "has an answer" in panel.info[0].value
    assert "0 of them with a clear answer" in page_text(panel).replace("\\", "")


@pytest.mark.usefixtures("filled")
def test_no_filter_but_market_and_language_makes_the_draw_uneven() -> None:
    app = AppTest.from_function(page, default_timeout=60)
    app.query_params["narrow"] = "yes"
    app.run()
    # All 24 reviews of the two markets, and not only those with one star.
    assert "of 24 reviews" in page_text(app).replace("\\", "")
    assert "no sample of their market" in page_text(app)
    assert len(app.selectbox[0].options) == 3


@pytest.mark.usefixtures("filled")
def test_by_language_one_of_the_languages_can_be_chosen() -> None:
    app = AppTest.from_function(page, default_timeout=60)
    app.query_params["by"] = "language"
    app.run().selectbox[0].set_value("ja").run()
    assert app.selectbox[0].label == "From which language"
    assert "of 8 reviews" in page_text(app).replace("\\", "")
