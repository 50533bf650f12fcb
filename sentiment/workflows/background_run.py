"""One run at a time beside the app, in a thread of the server's process."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Generic, Literal, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

State = Literal["idle", "running", "cancelled", "finished", "failed"]


class _WithState(Protocol):
    @property
    def state(self) -> State: ...


Status = TypeVar("Status", bound=_WithState)


class BackgroundRun(Generic[Status]):
    """What a job has in common with every other: it begins, is asked to stop, and tells.

    It outlives the browser that began it.
    """

    def __init__(self, idle: Status) -> None:
        self._lock = threading.Lock()
        self._cancel = threading.Event()
        self._thread: threading.Thread | None = None
        self._status = idle

    def cancel(self) -> None:
        """Ask the run to stop after the batch at hand."""
        self._cancel.set()

    def status(self) -> Status:
        """Where the run stands now."""
        with self._lock:
            return self._status

    def wait(self, *, timeout: float | None = None) -> Status:
        """Wait until the run has ended, or ``timeout`` seconds; then its status."""
        if self._thread is not None:
            self._thread.join(timeout)
        return self.status()

    def _begin(self, run: Callable[[], None], *, status: Status, name: str) -> bool:
        """Start ``run`` in a thread of that name; False where one is on already."""
        with self._lock:
            if self._status.state == "running":
                return False
            self._cancel.clear()
            self._status = status
            # A daemon: what is committed stays, and the next run goes on from there.
            self._thread = threading.Thread(target=run, name=name, daemon=True)
            self._thread.start()
            return True

    def _set(self, status: Status) -> None:
        with self._lock:
            self._status = status
