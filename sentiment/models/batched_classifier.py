"""A classifier made of a function from texts to probabilities; the baselines are such."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sentiment.language.normalising import normalise
from sentiment.models.batching import STAGE, Pace
from sentiment.models.classifier import Cancelled, ScoringCancelled, never
from sentiment.records import Progress, ProgressReport, silent

if TYPE_CHECKING:
    from numpy.typing import NDArray

BATCH = 512
Chances = Callable[[Sequence[str]], "NDArray[np.float32]"]


class BatchedClassifier:
    """Implements :class:`sentiment.models.classifier.Classifier`; safe to share by threads.

    ``chances`` gives probabilities (n, 3) to at most :data:`BATCH` texts, none of them
    blank: normalised, or with ``as_written`` as people wrote them.
    """

    def __init__(self, model_id: str, chances: Chances, *, as_written: bool = False) -> None:
        self.model_id = model_id
        self._chances = chances
        self._as_written = as_written

    def predict(
        self,
        texts: Sequence[str],
        *,
        progress: Progress = silent,
        cancelled: Cancelled = never,
    ) -> NDArray[np.float32]:
        """See :meth:`sentiment.models.classifier.Classifier.predict`."""
        out = np.empty((len(texts), 3), dtype=np.float32)
        pace = Pace()
        for first in range(0, len(texts), BATCH):
            if cancelled():
                raise ScoringCancelled
            part = texts[first : first + BATCH]
            out[first : first + len(part)] = self._predict_batch(part)
            pace.add(len(part))
            progress(ProgressReport(STAGE, pace.done, len(texts), pace.per_second))
        return out

    def _predict_batch(self, texts: Sequence[str]) -> NDArray[np.float32]:
        out = np.tile(np.array([0, 1, 0], dtype=np.float32), (len(texts), 1))
        normalised = [normalise(text) for text in texts]
        said = [number for number, text in enumerate(normalised) if text]
        if said:
            read = texts if self._as_written else normalised
            out[said] = self._chances([read[number] for number in said])
        return out


def softmax(logits: NDArray[np.floating]) -> NDArray[np.float32]:
    """Probabilities (n, classes) of ``logits`` (n, classes).

    >>> softmax(np.zeros((1, 2))).tolist()
    [[0.5, 0.5]]
    """
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)
