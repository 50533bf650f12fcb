"""Load the sample exports that travel with Polytone, and score them."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sentiment.records import ANSWERS, ReadingOptions, silent
from sentiment.settings import sample_folder
from sentiment.workflows.importing import import_file
from sentiment.workflows.scoring import score

if TYPE_CHECKING:
    from pathlib import Path

    from sentiment.records import Progress
    from sentiment.storage.database import Database

_EXPORT_ENDINGS = (".csv", ".tsv", ".xlsx", ".json", ".jsonl", ".gz", ".zip")
_EVENTS = "events.csv"
_ANSWERS = "answers.csv"
ANNOTATOR = "the samples' writers"
_GIVEN = "demo.toml"


@dataclass(frozen=True)
class LoadedSamples:
    """What became of the sample exports: read = kept + rejected + duplicates."""

    files: int
    read: int
    kept: int
    rejected: int
    duplicates: int
    scored: int


def sample_files() -> list[Path]:
    """The sample exports, by name."""
    return sorted(
        path
        for path in sample_folder().iterdir()
        if path.suffix in _EXPORT_ENDINGS and path.name not in (_EVENTS, _ANSWERS)
    )


def load_samples(database: Database, *, progress: Progress = silent) -> LoadedSamples:
    """Import all samples, their events and answers, and score; a second time adds nothing."""
    markets = tomllib.loads((sample_folder() / _GIVEN).read_text(encoding="utf-8"))["market"]
    reports = []
    for path in sample_files():
        options = ReadingOptions(market=markets.get(path.name))
        reports += import_file(database, path, options=options, progress=progress)
    _add_events(database)
    scored = score(database, progress=progress)
    _add_answers(database)
    return LoadedSamples(
        files=len(reports),
        read=sum(report.read for report in reports),
        kept=sum(report.kept for report in reports),
        rejected=sum(report.rejected for report in reports),
        duplicates=sum(report.duplicates for report in reports),
        scored=scored.scored,
    )


def _add_events(database: Database) -> None:
    from sentiment.storage.events import add_event, list_events

    path = sample_folder() / _EVENTS
    known = {(event.day, event.label, event.market) for event in list_events(database)}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            day, label = date.fromisoformat(row["day"]), row["label"]
            market = row["market"] or None
            if (day, label, market) not in known:
                add_event(database, day=day, label=label, market=market)


def _add_answers(database: Database) -> None:
    """What the writers of the samples meant, for reviews that were drawn at random."""
    import pyarrow as pa

    from sentiment.storage.answers_of_file import keep_drawn_answers

    with (sample_folder() / _ANSWERS).open(encoding="utf-8", newline="") as lines:
        rows = [
            {
                "file": row["file"],
                "line": int(row["line"]),
                "answer": ANSWERS.index(row["answer"]),
            }
            for row in csv.DictReader(lines)
        ]
    keep_drawn_answers(database, pa.Table.from_pylist(rows), annotator=ANNOTATOR)
