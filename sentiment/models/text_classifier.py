"""A classifier made of a tokenizer, a forward pass and a table of labels.

Texts are taken in slices, so that the memory needed does not grow with their
number: normalised, tokenised, cut into pieces that fit the window, scored in
batches of similar length, joined again and mapped to three classes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentiment.language.normalising import normalise
from sentiment.models.batching import STAGE, Logits, Pace, score_sequences
from sentiment.models.classifier import Cancelled, ScoringCancelled, never
from sentiment.models.long_texts import join_pieces, split_into_pieces
from sentiment.records import Progress, ProgressReport, silent

if TYPE_CHECKING:
    from numpy.typing import NDArray

SLICE = 4_096
OVERLAP = 32
Encode = Callable[[Sequence[str]], Sequence[Sequence[int]]]


@dataclass(frozen=True)
class TextTokens:
    """How texts become token ids for one model.

    ``encode`` gives ids without special tokens; ``prefix`` and ``suffix`` are
    the special tokens of a single text; ``window`` is the longest input.
    """

    encode: Encode
    prefix: tuple[int, ...]
    suffix: tuple[int, ...]
    pad: int
    window: int


class TextClassifier:
    """Implements :class:`sentiment.models.classifier.Classifier`; safe to share by threads.

    ``mapping`` (labels of the model, 3) adds the model's probabilities up to
    negative, neutral and positive.
    """

    def __init__(
        self, model_id: str, *, tokens: TextTokens, logits: Logits, mapping: NDArray[np.float32]
    ) -> None:
        self.model_id = model_id
        self._tokens = tokens
        self._logits = logits
        self._mapping = mapping

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
        for first in range(0, len(texts), SLICE):
            if cancelled():
                raise ScoringCancelled
            part = texts[first : first + SLICE]
            seen = pace.done

            def count(share: float, seen: int = seen, size: int = len(part)) -> None:
                pace.done = seen + round(share * size)
                progress(ProgressReport(STAGE, pace.done, len(texts), pace.per_second))

            out[first : first + len(part)] = self._predict_slice(part, count, cancelled)
            pace.done = seen + len(part)
            progress(ProgressReport(STAGE, pace.done, len(texts), pace.per_second))
        return out

    def _predict_slice(
        self, texts: Sequence[str], count: Callable[[float], None], cancelled: Cancelled
    ) -> NDArray[np.float32]:
        tokens = self._tokens
        room = tokens.window - len(tokens.prefix) - len(tokens.suffix)
        pieces = split_into_pieces(
            tokens.encode([normalise(text) for text in texts]),
            prefix=tokens.prefix,
            suffix=tokens.suffix,
            window=tokens.window,
            overlap=min(OVERLAP, room // 4),
        )
        done = 0

        def scored(finished: int) -> None:
            nonlocal done
            done += finished
            if done < len(pieces.ids):
                count(done / len(pieces.ids))

        chances = score_sequences(
            pieces.ids,
            self._logits,
            pad=tokens.pad,
            classes=len(self._mapping),
            scored=scored,
            cancelled=cancelled,
        )
        return join_pieces(chances @ self._mapping, pieces, texts=len(texts))
