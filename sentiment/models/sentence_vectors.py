"""What a model's encoder makes of a text before it decides: one vector a text.

A light head on vectors of a frozen encoder tells what the encoder knows (Alain and Bengio
2017, linear probes). Texts longer than the window are cut to it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sentiment.errors import ModelError
from sentiment.language.normalising import normalise
from sentiment.models.batching import Pace, plan_batches
from sentiment.models.catalogue import EMBEDDED
from sentiment.models.checksums import verify_checksums
from sentiment.models.classifier import Cancelled, ScoringCancelled, never
from sentiment.models.embedded import (
    PACKED_FILES,
    encoder_sizes,
    load_tokenizer,
)
from sentiment.models.encoder_scoring import EncoderScorer
from sentiment.models.packed_weights import WEIGHTS_FILE, read_packed
from sentiment.models.unigram_tokenizer import PAD
from sentiment.records import Progress, ProgressReport, silent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

STAGE = "vectors"
_START, _END = 0, 2


@dataclass(frozen=True)
class SentenceVectors:
    """``vectors`` (n, size) float32 of n texts, made by the model ``model_id``."""

    model_id: str
    vectors: NDArray[np.float32]


def has_vectors(name: str) -> bool:
    """Whether :func:`sentence_vectors` knows the model: the embedded ones and packed folders."""
    folder = Path(name).expanduser()
    return name in EMBEDDED or all((folder / file).is_file() for file in PACKED_FILES)


def sentence_vectors(
    name: str,
    texts: Sequence[str],
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> SentenceVectors:
    """The pooled vectors of ``texts`` by the packed model ``name``, values in -1..1.

    They are what its last layer, of which every text goes through all the others, hands to the
    linear map that decides. Raises :class:`ModelError` for a model that is not packed, and
    :class:`ScoringCancelled` once ``cancelled`` answers True.
    """
    import torch

    if not has_vectors(name):
        raise ModelError(
            f"The model {name!r} gives no vectors of texts.",
            hint=f"Take {' or '.join(EMBEDDED)}, or a folder that 'polytone build-default' wrote.",
        )
    folder = EMBEDDED[name]() if name in EMBEDDED else Path(name).expanduser()
    verify_checksums(folder, required=PACKED_FILES)
    packed = read_packed(folder / WEIGHTS_FILE)
    size = packed.others["classifier.weight"].shape[1]
    passing = {"classifier.weight": torch.eye(size), "classifier.bias": torch.zeros(size)}
    scorer = EncoderScorer(
        replace(packed, others={**packed.others, **passing}),
        sizes=encoder_sizes(folder),
        leave_early=False,
    )
    tokenizer = load_tokenizer(packed, folder)
    encoded = tokenizer.encode_batch_fast([normalise(t) for t in texts], add_special_tokens=False)
    room = scorer.longest - 2
    ids = [[_START, *one.ids[:room], _END] for one in encoded]
    vectors = np.empty((len(texts), size), np.float32)
    pace = Pace()
    for batch in plan_batches([len(one) for one in ids]):
        if cancelled():
            raise ScoringCancelled
        width = max(len(ids[number]) for number in batch)
        padded = np.full((len(batch), width), PAD, np.int64)
        for row, number in enumerate(batch):
            padded[row, : len(ids[number])] = ids[number]
        lengths = np.array([len(ids[number]) for number in batch])
        mask = torch.from_numpy(np.arange(width) < lengths[:, None])
        with torch.inference_mode():
            vectors[batch] = scorer.logits(torch.from_numpy(padded), mask).numpy()
        pace.add(len(batch))
        progress(ProgressReport(STAGE, pace.done, len(texts), pace.per_second))
    return SentenceVectors(packed.model_id, vectors)
