from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sentiment.storage.annotations import annotate
from sentiment.storage.truth import count_truths
from sentiment.storage.truth_arrays import truth_arrays

from .judged_rows import POSITIVE, ROWS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sentiment.storage.database import Database


def test_arrays_hold_what_the_tables_count(database: Database, fill: Callable[..., None]) -> None:
    fill(ROWS)
    annotate(database, review_id=4, answer="cannot tell", annotator="Ana")
    arrays = truth_arrays(database)
    assert arrays["text"].to_pylist() == ["a", "b", "c", "e", "f"]
    assert arrays["truth"].to_pylist() == [0, 0, 0, 2, 2]
    assert arrays["truth_from"].to_pylist() == ["stars"] * 3 + ["label", "stars"]
    assert arrays["declared_language"].to_pylist() == ["de"] * 3 + [None] * 2
    assert arrays["p_positive"].to_pylist() == pytest.approx([0.1, 0.8, 0.9, 0.1, 0.8])
    assert arrays.num_rows == count_truths(database).scored
    assert "text" not in truth_arrays(database, texts=False).column_names
    assert truth_arrays(database, truths=("annotation",)).num_rows == 0


def test_a_sample_of_arrays_is_even_and_always_the_same(
    database: Database, fill: Callable[..., None]
) -> None:
    fill([{"text": f"t{n}", "stars": 1.0 + n % 5, "scores": POSITIVE} for n in range(500)])
    sample = truth_arrays(database, limit=100)
    assert sample.num_rows == 100
    assert sample.equals(truth_arrays(database, limit=100))
    halves = np.array(sample["review_no"].to_pylist()) > 250
    assert 35 <= halves.sum() <= 65
