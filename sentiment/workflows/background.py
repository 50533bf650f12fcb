"""Scoring beside the app: one job a database, in a thread of the server's process."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sentiment.errors import PolytoneError

if TYPE_CHECKING:
    from pathlib import Path

    from sentiment.records import ProgressReport
    from sentiment.storage.database import Database
    from sentiment.workflows.scoring import ScoreReport

State = Literal["idle", "running", "cancelled", "finished", "failed"]


@dataclass(frozen=True)
class JobStatus:
    """Where a job stands; ``message`` is for a person where it failed."""

    state: State
    progress: ProgressReport | None = None
    message: str = ""
    report: ScoreReport | None = None


class ScoringJob:
    """Scores a database in the background; outlives the browser that began it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._cancel = threading.Event()
        self._thread: threading.Thread | None = None
        self._status = JobStatus("idle")

    def start(self, *, model: str | None = None) -> bool:
        """Begin scoring; False where it is running already."""
        with self._lock:
            if self._status.state == "running":
                return False
            self._cancel.clear()
            self._status = JobStatus("running")
            # A daemon: what is committed stays, and the next run goes on from there.
            self._thread = threading.Thread(
                target=self._run, args=(model,), name="polytone-scoring", daemon=True
            )
            self._thread.start()
            return True

    def cancel(self) -> None:
        """Ask the job to stop after the batch at hand."""
        self._cancel.set()

    def status(self) -> JobStatus:
        """Where the job stands now."""
        with self._lock:
            return self._status

    def wait(self, *, timeout: float | None = None) -> JobStatus:
        """Wait until the job has ended, or ``timeout`` seconds; then its status."""
        if self._thread is not None:
            self._thread.join(timeout)
        return self.status()

    def _run(self, model: str | None) -> None:
        from sentiment.workflows.scoring import score

        try:
            report = score(
                self._database,
                model=model,
                progress=self._progressed,
                cancelled=self._cancel.is_set,
            )
        except PolytoneError as error:
            self._set(JobStatus("failed", message=str(error)))
        except Exception as error:
            self._set(JobStatus("failed", message=f"Scoring stopped: {error!r}"))
            raise
        else:
            state: State = "cancelled" if report.cancelled else "finished"
            self._set(JobStatus(state, report=report))

    def _progressed(self, report: ProgressReport) -> None:
        self._set(JobStatus("running", progress=report))

    def _set(self, status: JobStatus) -> None:
        with self._lock:
            self._status = status


_jobs: dict[Path, ScoringJob] = {}
_jobs_lock = threading.Lock()


def scoring_job(database: Database) -> ScoringJob:
    """The one job of this database in this process."""
    with _jobs_lock:
        return _jobs.setdefault(database.path, ScoringJob(database))
