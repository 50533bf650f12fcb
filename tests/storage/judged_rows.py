"""Reviews of which truth, prediction and language are known, to be counted by hand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np

NEGATIVE, NEUTRAL, POSITIVE = (0.7, 0.2, 0.1), (0.2, 0.6, 0.2), (0.1, 0.1, 0.8)
ROWS: list[dict[str, Any]] = [
    {"text": "a", "stars": 1.0, "market": "DE", "product": "Lamp", "scores": NEGATIVE,
     "language": ("de", 0.9, False), "declared_language": "de", "written_at": datetime(2025, 1, 5)},
    {"text": "b", "stars": 1.0, "market": "DE", "scores": POSITIVE,
     "language": ("de", 0.5, True), "declared_language": "de", "written_at": datetime(2025, 2, 5)},
    {"text": "c", "stars": 1.0, "market": "DE", "scores": (0.05, 0.05, 0.9),
     "language": ("nl", 0.9, False), "declared_language": "de", "written_at": datetime(2025, 2, 7)},
    {"text": "d", "stars": 3.0, "market": "FR", "scores": NEUTRAL,
     "language": ("fr", 0.9, False)},
    {"text": "e", "stars": 5.0, "market": "FR", "scores": NEGATIVE, "label": 2},
    {"text": "f", "stars": 5.0, "scores": POSITIVE, "language": ("fr", 0.9, False)},
    {"text": "g", "stars": 5.0, "market": "FR"},
    {"text": "h", "market": "FR", "scores": POSITIVE},
]  # fmt: skip


def cells(tables: dict[str, Any]) -> dict[str, dict[tuple[int, int], int]]:
    """Group → the cells that are not empty."""
    return {
        group: {(int(i), int(j)): int(table[i, j]) for i, j in zip(*np.nonzero(table), strict=True)}
        for group, table in tables.items()
    }
