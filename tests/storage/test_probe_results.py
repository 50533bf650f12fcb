"""Answers to probes in the database."""

from pathlib import Path

import pytest

from sentiment.storage.database import open_database
from sentiment.storage.probe_results import (
    delete_probe_scores,
    probed_models,
    read_probe_scores,
    store_probe_scores,
)


def test_kept_by_model_and_text_the_first_answer_staying(tmp_path: Path) -> None:
    with open_database(tmp_path / "probes.duckdb") as database:
        assert probed_models(database) == []
        store_probe_scores(database, {"A lamp.": (0.2, 0.5, 0.3)}, model_id="one-1", model="one")
        again = {"A lamp.": (0.9, 0.1, 0.0), "A 'kettle'.": (0.1, 0.2, 0.7)}
        store_probe_scores(database, again, model_id="one-1", model="one")
        store_probe_scores(database, again, model_id="two-1", model="two")
        assert read_probe_scores(database, model_id="one-1") == {
            "A lamp.": pytest.approx((0.2, 0.5, 0.3)),
            "A 'kettle'.": pytest.approx((0.1, 0.2, 0.7)),
        }
        assert {(one.model_id, one.model, one.texts) for one in probed_models(database)} == {
            ("one-1", "one", 2),
            ("two-1", "two", 2),
        }


def test_forgotten_by_model(tmp_path: Path) -> None:
    with open_database(tmp_path / "probes.duckdb") as database:
        for name in ("one", "two"):
            store_probe_scores(database, {"A lamp.": (0.2, 0.5, 0.3)}, model_id=name, model=name)
        delete_probe_scores(database, model_id="one")
        assert read_probe_scores(database, model_id="one") == {}
        assert [one.model_id for one in probed_models(database)] == ["two"]
