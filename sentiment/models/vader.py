"""VADER, the English lexicon with rules, as a baseline (Hutto and Gilbert 2014).

The package ``vaderSentiment`` gives a text one number, ``compound`` in -1..1. Its authors
call a text positive from .05 on and negative from -.05 down. Polytone needs three
probabilities: the softmax of ``SHARPNESS * (-compound, .05, compound)``, whose winner is
always the class that VADER's own thresholds give. Its shares ``pos``, ``neu`` and ``neg``
play no part: they say how much of a text is in the lexicon, not what the text says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentiment.errors import MissingExtraError
from sentiment.models.batched_classifier import BatchedClassifier, softmax

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

NAME = "vader"
THRESHOLD = 0.05
# ``compound`` has four decimals: a little less than the threshold lets it win when it is met.
_NEUTRAL = THRESHOLD - 0.00005
# How sure it sounds: the inverse of the temperature that fits English texts of the dev splits
# (training/baselines.py, ``fit_vader_sharpness``).
SHARPNESS = 1.25
# VADER looks each word up from the start of the text: a text ten times as long takes a
# hundred times as long. Longer ones are read in parts, as its authors advise.
WORDS_AT_ONCE = 200


def load_vader() -> BatchedClassifier:
    """The lexicon as a classifier; its version is the installed package's.

    Raises :class:`MissingExtraError` where ``vaderSentiment`` is not installed.
    """
    from importlib.metadata import version

    compound = open_lexicon()

    def chances(texts: Sequence[str]) -> NDArray[np.float32]:
        return vader_chances(np.array([mean_compound(text, compound) for text in texts]))

    return BatchedClassifier(f"{NAME}-{version('vaderSentiment')}", chances, as_written=True)


def open_lexicon() -> Callable[[str], float]:
    """The function that gives a text its ``compound``, with four decimals.

    Raises :class:`MissingExtraError` where ``vaderSentiment`` is not installed.
    """
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
    except ImportError as error:
        raise MissingExtraError("vaderSentiment", extra="modeling") from error
    analyzer = SentimentIntensityAnalyzer()

    def compound(text: str) -> float:
        return float(analyzer.polarity_scores(text)["compound"])

    return compound


def vader_chances(
    compounds: NDArray[np.float64], *, sharpness: float = SHARPNESS
) -> NDArray[np.float32]:
    """Probabilities of negative, neutral and positive (n, 3) of ``compounds`` (n,) in -1..1.

    >>> vader_chances(np.array([-0.05, -0.0499, 0.0, 0.0499, 0.05])).argmax(axis=1).tolist()
    [0, 1, 1, 1, 2]
    """
    return softmax(sharpness * vader_logits(compounds))


def vader_logits(compounds: NDArray[np.float64]) -> NDArray[np.float32]:
    """What stands against each other (n, 3), before it is made more or less sure."""
    neutral = np.full(len(compounds), _NEUTRAL)
    return np.stack([-compounds, neutral, compounds], axis=1).astype(np.float32)


def mean_compound(text: str, compound: Callable[[str], float]) -> float:
    """The ``compound`` of ``text``, or of its parts on average, each as much as it has words."""
    words = text.split()
    if len(words) <= WORDS_AT_ONCE:
        return compound(text)
    parts = [words[first : first + WORDS_AT_ONCE] for first in range(0, len(words), WORDS_AT_ONCE)]
    scores = [compound(" ".join(part)) for part in parts]
    return round(float(np.average(scores, weights=[len(part) for part in parts])), 4)
