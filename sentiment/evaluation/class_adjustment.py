"""Probabilities of one language, shifted and scaled: what a mitigation applies.

A shift of a class's log-odds is the same as a threshold of its own for that class, but leaves
three probabilities of which the largest still names the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentiment.records import SENTIMENTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, NDArray

# Below it a probability counts as this much: a class that was ruled out has no logarithm.
LEAST_PROBABILITY = 1e-6


@dataclass(frozen=True)
class ClassAdjustment:
    """What is done to the reviews of one ``language``: p' ∝ (p · exp(offset)) ** (1/temperature).

    ``offsets`` are added to the log-odds of negative, neutral and positive: above 0 the class
    is called more often. ``temperature`` is above 0; above 1 the answers become less sure,
    below 1 surer, and never others.
    """

    language: str
    offsets: tuple[float, float, float] = (0.0, 0.0, 0.0)
    temperature: float = 1.0

    @property
    def changes(self) -> bool:
        """Whether it changes anything."""
        return self.temperature != 1.0 or any(self.offsets)


def log_probabilities(probabilities: ArrayLike) -> NDArray[np.float64]:
    """The logarithms of ``probabilities`` (n, 3), none below that of ``LEAST_PROBABILITY``."""
    given = np.asarray(probabilities, np.float64)
    if given.ndim != 2 or given.shape[1] != len(SENTIMENTS):
        raise ValueError(f"Expected probabilities of shape (n, 3), got {given.shape}.")
    logs: NDArray[np.float64] = np.log(np.maximum(given, LEAST_PROBABILITY))
    return logs


def adjust_probabilities(
    probabilities: ArrayLike, languages: ArrayLike, adjustments: Iterable[ClassAdjustment]
) -> NDArray[np.float32]:
    """``probabilities`` (n, 3) of reviews in ``languages`` (n,), adjusted; rows sum to 1.

    A language without an adjustment, or with one that changes nothing, keeps its
    probabilities to the last bit.

    >>> tilt = ClassAdjustment("de", offsets=(-1.0, 0.0, 0.0))
    >>> given = [[0.5, 0.2, 0.3]] * 2
    >>> adjusted = adjust_probabilities(given, ["de", "fr"], [tilt])
    >>> [round(float(p), 3) for p in adjusted[0]], [round(float(p), 3) for p in adjusted[1]]
    ([0.269, 0.292, 0.439], [0.5, 0.2, 0.3])
    """
    given = np.asarray(probabilities, np.float32)
    found = given.copy()
    names = np.asarray(languages, dtype=object)
    for one in adjustments:
        chosen = names == one.language
        if one.changes and chosen.any():
            logs = (log_probabilities(given[chosen]) + one.offsets) / one.temperature
            found[chosen] = probabilities_of(logs)
    return found


def probabilities_of(logs: NDArray[np.float64]) -> NDArray[np.float32]:
    """Probabilities (n, classes) that belong to ``logs``, which need not be normalised."""
    powers = np.exp(logs - logs.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)
