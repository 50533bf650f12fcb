"""Reviews of which the truth is known, by a model that errs more in one market."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tests.storage.conftest import fill_database

if TYPE_CHECKING:
    from sentiment.storage.database import Database

SCORES = ((0.8, 0.1, 0.1), (0.1, 0.8, 0.1), (0.1, 0.1, 0.8))
EQUAL = np.array([[0.9, 0.05, 0.05], [0.1, 0.8, 0.1], [0.04, 0.04, 0.92]])
HARSH = np.array([[0.96, 0.02, 0.02], [0.45, 0.5, 0.05], [0.25, 0.05, 0.7]])
SAD, GLAD = (0.35, 0.15, 0.5), (0.1, 0.15, 0.75)
# Market, language, true shares, the model's errors, reviews, labelled ones.
MARKETS = (
    ("JP", "ja", SAD, HARSH, 700, 250),
    ("BR", "pt", SAD, EQUAL, 700, 250),
    ("DE", "de", GLAD, EQUAL, 700, 250),
    ("AT", "de", GLAD, EQUAL, 300, 0),
    ("KE", "sw", SAD, EQUAL, 40, 0),
)


def simulated(
    market: str, language: str, shares: Any, rates: Any, reviews: int, labelled: int, *, seed: int
) -> list[dict[str, Any]]:
    """The rows of one market, of which the first ``labelled`` have a label of the file."""
    random = np.random.default_rng(seed)
    truths = random.choice(3, size=reviews, p=shares)
    return [
        {
            "text": f"{market} {place}",
            "language": (language, 0.9, False),
            "market": market,
            "scores": SCORES[random.choice(3, p=rates[truth])],
            "written_at": np.datetime64("2025-01-15") + np.timedelta64(31 * (place % 3), "D"),
            **({"label": int(truth)} if place < labelled else {}),
        }
        for place, truth in enumerate(truths)
    ]


def store_markets(database: Database) -> None:
    """All markets, in a database that has none yet."""
    for seed, given in enumerate(MARKETS):
        rows = simulated(*given, seed=seed)
        for row in rows:
            row["written_at"] = row["written_at"].astype("datetime64[us]").item()
        fill_database(database, rows)
