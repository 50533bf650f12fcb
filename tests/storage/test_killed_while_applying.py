"""Killed while a version is applied, the database shows the model as it was."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from sentiment.storage import adjustments, predictions
from sentiment.storage.database import open_database
from tests.storage.adjusted_rows import ADJUSTMENT, BASE, BROKEN, ROWS, VERSION
from tests.storage.conftest import fill_database

CHILD = Path(__file__).with_name("applying_child.py")
REPOSITORY = Path(__file__).resolve().parents[2]


def test_a_kill_in_the_middle_leaves_the_model_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "reviews.duckdb"
    with open_database(path) as database:
        fill_database(database, ROWS)
    died = subprocess.run(
        [sys.executable, str(CHILD), str(path)],
        cwd=REPOSITORY,
        env={"PYTHONPATH": str(REPOSITORY)},
        check=False,
    )
    assert died.returncode == -9
    with open_database(path) as database:
        assert predictions.active_model(database) == BASE
        assert adjustments.read_adjustments(database) == ()
        with database.cursor() as cursor:
            assert cursor.execute(BROKEN).fetchall() == []
            models = cursor.execute("SELECT DISTINCT model_id FROM predictions").fetchall()
        assert models == [(BASE,)]
        adjustments.store_adjustment(database, ADJUSTMENT)
        assert predictions.active_model(database) == VERSION
