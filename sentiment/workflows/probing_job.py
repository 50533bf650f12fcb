"""Probes that run beside the app: one job a database, in a thread of the server's process."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentiment.errors import PolytoneError

if TYPE_CHECKING:
    from pathlib import Path

    from sentiment.records import ProgressReport
    from sentiment.storage.database import Database
    from sentiment.workflows.background import State


@dataclass(frozen=True)
class ProbingStatus:
    """Where a run stands; ``model`` is the name that was asked for.

    ``message`` is for a person where it failed.
    """

    state: State
    model: str = ""
    progress: ProgressReport | None = None
    message: str = ""


class ProbingJob:
    """Probes a model in the background; what is answered is stored batch by batch."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._cancel = threading.Event()
        self._thread: threading.Thread | None = None
        self._status = ProbingStatus("idle")

    def start(self, model: str, *, afresh: bool = False) -> bool:
        """Begin; False where a run is on already."""
        with self._lock:
            if self._status.state == "running":
                return False
            self._cancel.clear()
            self._status = ProbingStatus("running", model)
            self._thread = threading.Thread(
                target=self._run, args=(model, afresh), name="polytone-probing", daemon=True
            )
            self._thread.start()
            return True

    def cancel(self) -> None:
        """Ask the run to stop after the batch at hand."""
        self._cancel.set()

    def status(self) -> ProbingStatus:
        """Where the run stands now."""
        with self._lock:
            return self._status

    def wait(self, *, timeout: float | None = None) -> ProbingStatus:
        """Wait until the run has ended, or ``timeout`` seconds; then its status."""
        if self._thread is not None:
            self._thread.join(timeout)
        return self.status()

    def _run(self, model: str, afresh: bool) -> None:
        from sentiment.models.classifier import ScoringCancelled
        from sentiment.workflows.probing import run_probes

        def progressed(report: ProgressReport) -> None:
            self._set(ProbingStatus("running", model, progress=report))

        try:
            run_probes(
                model=model,
                database=self._database,
                afresh=afresh,
                progress=progressed,
                cancelled=self._cancel.is_set,
            )
        except ScoringCancelled:
            self._set(ProbingStatus("cancelled", model))
        except PolytoneError as error:
            self._set(ProbingStatus("failed", model, message=str(error)))
        except Exception as error:
            self._set(ProbingStatus("failed", model, message=f"Probing stopped: {error!r}"))
            raise
        else:
            self._set(ProbingStatus("finished", model))

    def _set(self, status: ProbingStatus) -> None:
        with self._lock:
            self._status = status


_jobs: dict[Path, ProbingJob] = {}
_jobs_lock = threading.Lock()


def probing_job(database: Database) -> ProbingJob:
    """The one job of this database in this process."""
    with _jobs_lock:
        return _jobs.setdefault(database.path, ProbingJob(database))
