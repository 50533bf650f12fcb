from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from sentiment.storage.database import Database


def page() -> None:
    from pages.components.resources import database
    from pages.components.same_words_view import same_words_view

    same_words_view(database())


@pytest.fixture
def drawn(filled: Database) -> AppTest:
    return AppTest.from_function(page, default_timeout=60).run()


def test_findings_charts_and_tables_of_the_published_result(drawn: AppTest) -> None:
    assert not drawn.exception
    (chosen,) = [one for one in drawn.selectbox if one.label == "Measured"]
    assert len(chosen.options) >= 6
    findings = next(one.value for one in drawn.markdown if one.value.startswith("- "))
    assert "95\u00a0\\%" in findings
    assert "different labels in" in findings
    table = drawn.dataframe[0].value
    assert list(table.columns[:3]) == ["Language", "Texts", "Shift of the score"]
    assert len(table) == 21
    charts = drawn.get("plotly_chart")
    assert len(charts) == 2
    assert any("q < 0.05" in one.value for one in drawn.markdown)


def test_another_corpus_can_be_chosen(drawn: AppTest) -> None:
    chosen = next(one for one in drawn.selectbox if one.label == "Measured")
    nollysenti = next(name for name in chosen.options if name.startswith("nollysenti"))
    chosen.set_value(nollysenti).run()
    assert not drawn.exception
    assert len(drawn.dataframe[0].value) == 5
    assert any("neutral is no choice" in one.value for one in drawn.caption)


def test_a_file_of_ones_own_is_compared(drawn: AppTest) -> None:
    lines = ["said,key,tongue"]
    for i in range(12):
        lines += [f"I love it {i},{i},en", f"Ich liebe es {i},{i},de"]
    drawn.file_uploader[0].upload("own.csv", "\n".join(lines).encode(), "text/csv").run()
    assert not drawn.exception
    names = {one.label: one for one in drawn.selectbox}
    names["Column of the text"].set_value("said")
    names["Column of the id"].set_value("key")
    names["Column of the language"].set_value("tongue").run()
    drawn.button[0].click().run()
    assert not drawn.exception
    assert any(len(table.value) == 2 for table in drawn.dataframe)
    assert any("which of two different answers" in one.value for one in drawn.markdown)


def test_a_file_that_cannot_be_compared_is_explained(drawn: AppTest) -> None:
    drawn.file_uploader[0].upload(
        "one.csv", b"text,id,language\ngood,1,en\nbad,2,en\n", "text/csv"
    ).run()
    drawn.button[0].click().run()
    assert not drawn.exception
    assert "one language only" in drawn.error[0].value
