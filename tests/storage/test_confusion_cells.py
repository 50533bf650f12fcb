from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sentiment.errors import UsageError
from sentiment.records import SENTIMENTS, Filters
from sentiment.storage.annotations import annotate
from sentiment.storage.confusion import confusion_tables
from sentiment.storage.confusion_cells import Cell, count_cell, find_cell
from sentiment.storage.confusion_groups import GROUPINGS

from .judged_rows import ROWS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sentiment.storage.database import Database


def test_every_cell_opens_what_it_counts(database: Database, fill: Callable[..., None]) -> None:
    fill(ROWS, profile="booking")
    annotate(database, review_id=1, answer="neutral", annotator="Ana")
    domains = {"booking": "travel"}
    for by in (None, *GROUPINGS):
        tables = confusion_tables(database, by=by, domains=domains)
        assert sum(table.sum() for table in tables.values()) == 6
        for group, table in tables.items():
            for row, truth in enumerate(SENTIMENTS):
                for column, predicted in enumerate(SENTIMENTS):
                    cell = Cell(truth, predicted, by, group, domains=domains)
                    found = find_cell(database, cell)
                    assert len(found) == count_cell(database, cell) == table[row, column]
                    assert {(one.truth, one.review.sentiment) for one in found} <= {
                        (truth, predicted)
                    }


def test_a_cell_is_sorted_by_the_sureness_of_the_answer(
    database: Database, fill: Callable[..., None]
) -> None:
    fill(ROWS)
    wrong = Cell("negative", "positive")

    def texts(**options: Any) -> list[str | None]:
        return [one.review.text for one in find_cell(database, wrong, **options)]

    assert texts() == ["c", "b"]
    assert texts(order="least confident") == ["b", "c"]
    assert texts(order="newest") == ["c", "b"]
    assert texts(order="oldest") == ["b", "c"]
    assert texts(limit=1) == ["c"]
    assert texts(limit=1, offset=1) == ["b"]
    assert texts(filters=Filters(languages=("de",))) == ["b"]
    with pytest.raises(UsageError, match="order 'wildest'"):
        texts(order="wildest")


def test_a_review_of_a_cell_says_what_is_known(
    database: Database, fill: Callable[..., None]
) -> None:
    fill(ROWS)
    for annotator, answer in (("Ana", "mixed"), ("Bo", "negative"), ("Cem", "negative")):
        annotate(database, review_id=2, answer=answer, annotator=annotator)
    [_, judged] = find_cell(database, Cell("negative", "positive"))
    assert (judged.truth, judged.truth_from) == ("negative", "annotation")
    assert [(one.annotator, one.answer) for one in judged.annotations] == [
        ("Cem", "negative"),
        ("Bo", "negative"),
        ("Ana", "mixed"),
    ]
    assert (judged.review.text, judged.review.stars, judged.review.language) == ("b", 1.0, "de")
    assert judged.review.p_positive == pytest.approx(0.8)
