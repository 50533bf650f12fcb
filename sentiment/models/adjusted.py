"""A model whose probabilities are adjusted after it has given them, by the language of the text.

Stored predictions are adjusted where they are stored; this is for texts that are asked about one
by one, as when an answer is explained.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentiment.models.classifier import never
from sentiment.records import silent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from sentiment.models.classifier import Cancelled, Classifier
    from sentiment.records import Progress

    Adjust = Callable[[NDArray[np.float32], Sequence[str]], NDArray[np.float32]]


class AdjustedClassifier:
    """Implements :class:`sentiment.models.classifier.Classifier` on top of ``base``.

    ``adjust`` takes probabilities (n, 3) and the language of each of the n texts. With
    ``language`` all texts are taken to be in it, as parts of one review are; without, the
    language of each is identified.
    """

    def __init__(
        self, base: Classifier, adjust: Adjust, *, model_id: str, language: str | None = None
    ) -> None:
        self.base = base
        self.model_id = model_id
        self._adjust = adjust
        self._language = language

    def predict(
        self,
        texts: Sequence[str],
        *,
        progress: Progress = silent,
        cancelled: Cancelled = never,
    ) -> NDArray[np.float32]:
        """See :meth:`sentiment.models.classifier.Classifier.predict`."""
        given = self.base.predict(texts, progress=progress, cancelled=cancelled)
        if not len(texts):
            return given
        return np.asarray(self._adjust(given, self._languages(texts)), np.float32)

    def _languages(self, texts: Sequence[str]) -> list[str]:
        from sentiment.language.identification import identify_many

        if self._language is not None:
            return [self._language] * len(texts)
        return [guess.language for guess in identify_many(texts)]
