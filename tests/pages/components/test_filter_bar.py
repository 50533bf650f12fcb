from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

SCRIPT = """
from datetime import date
import streamlit as st
from pages.components.filter_bar import filter_bar
from sentiment.records import Choices

known = Choices({{"de": 3, "ar": 2}}, {{"DE": 3, "": 1}}, {{}}, {{}}, date(2024, 1, 1), None, 4, 2)
st.text(repr(filter_bar(known, page="here", by_score={by_score})))
"""


@pytest.fixture
def bar() -> AppTest:
    return AppTest.from_string(SCRIPT.format(by_score=True)).run()


def test_a_link_that_changes_under_an_open_page_sets_the_filters(bar: AppTest) -> None:
    assert "markets=()" in bar.text[0].value
    bar.query_params["market"] = "DE"
    bar.run()
    assert "markets=('DE',)" in bar.text[0].value
    del bar.query_params["market"]
    bar.run()
    assert "markets=()" in bar.text[0].value


def test_what_a_link_names_stays_chosen_where_no_review_has_it(bar: AppTest) -> None:
    bar.query_params["market"] = ["DE", "AQ"]
    bar.run()
    assert bar.multiselect(key="filter: market").value == ["DE", "AQ"]


def test_other_parameters_of_the_link_are_left_alone(bar: AppTest) -> None:
    bar.query_params["grain"] = "month"
    bar.query_params["stars"] = "1"
    bar.run()
    bar.button(key="clear_filters").click().run()
    assert bar.query_params == {"grain": "month"}


def test_every_widget_ends_up_in_the_link(bar: AppTest) -> None:
    bar.text_input(key="filter: text").set_value("late")
    bar.multiselect(key="filter: language").set_value(["ar"])
    bar.pills(key="filter: stars").set_value([2, 1])
    bar.pills(key="filter: sentiment").set_value(["negative"])
    bar.slider(key="filter: confidence").set_value((40, 90))
    bar.segmented_control(key="filter: certainty").set_value("uncertain")
    bar.toggle(key="filter: disagree").set_value(True)
    bar.run()
    assert not bar.exception
    assert bar.query_params == {
        "q": "late",
        "language": "ar",
        "stars": ["1", "2"],
        "sentiment": "negative",
        "confidence": "40-90",
        "uncertain": "yes",
        "disagree": "yes",
    }


def test_pages_of_shares_do_not_offer_filters_by_score() -> None:
    app = AppTest.from_string(SCRIPT.format(by_score=False))
    app.query_params.update({"sentiment": "negative", "disagree": "yes", "market": "DE"})
    app.run()
    app.run()
    assert not app.exception
    assert not app.slider
    assert app.query_params == {"market": "DE"}
    assert "sentiments=()" in app.text[0].value


def test_days_of_long_ago_can_be_chosen(bar: AppTest) -> None:
    since = bar.date_input(key="filter: since")
    assert since.min == date(1995, 1, 1)
    since.set_value(date(2003, 4, 5))
    bar.run()
    assert "since=datetime.date(2003, 4, 5)" in bar.text[0].value
    assert bar.query_params == {"since": "2003-04-05"}


def test_days_the_wrong_way_round_are_exchanged(bar: AppTest) -> None:
    bar.date_input(key="filter: since").set_value(date(2026, 5, 1))
    bar.date_input(key="filter: until").set_value(date(2025, 1, 1))
    bar.run()
    assert bar.query_params == {"since": "2025-01-01", "until": "2026-05-01"}


def test_a_kept_column_comes_with_a_link_and_can_be_taken_away(bar: AppTest) -> None:
    assert not [box for box in bar.multiselect if box.label == "Kept columns"]
    bar.query_params["column"] = "reviewer%20origin=Peru"
    bar.run()
    assert "kept=(('reviewer origin', 'Peru'),)" in bar.text[0].value
    assert "reviewer origin" in bar.markdown[0].value
    bar.multiselect(key="filter: kept").set_value([]).run()
    assert "kept=()" in bar.text[0].value
    assert "column" not in bar.query_params
