from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from sentiment.records import ANSWERS
from sentiment.storage.annotations import list_annotations
from sentiment.storage.answers_of_file import keep_drawn_answers
from sentiment.storage.imports import list_imports

if TYPE_CHECKING:
    from collections.abc import Callable

    from sentiment.storage.database import Database


def given(file: str, *pairs: tuple[int, str]) -> pa.Table:
    return pa.Table.from_pylist(
        [{"file": file, "line": line, "answer": ANSWERS.index(answer)} for line, answer in pairs]
    )


def test_answers_about_lines_are_kept_once(database: Database, fill: Callable[..., None]) -> None:
    scores = (0.7, 0.2, 0.1)
    fill([{"text": "one", "scores": scores}, {"text": "two"}, {"stars": 1.0}, {"text": "four"}])
    file = list_imports(database)[0].file
    with database.cursor() as cursor:
        lines = dict(cursor.execute("SELECT review_id, line FROM reviews").fetchall())
    answers = given(
        file, (lines[1], "positive"), (lines[2], "mixed"), (lines[3], "negative"), (999, "neutral")
    )
    assert keep_drawn_answers(database, answers, annotator="Ana") == 2
    kept = {one.review_id: one for one in list_annotations(database)}
    assert {key: one.answer for key, one in kept.items()} == {1: "positive", 2: "mixed"}
    assert all(one.drawn for one in kept.values())
    assert kept[1].predicted == "negative" and kept[1].model_id is not None
    assert kept[2].predicted is None and kept[2].model_id is None
    assert len({one.annotation_id for one in kept.values()}) == 2
    assert keep_drawn_answers(database, answers, annotator="Ana") == 0
    assert keep_drawn_answers(database, answers, annotator="Ben") == 2
    elsewhere = given("another.csv", (lines[4], "neutral"))
    assert keep_drawn_answers(database, elsewhere, annotator="Ana") == 0
