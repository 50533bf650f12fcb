"""A database with reviews in it, and a classifier that needs no weights."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sentiment.models.abstaining import AbstainBand, AbstainBands, write_abstain_bands
from sentiment.records import ProgressReport, silent
from sentiment.storage.database import Database
from sentiment.workflows.importing import import_file
from sentiment.workflows.opening import open_store

REVIEWS = """Review ID,Date,Country,Product,Rating,Review
r1,2026-01-05,DE,Lamp,5,I love this lamp and it is a great thing
r2,2026-01-06,DE,Lamp,1,It is bad and it broke after a day
r3,2026-01-07,FR,Kettle,4,J'aime beaucoup cette bouilloire love
r4,2026-02-08,FR,Kettle,2,C'est bad et la bouilloire fuit partout
r5,2026-02-09,ES,Kettle,3,Es una tetera normal y nada más
r6,2026-02-10,ES,Lamp,5,
r7,2026-02-11,ES,Lamp,,
"""


class WordClassifier:
    """Calls a text with 'bad' negative, with 'love' positive, all else neutral."""

    model_id = "words-1"

    def __init__(self) -> None:
        self.seen: list[str] = []

    def predict(
        self,
        texts: Sequence[str],
        *,
        progress: Callable[[ProgressReport], None] = silent,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> NDArray[np.float32]:
        self.seen += texts
        rows = []
        for done, text in enumerate(texts, start=1):
            scores = (0.8, 0.1, 0.1) if "bad" in text else (0.1, 0.8, 0.1)
            rows.append((0.1, 0.1, 0.8) if "love" in text else scores)
            progress(ProgressReport("scoring", done, len(texts), 100.0))
        return np.array(rows, dtype=np.float32).reshape(-1, 3)


@pytest.fixture
def classifier(monkeypatch: pytest.MonkeyPatch) -> WordClassifier:
    """The word classifier, put where every model is loaded."""
    made = WordClassifier()
    monkeypatch.setattr("sentiment.models.catalogue.load_classifier", lambda name: made)
    return made


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A small export: five reviews with text, one with stars only, one with nothing."""
    path = tmp_path / "reviews.csv"
    path.write_text(REVIEWS, encoding="utf-8")
    return path


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty database."""
    opened = open_store(tmp_path / "test.duckdb")
    yield opened
    opened.close()


@pytest.fixture
def filled(database: Database, export: Path) -> Database:
    """The database with the export in it, nothing scored."""
    import_file(database, export)
    return database


@pytest.fixture
def stated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AbstainBands:
    """Bands of the word classifier, where the package keeps those of its models."""
    bands = AbstainBands(
        model_id=WordClassifier.model_id,
        target_error=0.1,
        least_kept=0.3,
        pooled=AbstainBand(0.75, True, texts=1000, kept=600, wrong_kept=60, wrong_abstained=160),
        languages={
            "fr": AbstainBand(0.9, True, texts=300, kept=100, wrong_kept=10, wrong_abstained=80),
            "de": AbstainBand(0.75, False, texts=120, kept=60, wrong_kept=3, wrong_abstained=12),
            "sw": AbstainBand(0.6, True, texts=0, kept=0, wrong_kept=0, wrong_abstained=0),
        },
    )
    folder = tmp_path / "models" / "of one kind"
    folder.mkdir(parents=True)
    write_abstain_bands(folder, bands)
    monkeypatch.setattr("sentiment.models.catalogue.EMBEDDED", {"polytone": lambda: folder})
    return bands
