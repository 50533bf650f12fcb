"""Imports that run beside the app, one file after the other; no Streamlit in here."""

from __future__ import annotations

import logging
import shutil
import tempfile
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sentiment.workflows.background import scoring_job
from sentiment.workflows.importing import import_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentiment.records import ImportReport, ProgressReport, ReadingOptions
    from sentiment.storage.database import Database

_log = logging.getLogger("polytone.pages")


@dataclass(frozen=True)
class ImportItem:
    """One file on its way in; ``reports`` once it is stored, ``error`` where it could not be."""

    name: str
    state: Literal["waiting", "running", "finished", "failed"] = "waiting"
    progress: ProgressReport | None = None
    reports: tuple[ImportReport, ...] = ()
    error: Exception | None = None


class ImportQueue:
    """Stores files in their order in a thread of its own, then has them scored.

    It outlives the browser that filled it. A file that fails leaves nothing
    behind and does not hold up the others.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._items: list[ImportItem] = []
        self._waiting: list[tuple[int, Path, ReadingOptions]] = []
        self._thread: threading.Thread | None = None
        self._scorer: threading.Thread | None = None

    def add(self, files: Sequence[tuple[Path, ReadingOptions]]) -> None:
        """Take files over (they are moved and later deleted) and begin with the first."""
        with self._lock:
            if self._thread is None:
                self._items = []
            for path, options in files:
                place = Path(tempfile.mkdtemp(prefix="polytone-import-"))
                moved = shutil.move(path, place / path.name)
                self._waiting.append((len(self._items), Path(moved), options))
                self._items.append(ImportItem(path.name))
            if self._thread is None and self._waiting:
                self._thread = threading.Thread(
                    target=self._run, name="polytone-import", daemon=True
                )
                self._thread.start()

    def items(self) -> tuple[ImportItem, ...]:
        """The files of the last batch and where each stands."""
        with self._lock:
            return tuple(self._items)

    def running(self) -> bool:
        """Whether any file still waits, is being stored, or is handed on to the scoring."""
        with self._lock:
            return self._thread is not None

    def dismiss(self) -> None:
        """Forget a batch that has ended; what it stored stays in the database."""
        with self._lock:
            if self._thread is None:
                self._items = []

    def wait(self, *, timeout: float | None = None) -> None:
        """Wait until the batch is stored and its scoring begun, or ``timeout`` seconds."""
        for thread in (self._thread, self._scorer):
            if thread is not None:
                thread.join(timeout)

    def _run(self) -> None:
        """Store what waits; scoring is begun before the batch counts as ended."""
        while True:
            stored = False
            while (job := self._next()) is not None:
                place, path, options = job
                stored |= self._store(place, path, options)
            if stored:
                self._have_it_scored()
            with self._lock:
                if not self._waiting:
                    self._thread = None
                    return

    def _next(self) -> tuple[int, Path, ReadingOptions] | None:
        with self._lock:
            return self._waiting.pop(0) if self._waiting else None

    def _store(self, place: int, path: Path, options: ReadingOptions) -> bool:
        self._change(place, state="running")
        try:
            reports = import_file(
                self._database,
                path,
                options=options,
                progress=lambda report: self._change(place, progress=report),
            )
        except Exception as error:
            _log.warning("The import of %s failed", path.name, exc_info=error)
            self._change(place, state="failed", error=error)
            return False
        finally:
            shutil.rmtree(path.parent, ignore_errors=True)
        self._change(place, state="finished", reports=tuple(reports))
        return any(report.kept for report in reports)

    def _have_it_scored(self) -> None:
        """Start scoring, or have it started again after the run that began without these rows."""
        if not scoring_job(self._database).start():
            self._scorer = threading.Thread(
                target=self._score_afterwards, name="polytone-scoring-again", daemon=True
            )
            self._scorer.start()

    def _score_afterwards(self) -> None:
        job = scoring_job(self._database)
        job.wait()
        job.start()

    def _change(self, place: int, **changes: object) -> None:
        with self._lock:
            self._items[place] = replace(self._items[place], **changes)


_queues: dict[Path, ImportQueue] = {}
_queues_lock = threading.Lock()


def import_queue(database: Database) -> ImportQueue:
    """The one queue of this database in this process."""
    with _queues_lock:
        return _queues.setdefault(database.path, ImportQueue(database))
