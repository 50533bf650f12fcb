"""Measure how a model calls texts of many sources, for correcting shares without labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentiment.errors import TrainingError
from sentiment.evaluation.adjusted_counts import ErrorRates, adjusted_shares
from sentiment.evaluation.confusion import confusion_table
from sentiment.evaluation.transferred_rates import SourceSpread, fit_spread, transferred_rates
from sentiment.models.stated_confusion import SourceConfusion, StatedConfusion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sentiment.training.labelled_sets import LabelledSet

FEWEST_SOURCES = 5
FEWEST_TEXTS = 50


def count_confusions(
    sets: Sequence[LabelledSet], called: Sequence[NDArray[np.int64]]
) -> tuple[SourceConfusion, ...]:
    """The counts of each set, from the classes (0, 1, 2) that its texts are called."""
    return tuple(
        SourceConfusion(
            source=one.source,
            language=one.language,
            unseen=one.part == "never seen",
            table=tuple(
                tuple(int(count) for count in row) for row in confusion_table(one.labels, calls)
            ),
        )
        for one, calls in zip(sets, called, strict=True)
    )


def state_confusions(model_id: str, sources: Sequence[SourceConfusion]) -> StatedConfusion:
    """What is kept beside the weights, with how well each source is corrected by the others.

    The spread between languages and sources is fitted on all of them. Then each source that
    the model never saw, with all three classes and 50 texts, is left out and its shares are
    corrected with the rest; ``covered`` is how many of the intervals held the truth.
    Raises :class:`TrainingError` for fewer than five sources.
    """
    if len(sources) < FEWEST_SOURCES:
        raise TrainingError(
            f"Only {len(sources)} sources were counted, {FEWEST_SOURCES} are needed.",
            hint="Name a folder with more labelled sources.",
        )
    tables = [(one.language, np.array(one.table, np.float64)) for one in sources]
    spread = fit_spread(tables)
    held = []
    tried = 0
    for place, one in enumerate(sources):
        table = tables[place][1]
        if not one.unseen or table.sum(axis=1).min() == 0 or table.sum() < FEWEST_TEXTS:
            continue
        tried += 1
        held += _held(place, tables, spread)
    return StatedConfusion(
        model_id=model_id,
        sources=tuple(sources),
        language_spread=spread.languages,
        source_spread=spread.sources,
        tried=tried,
        answered=len(held),
        covered=round(float(np.mean(held)), 4) if held else None,
    )


def _held(
    place: int, tables: Sequence[tuple[str, NDArray[np.float64]]], spread: SourceSpread
) -> list[NDArray[np.bool_]]:
    """Whether the truth lies in the interval of each class; nothing where none is given."""
    language, table = tables[place]
    others = [pair for number, pair in enumerate(tables) if number != place]
    own = [counts for name, counts in others if name == language]
    if not own:
        return []
    rates = transferred_rates(own, [counts for _, counts in others], spread=spread, seed=place)
    found = adjusted_shares(table.sum(axis=0), ErrorRates.of(rates), seed=len(tables) + place)
    if found.why_not is not None:
        return []
    truth = table.sum(axis=1) / table.sum()
    low, high = np.quantile(found.draws, [0.025, 0.975], axis=0)
    return [(low <= truth) & (truth <= high)]
