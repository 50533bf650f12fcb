from __future__ import annotations

import json
from collections.abc import Callable

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from sentiment.storage.database import Database
from sentiment.storage.predictions import store_predictions, unscored_texts
from sentiment.workflows.annotating import annotate, list_annotations
from tests.pages.conftest import ARABIC, HOSTILE, page_text

OpenPage = Callable[..., AppTest]
# Of the seven kinds: German and hostile 1-2 stars called negative, Arabic and Japanese 5 stars
# called positive, Chinese 4 stars called negative, French 2 stars called positive, German 3
# stars called neutral.
ROUNDS = 8


def grid(app: AppTest) -> dict[tuple[int, int], str]:
    figure = json.loads(app.get("plotly_chart")[0].proto.spec)
    return {(note["y"], note["x"]): note["text"] for note in figure["layout"]["annotations"]}


def button(app: AppTest, label: str):
    return next(one for one in app.button if one.label == label)


@pytest.mark.usefixtures("database")
def test_an_empty_database_says_what_to_do(open_page: OpenPage) -> None:
    app = open_page("confusion")
    assert not app.exception and "No reviews yet" in page_text(app)


@pytest.mark.usefixtures("filled")
def test_the_table_counts_reviews_by_their_stars(open_page: OpenPage) -> None:
    app = open_page("confusion")
    assert not app.exception and not app.error
    cells = grid(app)
    assert cells[0, 0] == f"<b>67%</b><br>{2 * ROUNDS}"
    assert cells[0, 2] == f"<b>33%</b><br>{ROUNDS}"
    assert cells[1, 1] == f"<b>100%</b><br>{ROUNDS}"
    assert cells[2, 0] == f"<b>33%</b><br>{ROUNDS}"
    text = page_text(app)
    assert "by their stars, a weak truth" in text.replace("\\", "")
    assert "56 reviews" in text


@pytest.mark.usefixtures("filled")
def test_a_link_opens_a_cell_and_its_reviews(open_page: OpenPage) -> None:
    app = open_page("confusion", cell="positive~negative")
    assert not app.exception
    text = page_text(app)
    assert text.count("质量很差") >= ROUNDS and ARABIC not in text
    assert "Truth: ▲ positive" in text and "8 reviews, showing 1 to 8" in text


@pytest.mark.usefixtures("filled")
def test_words_of_reviews_are_never_html(open_page: OpenPage) -> None:
    text = page_text(open_page("confusion", cell="negative~negative"))
    assert "<script>" not in text and "&lt;script&gt;" in text and HOSTILE not in text


@pytest.mark.usefixtures("filled")
def test_a_cell_that_is_none_is_passed_over(open_page: OpenPage) -> None:
    app = open_page("confusion", cell="good~<b>")
    assert not app.exception and "showing" not in page_text(app)


@pytest.mark.usefixtures("filled")
def test_groups_stand_in_a_table_and_one_can_be_chosen(open_page: OpenPage) -> None:
    app = open_page("confusion", by="Language")
    groups = app.dataframe[-1].value
    assert set(groups["n"]) == {"16", "8"} and len(groups) == 6
    assert "too few to say" in set(groups.iloc[:, -1])
    box = next(one for one in app.selectbox if one.label == "Group")
    box.set_value("zh").run()
    assert not app.exception
    assert grid(app)[2, 0] == f"<b>100%</b><br>{ROUNDS}"


def test_an_answer_is_kept_changes_the_figures_and_can_be_undone(
    filled: Database, open_page: OpenPage
) -> None:
    app = open_page("confusion", cell="positive~negative")
    button(app, "▼ negative").click().run()
    assert "The answer has no name" in "".join(error.value for error in app.error).replace("\\", "")
    assert not list_annotations(filled)

    next(one for one in app.text_input if one.label.startswith("Your name")).set_value("Ana").run()
    button(app, "▼ negative").click().run()
    (kept,) = list_annotations(filled)
    assert (kept.answer, kept.annotator) == ("negative", "Ana")
    assert grid(app)[2, 0].endswith(f"<br>{ROUNDS - 1}")
    assert grid(app)[0, 0].endswith(f"<br>{2 * ROUNDS + 1}")
    text = page_text(app).replace("\\", "")
    assert "says Ana" in text and "1 by people's answers" in text

    button(app, "Undo").click().run()
    assert not list_annotations(filled)
    assert grid(app)[2, 0].endswith(f"<br>{ROUNDS}")


def test_mixed_is_an_answer_and_leaves_the_table(filled: Database, open_page: OpenPage) -> None:
    app = open_page("confusion", cell="positive~negative")
    next(one for one in app.text_input if one.label.startswith("Your name")).set_value("Bo").run()
    button(app, "mixed").click().run()
    assert grid(app)[2, 0].endswith(f"<br>{ROUNDS - 1}")
    assert "people call it mixed" in page_text(app)


def test_who_said_what_stands_with_the_review(filled: Database, open_page: OpenPage) -> None:
    app = open_page("confusion", cell="positive~negative")
    number = int(next(b.key for b in app.button if b.label == "mixed").split()[1])
    annotate(filled, review_id=number, answer="positive", annotator="<i>Eve</i>")
    text = page_text(open_page("confusion", cell="positive~negative"))
    assert "&lt;i&gt;Eve&lt;/i&gt;" in text and "by people" in text


