from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from sentiment.errors import UsageError
from sentiment.storage.paired_answers import find_differing, paired_tables, scoring_models
from sentiment.storage.predictions import store_predictions, unscored_texts

from .judged_rows import ROWS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sentiment.storage.database import Database


def always_negative(database: Database) -> None:
    texts = unscored_texts(database, model_id="model-2", limit=100)
    n = texts.num_rows
    store_predictions(
        database,
        model_id="model-2",
        predictions=pa.table(
            {
                "text_key": texts.column("text_key"),
                "p_negative": pa.array([0.8] * n, pa.float32()),
                "p_neutral": pa.array([0.1] * n, pa.float32()),
                "p_positive": pa.array([0.1] * n, pa.float32()),
            }
        ),
    )


def test_two_models_are_counted_beside_the_truth(
    database: Database, fill: Callable[..., None]
) -> None:
    fill(ROWS)
    always_negative(database)
    assert scoring_models(database) == ("model-1", "model-2")
    tables = paired_tables(database, first="model-1", other="model-2")
    together = sum(tables.values())
    assert together[:, :, 0].sum() == together.sum() > 0
    assert set(tables) == {"", "de", "fr", "nl"}
    turned = paired_tables(database, first="model-2", other="model-1")
    assert all((turned[name] == tables[name].transpose(0, 2, 1)).all() for name in tables)


def test_reviews_on_which_they_differ(database: Database, fill: Callable[..., None]) -> None:
    fill(ROWS)
    always_negative(database)
    tables = paired_tables(database, first="model-1", other="model-2")
    apart = int(sum(table[:, 1:, 0].sum() for table in tables.values()))
    found = find_differing(database, first="model-1", other="model-2", limit=100)
    assert len(found) == apart > 0
    assert {one.other for one in found} == {"negative"}
    assert found[0].other_sureness == pytest.approx(0.8)
    assert len(find_differing(database, first="model-1", other="model-2", limit=1)) == 1


def test_a_model_that_scored_nothing_is_refused(
    database: Database, fill: Callable[..., None]
) -> None:
    fill(ROWS)
    with pytest.raises(UsageError, match=r"'model-9' has scored no review.*model-1"):
        paired_tables(database, first="model-1", other="model-9")
