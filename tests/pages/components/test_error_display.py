from __future__ import annotations

import logging

import pytest
from streamlit.testing.v1 import AppTest

SCRIPT = """
import streamlit as st
from pages.components.error_display import errors_shown
from sentiment.errors import ReadingError

with errors_shown(stop={stop}):
    raise {error}
st.text("what comes after")
"""


def _page(error: str, *, stop: bool = False) -> AppTest:
    return AppTest.from_string(SCRIPT.format(error=error, stop=stop)).run()


def test_a_deliberate_error_is_its_message_and_its_hint() -> None:
    app = _page("ReadingError(\"'*a*.csv' is empty.\", hint='Export it again.')")
    assert not app.exception
    assert app.error[0].value == "\\'\\*a\\*\\.csv\\' is empty\\.  \nExport it again\\."
    assert app.text[0].value == "what comes after"


def test_an_unforeseen_error_is_logged_and_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="polytone.pages"):
        app = _page("KeyError('secret detail')")
    assert not app.exception
    assert "secret detail" not in app.error[0].value
    assert "KeyError" in app.error[0].value
    assert any(record.exc_info for record in caplog.records)


def test_a_page_can_end_at_an_error() -> None:
    assert not _page("ReadingError('x')", stop=True).text
