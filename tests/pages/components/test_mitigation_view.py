from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from sentiment.storage.database import Database
from sentiment.workflows.mitigating import active_adjustment, list_adjustments
from tests.evaluation.planted_unfairness import simulate
from tests.pages.conftest import page_text
from tests.workflows.unfair_store import SIZES, store


def page() -> None:
    from pages.components.mitigation_view import mitigation_view
    from pages.components.resources import database
    from sentiment.records import TRUTHS, Filters
    from sentiment.workflows.data_version import data_version
    from sentiment.workflows.exploring import choices

    opened = database()
    version = data_version(opened, known=choices(opened))
    mitigation_view(opened, version=version, filters=Filters(), truths=TRUTHS)


def drawn() -> AppTest:
    app = AppTest.from_function(page, default_timeout=120).run()
    assert not app.exception
    return app


def button(app: AppTest, label: str):
    return next(one for one in app.button if label in one.label)


def field(app: AppTest, label: str):
    return next(one for one in app.text_input if label in one.label)


@pytest.fixture
def unfair(database: Database) -> Database:
    store(database, simulate(SIZES, seed=2, over_called={"th": 2.0}))
    return database


def test_the_offer_says_what_it_does_and_what_it_costs(unfair: Database) -> None:
    app = drawn()
    text = page_text(app)
    assert "differs in no language by more than 3 points" in text
    assert "in Thai that are not negative" in text and "likely the model" in text
    assert "accuracy goes from" in text and "Finnish" in text
    table = app.dataframe[0].value
    assert list(table["Language"]) == ["All together", "English (en)", "German (de)", "Thai (th)"]
    assert list(table[""])[-1] == "changed"
    [chart] = app.get("plotly_chart")
    assert "Thai (th): +" in chart.proto.alt and "adjusted" in chart.proto.alt


def test_a_click_applies_and_a_click_undoes(unfair: Database) -> None:
    app = drawn()
    field(app, "Your name").set_value("Ana *bold*")
    field(app, "Name of the version").set_value("Fair <b>Thai</b>")
    button(app, "Apply as a new model version").click()
    app.run()
    assert not app.exception and not app.error
    version = active_adjustment(unfair)
    assert version is not None and (version.name, version.created_by) == (
        "Fair <b>Thai</b>",
        "Ana *bold*",
    )
    text = page_text(app)
    assert "In use: Fair \\<b\\>Thai\\<\\/b\\>" in text and "Ana \\*bold\\*" in text
    assert "do not hold for it, so none are shown" in text and "Thai (th)" in text.replace("\\", "")
    button(app, "Undo").click()
    app.run()
    assert not app.exception and active_adjustment(unfair) is None
    assert "is shown as it is" in app.success[0].value
    button(app, "Use it again").click()
    app.run()
    assert not app.exception and active_adjustment(unfair) == version
    button(app, "Undo").click()
    app.run()
    button(app, "Delete it").click()
    app.run()
    assert not app.exception and list_adjustments(unfair) == ()
    assert "was deleted" in app.success[0].value


def test_a_version_without_a_name_is_not_made(unfair: Database) -> None:
    app = drawn()
    field(app, "Your name").set_value("")
    button(app, "Apply as a new model version").click()
    app.run()
    assert not app.exception and "who applies it is blank" in app.error[0].value
    assert list_adjustments(unfair) == ()


def test_other_choices_are_measured(unfair: Database) -> None:
    app = drawn()
    next(one for one in app.selectbox if one.label == "Held equal").set_value("share gap").run()
    assert not app.exception
    assert "called negative less the share that is so" in page_text(app)
    next(one for one in app.selectbox if one.label == "Within").set_value("1").run()
    assert "by more than 1 point from" in page_text(app)


def test_stars_choose_only_where_they_are_asked_for(database: Database) -> None:
    store(database, simulate(SIZES, seed=2, over_called={"th": 2.0}), truth="stars")
    app = drawn()
    assert "No scored review in view has a truth" in page_text(app).replace("\\", "")
    app.toggle[0].set_value(True).run()
    assert not app.exception
    assert "teaches the model how people rate" in page_text(app)


def test_a_fair_model_gets_no_offer(database: Database) -> None:
    store(database, simulate(SIZES, seed=3))
    app = drawn()
    assert "There is nothing to mitigate" in page_text(app)
    assert not [one for one in app.button if "Apply" in one.label]


@pytest.mark.usefixtures("database")
def test_an_empty_store_is_explained() -> None:
    assert "Nothing is scored yet" in page_text(drawn())
