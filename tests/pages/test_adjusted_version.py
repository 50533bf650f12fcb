"""Every page while an adjusted version of the model is in use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from sentiment.evaluation.class_adjustment import ClassAdjustment
from sentiment.storage.adjustments import store_adjustment
from sentiment.storage.database import Database
from sentiment.workflows.exploring import choices, find
from sentiment.workflows.mitigating import undo_mitigation
from tests.pages.conftest import MODEL, page_text
from tests.storage.adjusted_rows import ADJUSTMENT

OpenPage = Callable[..., AppTest]


@pytest.fixture
def adjusted(filled: Database) -> Database:
    """German is called negative less often than the model calls it so."""
    milder = ClassAdjustment("de", (-4.0, 0.0, 0.0), 1.2)
    store_adjustment(filled, replace(ADJUSTMENT, base_model=MODEL, values=(milder,)))
    return filled


@pytest.mark.parametrize(
    "page", ["overview", "trends", "explore", "confusion", "upload", "benchmark"]
)
@pytest.mark.usefixtures("adjusted")
def test_a_page_shows_no_fault(open_page: OpenPage, page: str) -> None:
    app = open_page(page)
    assert not app.exception and not app.error


@pytest.mark.usefixtures("stated")
def test_what_was_stated_of_the_base_is_not_shown(adjusted: Database, open_page: OpenPage) -> None:
    app = open_page("confusion", view="Calibration")
    assert not app.exception and "Not answering where it is unsure" not in page_text(app)
    assert "none is shown" in page_text(open_page("confusion", view="Without labels"))
    undo_mitigation(adjusted)
    assert "Not answering where it is unsure" in page_text(
        open_page("confusion", view="Calibration")
    )


def test_counts_and_scores_change_with_the_version_and_come_back(adjusted: Database) -> None:
    def german() -> set[str | None]:
        reviews = find(adjusted).reviews
        return {one.sentiment for one in reviews if one.text and one.text.startswith("Die App")}

    scored = choices(adjusted).scored
    assert german() == {"neutral"}
    undo_mitigation(adjusted)
    assert german() == {"negative"} and choices(adjusted).scored == scored
