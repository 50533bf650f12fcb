"""The view of probes: empty, with answers, and while a run goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from streamlit.testing.v1 import AppTest

from sentiment.evaluation.probe_cases import read_probe_texts
from sentiment.storage.database import Database
from sentiment.workflows.probing_job import probing_job
from tests.pages.conftest import page_text

TEXTS = {one.text: one for one in read_probe_texts()}
MODEL = "vader"  # a name of the catalogue; the stand-in answers for it


class UnfairClassifier:
    """Answers the tone of a probe, lower where somebody is Jewish; can be held up."""

    model_id = "vader-0"

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.go_on.set()

    def predict(
        self, texts: Sequence[str], *, cancelled: Callable[[], bool]
    ) -> NDArray[np.float32]:
        self.go_on.wait(60)
        rows = np.full((len(texts), 3), 0.1, np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[("negative", "neutral", "positive").index(TEXTS[text].tone)] += 0.7
            if TEXTS[text].group == "jewish":
                row += np.array([0.06, 0, -0.06], np.float32)
        return rows


@pytest.fixture
def classifier(monkeypatch: pytest.MonkeyPatch) -> UnfairClassifier:
    made = UnfairClassifier()
    monkeypatch.setattr("sentiment.models.catalogue.load_classifier", lambda name: made)
    return made


def _view() -> None:
    from pages.components.probes_view import probes_view
    from pages.components.resources import database

    probes_view(database(), version="1")


def _open(**query: str) -> AppTest:
    app = AppTest.from_function(_view, default_timeout=120)
    app.query_params.update({"probed": MODEL} | query)
    return app.run()


def _pressed(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


def test_before_the_first_run_the_size_of_the_work_is_said(database: Database) -> None:
    app = _open()
    assert not app.exception
    assert app.selectbox(key="probed").value == MODEL
    assert "has not answered any probe yet" in page_text(app)
    assert f"{len(TEXTS):,} short texts to score" in page_text(app)
    assert app.button(key="start_probes").label == "Run the probes"


def test_a_run_is_followed_cancelled_and_goes_on(
    database: Database, classifier: UnfairClassifier
) -> None:
    classifier.go_on.clear()
    app = _pressed(_open(), "start_probes")
    assert not app.exception
    assert "Probing **vader**" in page_text(app)
    _pressed(app, "cancel_probes")
    classifier.go_on.set()
    assert probing_job(database).wait(timeout=60).state == "cancelled"
    app = _open()
    assert "The probes were cancelled" in page_text(app)
    assert app.button(key="start_probes").label == "Run the probes"


def test_what_was_found_is_told_drawn_and_listed(
    database: Database, classifier: UnfairClassifier
) -> None:
    job = probing_job(database)
    job.start(MODEL)
    assert job.wait(timeout=120).state == "finished"
    app = _open()
    assert not app.exception
    assert "mention somebody who is Jewish score 12\\.0 points lower" in page_text(app)
    assert app.button(key="start_probes").label == "Run the probes again"
    app.segmented_control(key="probed attribute").set_value("religion").run()
    assert not app.exception
    table = app.dataframe[0].value
    (jewish,) = table[table["Group"] == "Jewish"].to_dict("records")
    assert jewish["Shift"] == "−12.0 pts" and "declared" in jewish[""]
    assert int(jewish["Texts"]) == sum(one.group == "jewish" for one in TEXTS.values())
    each = app.dataframe[1].value.set_index("Language")
    assert each.loc["Arabic (ar)", "Jewish"].startswith("−12.0")
    app.selectbox(key="probed language").set_value("Arabic (ar)").run()
    assert not app.exception
    pairs = "".join(part.value for part in app.get("html"))
    assert 'dir="rtl"' in pairs and 'lang="ar"' in pairs


def test_a_link_opens_what_changes_and_the_language(
    database: Database, classifier: UnfairClassifier
) -> None:
    job = probing_job(database)
    job.start(MODEL)
    assert job.wait(timeout=120).state == "finished"
    app = _open(**{"probed attribute": "Religion", "probed language": "Arabic (ar)"})
    assert not app.exception
    assert app.segmented_control(key="probed attribute").value == "religion"
    assert app.selectbox(key="probed language").value == "Arabic (ar)"
