from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

SCRIPT = """
from datetime import date
import streamlit as st
from pages.components.period_choice import choose_period
from sentiment.records import Choices, Filters

known = Choices({{}}, {{}}, {{}}, {{}}, date(2024, 1, 10), date(2024, 6, 30), 4, 2)
found = choose_period(known, Filters(since={since}, until={until}), key="p", default="30 days")
st.text(f"{{found.since}} to {{found.until}}")
"""


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        ("None", "None", "2024-06-01 to 2024-06-30"),
        ("date(2024, 2, 1)", "date(2024, 3, 1)", "2024-02-01 to 2024-03-01"),
        ("date(1999, 1, 1)", "None", "2024-01-10 to 2024-06-30"),
        ("date(2024, 5, 1)", "date(2090, 1, 1)", "2024-05-01 to 2024-06-30"),
        ("date(2025, 1, 1)", "date(2025, 2, 1)", "2025-01-01 to 2025-02-01"),
        ("None", "date(2023, 1, 1)", "2023-01-01 to 2024-01-10"),
    ],
)
def test_days_without_any_review_before_or_after_are_cut_off(
    since: str, until: str, days: str
) -> None:
    app = AppTest.from_string(SCRIPT.format(since=since, until=until)).run()
    assert not app.exception
    assert app.text[0].value == days
