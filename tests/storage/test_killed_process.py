"""Killed at any moment, the database opens again with all that was acknowledged."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from sentiment.storage import imports, predictions, rejected, search, summaries
from sentiment.storage.database import Database, open_database
from tests.storage.ingesting_child import FILES, MODEL, ROWS

KILLS = 22
CHILD = Path(__file__).with_name("ingesting_child.py")
REPOSITORY = Path(__file__).resolve().parents[2]
SEED = 7

STORED = """
SELECT i.file, i.kept, i.duplicates, i.rejected, i.updated, count(r.review_no)
FROM imports AS i LEFT JOIN reviews AS r USING (import_id) GROUP BY ALL ORDER BY i.file
"""
SCORED = "SELECT text_key::UUID::VARCHAR FROM predictions WHERE model_id = $model_id"
IDENTIFIED = "SELECT review_no FROM reviews WHERE language IS NOT NULL"
NUMBERS = """
SELECT count(*), count(DISTINCT review_no), count(DISTINCT (identity_key, text)),
    count(DISTINCT review_id), count(*) FILTER (is_current) FROM reviews
"""
BROKEN_SCORES = """
SELECT count(*) FROM reviews AS r
LEFT JOIN predictions AS p ON r.text_key = p.text_key AND p.model_id = $model_id
WHERE r.p_positive IS DISTINCT FROM p.p_positive OR (r.sentiment IS NULL) <> (p.model_id IS NULL)
"""


@dataclass
class Acknowledged:
    """What the child said it had committed, over all its lives."""

    files: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    languages: set[int] = field(default_factory=set)
    finished: bool = False

    def take(self, line: str) -> None:
        if not line.endswith("\n"):
            return  # cut off by the kill
        what, *values = line.split()
        if what == "stored":
            self.files.update(values)
        elif what == "scored":
            assert not self.texts.intersection(values), "a text was scored twice"
            self.texts.update(values)
        elif what == "identified":
            self.languages.update(map(int, values))
        elif what == "finished":
            self.finished = True


def live_and_die(path: Path, known: Acknowledged, *, chance: random.Random | None) -> int:
    """Let the child run, kill it at a random moment where there is a chance; its exit code."""
    checkpoint_at = chance.choice(("20KB", "200KB", "16MB")) if chance else "16MB"
    with subprocess.Popen(
        [sys.executable, str(CHILD), str(path), checkpoint_at],
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
        env={"PYTHONPATH": str(REPOSITORY)},
    ) as child:
        assert child.stdout is not None
        if chance:
            for _ in range(chance.randint(1, 14)):
                known.take(child.stdout.readline())
            spin(chance.random() * 0.05)
            child.kill()
        for line in child.stdout:
            known.take(line)
        return child.wait()


def spin(seconds: float) -> None:
    """Work for a moment, so that the kill falls anywhere between two lines."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        sum(range(200))


def check(database: Database, known: Acknowledged) -> None:
    with database.cursor() as cursor:
        stored = cursor.execute(STORED).fetchall()
        scored = [key for (key,) in cursor.execute(SCORED, {"model_id": MODEL}).fetchall()]
        identified = {number for (number,) in cursor.execute(IDENTIFIED).fetchall()}
        [numbers] = cursor.execute(NUMBERS).fetchall()
        broken = cursor.execute(BROKEN_SCORES, {"model_id": MODEL}).fetchall()
    files = [row[0] for row in stored]
    assert known.files <= set(files), "an acknowledged file is lost"
    assert len(files) == len(set(files)), "a file was stored twice"
    for file, kept, duplicates, refused, updated, rows in stored:
        edited = file != "file-0.csv"
        assert (kept, duplicates, refused, updated) == (ROWS + edited, 1, 1, edited)
        assert rows == kept
    assert known.texts <= set(scored), "an acknowledged prediction is lost"
    assert len(scored) == len(set(scored)), "a text was stored with two predictions"
    assert known.languages <= identified, "an acknowledged language is lost"
    total = len(files) * (ROWS + 1) - ("file-0.csv" in files)
    reviews = len(files) * ROWS
    assert numbers == (total, total, total, reviews, reviews)
    assert broken == [(0,)]
    assert rejected.rejected_rows(database).num_rows == len(files)


def test_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path) -> None:
    path = tmp_path / "reviews.duckdb"
    chance = random.Random(SEED)
    known = Acknowledged()
    for _ in range(KILLS):
        assert live_and_die(path, known, chance=chance) == -9, "the plan is too short"
        if path.exists():  # a kill before the file was complete leaves none
            with open_database(path) as database:
                check(database, known)
    assert known.files
    assert known.texts
    assert live_and_die(path, known, chance=None) == 0
    assert known.finished
    with open_database(path) as database:
        check(database, known)
        assert len(imports.list_imports(database)) == FILES
        assert predictions.count_unscored(database, model_id=MODEL) == 0
        [every] = summaries.count_by(database, by=None)
        assert every.reviews == every.positive == FILES * ROWS
        assert search.count_reviews(database) == FILES * ROWS
