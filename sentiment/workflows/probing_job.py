"""Probes that run beside the app: one job a database, in a thread of the server's process."""

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


@dataclass(frozen=True)
class ProbingStatus:
    """Where a run stands; ``model`` is the name that was asked for.

    ``message`` is for a person where it failed.
    """

    state: State
    model: str = ""
    progress: ProgressReport | None = None
    message: str = ""


class ProbingJob(BackgroundRun[ProbingStatus]):
    """Probes a model in the background; what is answered is stored batch by batch."""

    def __init__(self, database: Database) -> None:
        super().__init__(ProbingStatus("idle"))
        self._database = database

    def start(self, model: str, *, afresh: bool = False) -> bool:
        """Begin; False where a run is on already."""
        return self._begin(
            partial(self._run, model, afresh),
            status=ProbingStatus("running", model),
            name="polytone-probing",
        )

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


_jobs: dict[Path, ProbingJob] = {}
_jobs_lock = threading.Lock()


def probing_job(database: Database) -> ProbingJob:
    """The one job of this database in this process."""
    with _jobs_lock:
        return _jobs.setdefault(database.path, ProbingJob(database))
