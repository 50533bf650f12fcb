from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from sentiment.errors import UsageError
from sentiment.storage import predictions
from sentiment.storage.confusion import confusion_tables
from sentiment.storage.confusion_cells import Cell, count_cell, find_cell

from .judged_rows import ROWS, cells

if TYPE_CHECKING:
    from collections.abc import Callable

    from sentiment.storage.database import Database


def test_models_are_compared_on_what_all_have_scored(
    database: Database, fill: Callable[..., None]
) -> None:
    fill(ROWS)
    keys = predictions.unscored_texts(database, model_id="other", limit=100).to_pylist()
    scored = [
        {"text_key": row["text_key"], "p_negative": 0.2, "p_neutral": 0.5, "p_positive": 0.3}
        for row in keys
        if row["text"] in "abdg"
    ]
    predictions.store_predictions(
        database, model_id="other", predictions=pa.Table.from_pylist(scored)
    )
    tables = cells(confusion_tables(database, by="model"))
    assert tables == {
        "model-1": {(0, 0): 1, (0, 2): 1, (1, 1): 1},
        "other": {(0, 1): 2, (1, 1): 1},
    }
    assert confusion_tables(database)[""].sum() == 6
    [first, second] = find_cell(database, Cell("negative", "neutral", "model", "other"))
    assert (first.review.text, second.review.text) == ("a", "b")
    assert first.review.p_neutral == pytest.approx(0.5)
    assert count_cell(database, Cell("negative", "positive", "model", "model-1")) == 1
    assert count_cell(database, Cell("negative", "positive", "model")) == 2
    with pytest.raises(UsageError, match=r"by the model 'third'.*model-1, other"):
        find_cell(database, Cell("negative", "neutral", "model", "third"))
    # A model that is not active and has scored everything does not change the shared reviews.
    predictions.set_active_model(database, "other")
    assert cells(confusion_tables(database, by="model")) == tables
    predictions.set_active_model(database, "not scored with yet")
    assert cells(confusion_tables(database, by="model")) == tables
    assert confusion_tables(database) == {}