@pytest.mark.usefixtures("filled")
def test_without_the_truth_that_was_chosen_nothing_is_compared(open_page: OpenPage) -> None:
    app = open_page("confusion", truth="The files' labels")
    assert not app.exception and not app.get("plotly_chart")
    assert "Nothing can be compared yet" in page_text(app)


@pytest.mark.usefixtures("filled")
def test_kinds_of_errors_open_their_reviews(open_page: OpenPage) -> None:
    app = open_page("confusion", view="Kinds of errors", kind="stars against text")
    assert not app.exception and not app.error
    text = page_text(app)
    assert "16 of 56 reviews are wrong" in text
    assert "质量很差" in text and "Une bouilloire" in text


@pytest.mark.usefixtures("filled")
def test_suspected_labels_carry_their_caveat(open_page: OpenPage) -> None:
    app = open_page("confusion", view="Suspected labels")
    assert not app.exception and not app.error
    text = page_text(app)
    assert "have a label that much speaks against" in text
    assert "candidates to read" in text and "would call it" in text


@pytest.mark.usefixtures("filled")
def test_calibration_is_drawn_and_said(open_page: OpenPage) -> None:
    app = open_page("confusion", view="Calibration")
    assert not app.exception and len(app.get("plotly_chart")) == 1
    assert "Calibration error" in page_text(app)
    assert "Chinese (zh)" in set(app.dataframe[0].value["Language"])


@pytest.mark.usefixtures("filled")
def test_a_model_without_stated_errors_gets_no_estimate(open_page: OpenPage) -> None:
    app = open_page("confusion", view="Without labels")
    assert not app.exception
    assert "does not state how far off" in page_text(app)


@pytest.mark.usefixtures("filled")
def test_with_one_model_the_way_to_another_is_said(open_page: OpenPage) -> None:
    app = open_page("confusion", by="Model")
    assert not app.exception
    assert "Only one model has scored" in page_text(app)


def test_two_models_are_compared_and_their_differences_listed(
    filled: Database, open_page: OpenPage
) -> None:
    texts = unscored_texts(filled, model_id="other-1", limit=100)
    thirds = {
        name: pa.array([chance] * texts.num_rows, pa.float32())
        for name, chance in (("p_negative", 0.1), ("p_neutral", 0.2), ("p_positive", 0.7))
    }
    keys = {"text_key": texts.column("text_key")}
    store_predictions(filled, model_id="other-1", predictions=pa.table(keys | thirds))
    app = open_page("confusion", by="Model")
    assert not app.exception and not app.error
    text = page_text(app).replace("\\", "")
    # Of 56: the model in use has 40 right, one that only says positive 24.
    assert "other-1 against words-1 on 56 reviews: worse" in text
    assert "8 that it alone gets right, 24 that it alone gets wrong" in text
    assert "other-1 says ▲ positive (70%)" in text


@pytest.mark.usefixtures("filled")
def test_a_cell_can_be_chosen_without_a_mouse_and_put_away_again(open_page: OpenPage) -> None:
    app = open_page("confusion")
    box = next(one for one in app.selectbox if one.label == "Reviews of the cell")
    box.set_value("negative~positive").run()
    assert "negative~positive" in app.query_params["cell"]
    assert "Une bouilloire" in page_text(app)
    box = next(one for one in app.selectbox if one.label == "Reviews of the cell")
    box.set_value("").run()
    assert "cell" not in app.query_params and "Une bouilloire" not in page_text(app)


@pytest.mark.usefixtures("filled")
def test_the_order_of_a_cell_can_be_changed_and_its_pages_turned(open_page: OpenPage) -> None:
    app = open_page("confusion", cell="negative~negative")
    assert "16 reviews, showing 1 to 10, most confident first" in page_text(app)
    next(one for one in app.selectbox if one.label == "Order").set_value("oldest").run()
    text = page_text(app)
    assert not app.exception and "oldest first" in text
    assert text.index("alert(1)") < text.index("Die App stürzt")


@pytest.mark.usefixtures("filled")
def test_calibration_of_one_language(open_page: OpenPage) -> None:
    app = open_page("confusion", view="Calibration")
    next(one for one in app.selectbox if one.label == "Language").set_value("Chinese (zh)").run()
    text = page_text(app).replace("\\", "")
    assert "The model is 85.0% sure on average and right on 0.0%" in text
    assert "more than chance explains" in text


@pytest.mark.usefixtures("filled")
def test_filters_narrow_the_table(open_page: OpenPage) -> None:
    app = open_page("confusion", market="CN")
    assert not app.exception
    assert grid(app)[2, 0] == f"<b>100%</b><br>{ROUNDS}" and grid(app)[0, 0] == "<b>–</b><br>0"
    assert "too few to say" in page_text(app)


def test_kept_columns_are_groupings(filled: Database, open_page: OpenPage) -> None:
    with filled.transaction() as cursor:
        cursor.execute(
            "UPDATE reviews SET kept = map(['Plan'], [CASE WHEN market = 'DE' THEN 'paid' "
            "ELSE '<b>free</b>' END])"
        )
    app = open_page("confusion")
    by = next(box for box in app.selectbox if box.label == "By")
    assert by.options[-1] == "Column: Plan"
    by.set_value("Column: Plan").run()
    assert not app.exception and not app.error
    group = next(box for box in app.selectbox if box.label == "Group")
    assert sorted(name.strip("\u2068\u2069") for name in group.options[1:]) == [
        "<b>free</b>",
        "paid",
    ]
