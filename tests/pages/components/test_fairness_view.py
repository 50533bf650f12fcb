from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from sentiment.storage.database import Database
from tests.pages.conftest import HOSTILE, page_text
from tests.storage.conftest import fill_database

SCORES = {0: (0.8, 0.1, 0.1), 1: (0.1, 0.8, 0.1), 2: (0.1, 0.1, 0.8)}
Draw = Callable[..., AppTest]


def page() -> None:
    import os

    import streamlit as st

    from pages.components.fairness_view import fairness_view
    from pages.components.resources import database
    from sentiment.records import TRUTHS, Filters

    by = st.query_params.get("by", "language")
    # Answers are kept from test to test: the path tells the databases apart.
    version = os.environ["POLYTONE_DB"]
    fairness_view(database(), version=version, filters=Filters(), by=by, truths=TRUTHS)


@pytest.fixture
def drawn() -> Draw:
    def draw(**query: str | list[str]) -> AppTest:
        app = AppTest.from_function(page, default_timeout=60)
        app.query_params.update(query)
        return app.run()

    return draw


@pytest.fixture
def unfair(database: Database) -> Database:
    """German and Thai reviews; half of the satisfied Thai ones are called negative."""
    rows: list[dict[str, object]] = []
    for place in range(600):
        language = "th" if place % 3 == 0 else "de"
        truth = 0 if place % 5 == 0 else 2
        false = place % (2 if language == "th" else 25) == 1 and truth == 2
        rows.append(
            {
                "text": f"review {place}",
                "language": (language, 0.9, False),
                "product": "Lamp" if place % 4 else HOSTILE,
                "scores": SCORES[0 if false else truth],
                "label": truth,
                "kept": [("Tier", "gold" if place % 7 else "<b>free</b>")],
            }
        )
    rows += [
        {
            "text": f"swahili {place}",
            "language": ("sw", 0.9, False),
            "scores": SCORES[0],
            "label": 2,
        }
        for place in range(3)
    ]
    fill_database(database, rows)
    return database


@pytest.mark.usefixtures("unfair")
def test_findings_come_first_then_charts_tables_and_limits(drawn: Draw) -> None:
    app = drawn()
    assert not app.exception and not app.error
    first = app.markdown[0].value
    assert first.startswith("- ") and "Thai" in first and "the model" in first
    assert "among reviews of the same product" in first
    assert len(app.get("plotly_chart")) == 6
    rates, gaps, apart = (table.value for table in app.dataframe)
    assert rates["Group"].tolist() == ["German (de)", "Thai (th)", "Swahili (sw)"]
    assert rates.iloc[2, 2] == "–" and rates.iloc[2, -1] == "too few to say"
    assert rates["n"].tolist() == ["400", "200", "3"]
    assert gaps.iloc[0]["Group"] in ("Thai (th)", "German (de)")
    assert "stands, also among like" in set(gaps.iloc[:, -1])
    assert "Called negative, but is not" in set(apart["Metric"])
    assert "Swahili" in page_text(app) and "not drawn: Swahili" in page_text(app).replace("\\", "")
    assert any("MetricFrame" in one.value for one in app.markdown)


@pytest.mark.usefixtures("unfair")
def test_choices_stand_in_the_link(drawn: Draw) -> None:
    app = drawn(**{"class": "positive", "crossed": "Product", "alike": "Month"})
    assert not app.exception
    assert "Called positive, but is not" in page_text(app)
    names = app.dataframe[0].value["Group"].tolist()
    assert any(name.startswith("Thai × ") and "<script>" in name for name in names)
    assert "<script>" not in page_text(app).replace("\\<", "")


@pytest.mark.usefixtures("unfair")
def test_a_kept_column_can_be_looked_at_and_crossed(drawn: Draw) -> None:
    app = drawn(by="column:Tier")
    assert not app.exception
    assert sorted(app.dataframe[0].value["Group"]) == ["<b>free</b>", "gold", "not known"]
    crossed = next(one for one in app.selectbox if one.label == "Crossed with")
    assert "Column: Tier" not in crossed.options and "Language" in crossed.options
    crossed.set_value("Language").run()
    assert not app.exception
    assert any("Thai" in name for name in app.dataframe[0].value["Group"])


@pytest.mark.usefixtures("unfair")
def test_one_group_only_gets_a_reason(drawn: Draw) -> None:
    app = drawn(by="market")
    assert not app.exception and not app.dataframe and not app.get("plotly_chart")
    assert "there is no other group to compare them with" in app.info[0].value.replace("\\", "")


@pytest.mark.usefixtures("database")
def test_an_empty_database_gets_a_reason(drawn: Draw) -> None:
    app = drawn()
    assert not app.exception
    assert "no reviews with a text" in app.info[0].value
