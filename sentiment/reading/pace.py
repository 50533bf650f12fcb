"""How far and how fast: reports of progress from work that several threads do."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from sentiment.records import ProgressReport

if TYPE_CHECKING:
    from sentiment.records import Progress


_STEP = 1_000


class Pace:
    """Counts what is done of ``total`` items and reports it with the speed so far.

    A total that turns out too small (a workbook may state a wrong one) grows.
    """

    def __init__(self, progress: Progress, *, stage: str, total: int) -> None:
        self._progress = progress
        self._stage = stage
        self._total = total
        self._done = self._waiting = 0
        self._start = time.monotonic()
        self._lock = threading.Lock()

    def tick(self) -> None:
        """One more item is done; reported now and then, and by one thread only."""
        self._waiting += 1
        if self._waiting == _STEP:
            self.finish()

    def finish(self) -> None:
        """Report the last ticks."""
        if self._waiting:
            self.advance(self._waiting)
            self._waiting = 0

    def advance(self, items: int) -> None:
        """Report that so many more items are done."""
        with self._lock:
            self._done += items
            seconds = time.monotonic() - self._start
            speed = self._done / seconds if seconds > 0 else 0.0
            total = max(self._total, self._done)
            self._progress(ProgressReport(self._stage, self._done, total, speed))
