"""Counts of character n-grams with a logistic regression, as a baseline.

N-grams of 2 to 5 characters within words are hashed into a fixed number of places
(Weinberger et al. 2009), so that no vocabulary is kept; their counts are damped by
log(1 + count) and scaled to length 1. One weight for each place and class is all there is
to the model: nothing in it knows what a word means in another language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sentiment.models.baseline_files import read_baseline
from sentiment.models.batched_classifier import BatchedClassifier, softmax

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

NAME = "char-ngrams"
WEIGHT, SCALE, BIAS = "weight", "weight_scale", "bias"
SHORTEST, LONGEST = 2, 5


def load_char_ngrams(folder: Path) -> BatchedClassifier:
    """The packed n-gram model in ``folder``; :class:`ModelError` where it cannot be opened."""
    packed = read_baseline(folder, name=NAME)
    weight, scale, bias = (packed.tensors[name] for name in (WEIGHT, SCALE, BIAS))

    def chances(texts: Sequence[str]) -> NDArray[np.float32]:
        counted = count_ngrams(texts, places=len(weight))
        used = np.unique(counted.indices)  # the few rows that these texts need
        logits = counted[:, used] @ (weight[used] * scale) + bias
        return softmax(logits)

    return BatchedClassifier(packed.model_id, chances)


def count_ngrams(texts: Sequence[str], *, places: int) -> Any:
    """A sparse float32 matrix (len(texts), places) with rows of length 1.

    >>> counted = count_ngrams(["good good", ""], places=1 << 10)
    >>> counted.shape, counted.getrow(1).nnz, round(float(counted.multiply(counted).sum()), 4)
    ((2, 1024), 0, 1.0)
    """
    from sklearn.preprocessing import normalize

    counted = _vectorizer(places).transform(texts)
    counted.data = np.log1p(counted.data)
    return normalize(counted, copy=False)


def pack_weights(weight: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """``weight`` (places, classes) as int8 and the scale of each class (classes,)."""
    scale = np.maximum(np.abs(weight).max(axis=0), 1e-12) / 127
    return np.rint(weight / scale).astype(np.int8), scale.astype(np.float32)


def _vectorizer(places: int) -> Any:
    from sklearn.feature_extraction.text import HashingVectorizer

    return HashingVectorizer(
        analyzer="char_wb",
        ngram_range=(SHORTEST, LONGEST),
        n_features=places,
        alternate_sign=False,
        norm=None,
        dtype=np.float32,
    )
