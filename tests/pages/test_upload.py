from __future__ import annotations

import io
import sys
import types
from collections.abc import Callable, Sequence

import numpy as np
import openpyxl
import pytest
from numpy.typing import NDArray
from streamlit.testing.v1 import AppTest

from pages.components.import_queue import import_queue
from sentiment.records import ProgressReport
from sentiment.storage.database import Database
from sentiment.workflows.background import scoring_job
from sentiment.workflows.exploring import choices
from sentiment.workflows.kept_columns import kept_columns
from tests.pages.conftest import page_text

OpenPage = Callable[..., AppTest]
WAIT = 60

GOOD = """Kommentar;Sterne;Datum;Land;Artikel
Sehr gut und schnell geliefert;5;2025-03-24;Deutschland;Lampe
Nach einem Tag kaputt, bad;1;2025-03-25;Österreich;Lampe
Ganz in Ordnung;3;2025-03-26;Deutschland;Kessel
;;2025-03-27;Deutschland;Kessel
"""
UNKNOWN = "aa,bb\nx1,foo\nx2,bar\n"


class WordClassifier:
    """Scores by a word, at once, without weights."""

    model_id = "words-1"

    def predict(
        self, texts: Sequence[str], *, progress: Callable[[ProgressReport], None], **_: object
    ) -> NDArray[np.float32]:
        progress(ProgressReport("scoring", len(texts), len(texts), 100.0))
        rows = [(0.8, 0.1, 0.1) if "bad" in text else (0.1, 0.1, 0.8) for text in texts]
        return np.array(rows, dtype=np.float32)


