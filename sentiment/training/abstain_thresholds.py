"""How sure a model has to be in each language before its answer is taken.

Answering only when sure trades coverage for accuracy (El-Yaniv and Wiener 2010, On the
Foundations of Noise-free Selective Classification; Geifman and El-Yaniv 2017). The
threshold is chosen on one set of held-out texts, and what it does is told on another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentiment.models.abstaining import AbstainBand, AbstainBands

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sentiment.training.held_out import ScoredTexts

TARGET_ERROR = 0.10
LEAST_KEPT = 0.30
FEWEST = 200  # texts of a language that a threshold of its own is chosen on


def choose_threshold(
    sureness: NDArray[np.float32],
    right: NDArray[np.bool_],
    *,
    target_error: float = TARGET_ERROR,
    least_kept: float = LEAST_KEPT,
) -> float:
    """The lowest sureness at which at most ``target_error`` of the texts kept are wrong.

    ``sureness`` (n,) in 0..1, ``right`` (n,). Where so few errors are not reached with
    the share ``least_kept`` of the texts, the threshold with the fewest errors that
    keeps that share. One error more is counted than was seen, (wrong + 1) / (kept + 1),
    as in conformal risk control (Angelopoulos et al. 2024): the best of
    many thresholds looks better than it is. 0 keeps every text.

    >>> sureness = np.linspace(0.99, 0.4, 60, dtype=np.float32)
    >>> round(choose_threshold(sureness, sureness > 0.6), 2)
    0.58
    """
    if len(sureness) == 0:
        return 0.0
    order = np.argsort(-sureness, kind="stable")
    kept = np.arange(1, len(order) + 1)
    error = (np.cumsum(~right[order]) + 1) / (kept + 1)
    together = np.append(np.diff(sureness[order]) < 0, True)  # equally sure texts stay together
    possible = together & (kept >= least_kept * len(order))
    good = np.flatnonzero(possible & (error <= target_error))
    fewest_errors = np.flatnonzero(possible)[error[possible].argmin()]
    last = int(good[-1] if len(good) else fewest_errors)
    return 0.0 if last == len(order) - 1 else float(sureness[order[last]])


def choose_abstain_bands(
    chosen_on: ScoredTexts,
    shown_on: ScoredTexts,
    *,
    model_id: str,
    target_error: float = TARGET_ERROR,
    least_kept: float = LEAST_KEPT,
    fewest: int = FEWEST,
) -> AbstainBands:
    """A band for each language of either set of texts, and one for all the others.

    A language with fewer than ``fewest`` texts in ``chosen_on`` gets the threshold of
    all languages together, and its band says so.
    """

    def choose(scored: ScoredTexts) -> float:
        return choose_threshold(
            scored.sureness, scored.right, target_error=target_error, least_kept=least_kept
        )

    pooled = choose(chosen_on)
    bands = {}
    for language in sorted({*chosen_on.languages.tolist(), *shown_on.languages.tolist()}):
        known = chosen_on.where(chosen_on.languages == language)
        own = len(known.labels) >= fewest
        threshold = choose(known) if own else pooled
        shown = shown_on.where(shown_on.languages == language)
        bands[language] = describe_band(threshold, shown, own=own)
    return AbstainBands(
        model_id=model_id,
        target_error=target_error,
        least_kept=least_kept,
        pooled=describe_band(pooled, shown_on, own=True),
        languages=bands,
    )


def describe_band(threshold: float, shown_on: ScoredTexts, *, own: bool) -> AbstainBand:
    """What ``threshold`` does on the texts ``shown_on``."""
    kept, wrong = shown_on.sureness >= threshold, ~shown_on.right
    return AbstainBand(
        threshold=round(threshold, 4),
        own=own,
        texts=len(kept),
        kept=int(kept.sum()),
        wrong_kept=int((kept & wrong).sum()),
        wrong_abstained=int((~kept & wrong).sum()),
    )
