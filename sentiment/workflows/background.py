"""Scoring beside the app: one job a database, in a thread of the server's process."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sentiment.errors import PolytoneError
from sentiment.workflows.background_run import BackgroundRun

if TYPE_CHECKING:
    from pathlib import Path

    from sentiment.records import ProgressReport
    from sentiment.storage.database import Database
    from sentiment.workflows.background_run import State
    from sentiment.workflows.scoring import ScoreReport


@dataclass(frozen=True)
class JobStatus:
    """Where a job stands; ``message`` is for a person where it failed."""

    state: State
    progress: ProgressReport | None = None
    message: str = ""
    report: ScoreReport | None = None


class ScoringJob(BackgroundRun[JobStatus]):
    """Scores a database in the background; outlives the browser that began it."""

    def __init__(self, database: Database) -> None:
        super().__init__(JobStatus("idle"))
        self._database = database

    def start(self, *, model: str | None = None) -> bool:
        """Begin scoring; False where it is running already."""
        return self._begin(
            partial(self._run, model), status=JobStatus("running"), name="polytone-scoring"
        )

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


_jobs: dict[Path, ScoringJob] = {}
_jobs_lock = threading.Lock()


def scoring_job(database: Database) -> ScoringJob:
    """The one job of this database in this process."""
    with _jobs_lock:
        return _jobs.setdefault(database.path, ScoringJob(database))