@pytest.fixture(autouse=True)
def classifier(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = types.ModuleType("sentiment.models.catalogue")
    catalogue.load_classifier = lambda name: WordClassifier()  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentiment.models.catalogue", catalogue)


def drop(app: AppTest, *files: tuple[str, str | bytes]) -> AppTest:
    contents = [
        (name, text.encode() if isinstance(text, str) else text, "text/csv") for name, text in files
    ]
    app.file_uploader[0].set_value(contents)
    return app.run()


def import_all(app: AppTest, database: Database) -> AppTest:
    """Press the button, and wait for what runs beside the app."""
    app.button(key="import").click().run()
    import_queue(database).wait(timeout=WAIT)
    scoring_job(database).wait(timeout=WAIT)
    return app.run()


@pytest.mark.usefixtures("database")
def test_an_empty_database_offers_the_upload_and_nothing_else(open_page: OpenPage) -> None:
    app = open_page("upload")
    assert not app.exception
    assert "Nothing has been imported yet" in page_text(app)
    assert "Nothing to score yet" in page_text(app)
    assert not app.button


def test_a_file_is_shown_as_it_was_understood_before_anything_is_stored(
    database: Database, open_page: OpenPage
) -> None:
    app = drop(open_page("upload"), ("reviews.csv", GOOD))
    assert not app.exception
    text = page_text(app)
    assert "separated by semicolon" in text
    assert "Nothing is stored yet" in text
    shown = app.dataframe[0].value
    assert "Review text ← Kommentar" in shown.columns
    assert shown["Review text ← Kommentar"][0] == "Sehr gut und schnell geliefert"
    assert choices(database).reviews == 0


def test_from_the_file_to_its_report_and_the_scores(
    database: Database, open_page: OpenPage
) -> None:
    app = import_all(drop(open_page("upload"), ("reviews.csv", GOOD)), database)
    assert not app.exception
    text = page_text(app)
    assert "Read 4 rows: 3 kept, 1 refused, 0 known already." in text
    assert "Scoring finished: 3 texts scored" in text
    assert "German \\(de\\) 3" in text
    assert choices(database).scored == 3
    assert not app.file_uploader[0].value, "the uploader is empty for the next files"
    assert any("1 row was refused" in part.label for part in app.expander)


def test_a_bad_file_shows_its_error_and_the_others_go_on(
    database: Database, open_page: OpenPage
) -> None:
    app = drop(
        open_page("upload"),
        ("empty **file**.csv", ""),
        ("reviews.csv", GOOD),
        ("picture.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00"),
    )
    assert not app.exception
    assert len(app.error) == 2
    assert all("Traceback" not in error.value for error in app.error)
    assert "Not ready" in page_text(app)
    assert app.button(key="import").label == "Import 1 file"
    app = import_all(app, database)
    assert choices(database).reviews == 3


def test_the_order_of_day_and_month_is_asked_for_where_nothing_settles_it(
    database: Database, open_page: OpenPage
) -> None:
    ambiguous = "Comment,Stars,Date\nFine lamp,5,03/04/2025\nBroken lamp,1,05/06/2025\n"
    app = drop(open_page("upload"), ("a.csv", ambiguous))
    assert "cannot be told apart" in app.warning[0].value
    assert app.button(key="import").disabled
    question = next(q for q in app.segmented_control if "first in this file" in q.label)
    question.set_value("mdy").run()
    app = import_all(app, database)
    assert choices(database).first_day.isoformat() == "2025-03-04"


def test_a_corrected_mapping_is_what_is_stored(database: Database, open_page: OpenPage) -> None:
    two = "Comment,Summary,Stars\nlong comment one here,short one,5\nlong two here,short two,1\n"
    app = drop(open_page("upload"), ("a.csv", two))
    field = next(box for box in app.selectbox if box.label == "Review text")
    field.set_value("Summary").run()
    assert not app.exception
    assert "Review text ← Summary" in app.dataframe[0].value.columns
    import_all(app, database)
    with database.cursor() as cursor:
        texts = cursor.execute("SELECT text FROM reviews ORDER BY review_no").fetchall()
    assert [text for (text,) in texts] == ["short one", "short two"]


def test_a_file_whose_columns_nobody_knows_can_be_mapped(
    database: Database, open_page: OpenPage
) -> None:
    app = drop(open_page("upload"), ("odd.csv", UNKNOWN))
    field = next(box for box in app.selectbox if box.label == "Review text")
    field.set_value("bb").run()
    assert not app.error
    import_all(app, database)
    assert choices(database).reviews == 2


def workbook(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


COVER: list[list[object]] = [["Exported by", "Anna"], ["Rows", 3]]


def test_the_sheets_of_a_workbook_are_tables_of_their_own(
    database: Database, open_page: OpenPage
) -> None:
    rows: list[list[object]] = [["Comment", "Stars"], ["Fine lamp", 5], ["Broken lamp", 1]]
    more: list[list[object]] = [["Comment", "Stars"], ["Nice kettle", 4]]
    book = workbook(Cover=COVER, Lamps=rows, Kettles=more)
    app = drop(open_page("upload"), ("book.xlsx", book))
    assert not app.exception
    text = page_text(app)
    assert all(name in text for name in ("Cover", "Lamps", "Kettles"))
    assert any(box.label == "Review text" for box in app.selectbox), "columns can be corrected"
    text = page_text(import_all(app, database))
    assert "Read 2 rows: 2 kept" in text
    assert "Read 1 row: 1 kept" in text
    assert "Read 1 row: 0 kept, 1 refused" in text
    assert choices(database).reviews == 3


def test_a_sheet_whose_columns_nobody_knows_can_be_mapped(
    database: Database, open_page: OpenPage
) -> None:
    odd: list[list[object]] = [["aa", "bb", "cc"], ["x1", "foo", 7], ["x2", "bar", 8]]
    app = drop(open_page("upload"), ("odd.xlsx", workbook(Cover=COVER, Data=odd)))
    next(box for box in app.selectbox if box.label == "Review text").set_value("bb").run()
    assert not app.error
    assert not app.exception
    assert any(box.label == "Review text" for box in app.selectbox), "the choice stays open"
    import_all(app, database)
    assert choices(database).reviews == 2


def test_the_market_and_the_mask_are_taken_over(database: Database, open_page: OpenPage) -> None:
    text = "Comment,Stars\nwrite to me@example.com or stay,5\nnice and round,4\n"
    app = drop(open_page("upload"), ("a.csv", text))
    next(box for box in app.selectbox if box.label.startswith("Market of")).set_value("BR")
    next(box for box in app.toggle if box.label == "Mask personal data").set_value(True)
    import_all(app.run(), database)
    with database.cursor() as cursor:
        rows = cursor.execute("SELECT text, market FROM reviews").fetchall()
    assert {market for _, market in rows} == {"BR"}
    assert not any("me@example.com" in text for text, _ in rows)


def test_the_origin_is_kept_and_other_columns_can_be(
    database: Database, open_page: OpenPage
) -> None:
    text = "Review,Stars,Nationality,Plan\nnice and round,4,UK,free\nnot good,1,Peru,paid\n"
    app = drop(open_page("upload"), ("a.csv", text))
    keep = next(box for box in app.multiselect if box.label.startswith("Keep these columns"))
    assert keep.value == ["Nationality"]
    assert keep.options == ["Stars: 4", "Nationality (reviewer origin): UK", "Plan: free"]
    assert "reviewer origin (from 'Nationality')" in page_text(app).replace("\\", "")
    keep.set_value(["Nationality", "Plan"]).run()
    assert "compare groups by: 'Plan', reviewer origin" in page_text(app).replace("\\", "")
    assert "Not used" not in page_text(app)
    import_all(app, database)
    assert kept_columns(database) == {"Plan": 2, "reviewer origin": 2}


def test_the_origin_can_be_declined(database: Database, open_page: OpenPage) -> None:
    app = drop(open_page("upload"), ("a.csv", "Review,Stars,Nationality\nnice and round,4,UK\n"))
    next(box for box in app.multiselect if box.label.startswith("Keep these")).set_value([])
    import_all(app, database)
    assert choices(database).reviews == 1
    assert kept_columns(database) == {}


def test_withheld_columns_and_texts_are_not_offered(
    database: Database, open_page: OpenPage
) -> None:
    text = (
        "Review Id,Review Content,Review Stars,Review Created (UTC),Review User Email\n"
        "r-1-long,nice and round,4,2025-01-02 10:00:00,a@b.com\n"
    )
    app = drop(open_page("upload"), ("a.csv", text))
    keep = next(box for box in app.multiselect if box.label.startswith("Keep these"))
    offered = " ".join(keep.options)
    assert "Review Stars" in offered
    assert "Email" not in offered and "Content" not in offered


def test_a_choice_counts_though_import_is_pressed_before_the_page_is_drawn_again(
    database: Database, open_page: OpenPage
) -> None:
    app = drop(open_page("upload"), ("a.csv", "Comment,Stars\nnice and round,4\n"))
    next(box for box in app.selectbox if box.label.startswith("Market of")).set_value("BR")
    import_all(app, database)
    with database.cursor() as cursor:
        assert cursor.execute("SELECT market FROM reviews").fetchall() == [("BR",)]


def test_a_mapping_is_saved_and_recognised_again(database: Database, open_page: OpenPage) -> None:
    app = drop(open_page("upload"), ("a.csv", UNKNOWN))
    next(box for box in app.selectbox if box.label == "Review text").set_value("bb").run()
    next(box for box in app.text_input if "under the name" in box.label).set_value("my shop")
    next(box for box in app.button if box.label == "Save as a profile").click().run()
    assert not app.exception
    assert not app.error
    again = drop(open_page("upload"), ("b.csv", UNKNOWN))
    assert "Recognised as my shop" in page_text(again)


def test_a_running_import_and_scoring_is_seen_in_a_new_session(
    database: Database, open_page: OpenPage
) -> None:
    import_all(drop(open_page("upload"), ("reviews.csv", GOOD)), database)
    text = page_text(open_page("upload"))
    assert "Scoring finished" in text
    assert "Read 4 rows" in text


def test_a_failed_scoring_says_why_and_can_be_started_again(
    filled: Database, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sentiment.errors import ModelError

    def refuse(name: str) -> None:
        raise ModelError("There is no model '**x**'.", hint="Choose another.")

    monkeypatch.setattr(sys.modules["sentiment.models.catalogue"], "load_classifier", refuse)
    with filled.cursor() as cursor:
        cursor.execute("UPDATE reviews SET sentiment = NULL WHERE market = 'JP'")
    app = open_page("upload")
    assert "8 wait" in page_text(app)
    app.button(key="start_scoring").click().run()
    scoring_job(filled).wait(timeout=WAIT)
    app.run()
    assert "There is no model" in app.error[0].value
    assert app.button(key="start_scoring")


def test_the_history_lists_every_import(filled: Database, open_page: OpenPage) -> None:
    history = open_page("upload").dataframe[-1].value
    assert list(history["read"]) == [2, 2, 57]
    assert list(history["new versions"]) == [0, 1, 0]
