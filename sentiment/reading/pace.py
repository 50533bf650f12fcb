"""How far and how fast: reports of progress from work that several threads do."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from sentiment.records import ProgressReport

if TYPE_CHECKING:
    from sentiment.records import Progress


class Pace:
    """Counts what is done of ``total`` items and reports it with the speed so far."""

    def __init__(self, progress: Progress, *, stage: str, total: int) -> None:
        self._progress = progress
        self._stage = stage
        self._total = total
        self._done = 0
        self._start = time.monotonic()
        self._lock = threading.Lock()

    def advance(self, items: int) -> None:
        """Report that so many more items are done."""
        with self._lock:
            self._done += items
            seconds = time.monotonic() - self._start
            speed = self._done / seconds if seconds > 0 else 0.0
            self._progress(ProgressReport(self._stage, self._done, self._total, speed))
