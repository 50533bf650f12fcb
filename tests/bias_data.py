"""Three markets of which one rates low for kind words and one is read too unkindly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rating_data import simulate, store

if TYPE_CHECKING:
    from sentiment.storage.database import Database


def fill_biased(database: Database) -> None:
    """600 reviews a market, every third with the label that its file states."""
    store(
        database,
        simulate(
            {"BR": 600, "JP": 600, "US": 600},
            styles={"JP": -0.8},
            misread={"US": -0.9},
            moods={"BR": -0.5},
            seed=5,
        ),
        labelled=3,
    )
