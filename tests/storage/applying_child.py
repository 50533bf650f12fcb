"""A process that applies an adjusted version and is killed in the middle of it."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from sentiment.storage.adjustments import store_adjustment
from sentiment.storage.database import open_database
from tests.storage.adjusted_rows import ADJUSTMENT


def die(_: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    store_adjustment(open_database(Path(sys.argv[1])), ADJUSTMENT, adjusted=die)
