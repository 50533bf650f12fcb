"""Scoring the texts of a file, in which the same text often stands more than once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentiment.evaluation.labelled_quality import without_neutral
from sentiment.records import silent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sentiment.models.classifier import Classifier
    from sentiment.records import Progress


def score_distinct(
    texts: Sequence[str], classifier: Classifier, *, two_classes: bool, progress: Progress = silent
) -> NDArray[np.float64]:
    """Probabilities (n, 3) of the n texts, each different text scored once.

    With ``two_classes`` they are those of negative and positive alone.
    """
    places: dict[str, int] = {}
    for text in texts:
        places.setdefault(text, len(places))
    scored = classifier.predict(list(places), progress=progress)
    chances = scored[[places[text] for text in texts]].astype(np.float64)
    return without_neutral(chances) if two_classes else chances
