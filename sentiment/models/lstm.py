"""A small bidirectional LSTM over hashed words, as a baseline.

Each word is the mean of the vectors of its hashed pieces; an LSTM (Hochreiter and
Schmidhuber 1997) reads the words in both directions; the largest and the mean of what it
says along the text decide. It learnt from labelled texts alone: no pretrained vector.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sentiment.models.baseline_files import read_baseline
from sentiment.models.batched_classifier import BatchedClassifier
from sentiment.models.batching import plan_batches
from sentiment.models.hashed_words import hash_word, split_words

if TYPE_CHECKING:
    from pathlib import Path

    import torch
    from numpy.typing import NDArray

NAME = "lstm"
HashedText = Sequence[tuple[int, ...]]
_BATCH_WORDS = 4_096


def load_lstm(folder: Path) -> BatchedClassifier:
    """The packed LSTM in ``folder``; :class:`ModelError` where it cannot be opened."""
    import torch

    packed = read_baseline(folder, name=NAME)
    sizes = packed.config["sizes"]
    network = build_lstm(**sizes)
    network.load_state_dict(
        {name: torch.from_numpy(array).float() for name, array in packed.tensors.items()}
    )
    network.train(False)

    def chances(texts: Sequence[str]) -> NDArray[np.float32]:
        hashed = [hash_text(text, places=sizes["places"]) for text in texts]
        with torch.inference_mode():
            return lstm_logits(network, hashed).softmax(dim=-1).numpy()

    return BatchedClassifier(packed.model_id, chances)


def build_lstm(*, places: int, width: int, hidden: int) -> torch.nn.ModuleDict:
    """The network with new weights: ``places`` vectors of ``width``, ``hidden`` units a side."""
    from torch import nn

    return nn.ModuleDict(
        {
            "words": nn.EmbeddingBag(places, width, mode="mean"),
            "lstm": nn.LSTM(width, hidden, bidirectional=True, batch_first=True),
            "classifier": nn.Linear(4 * hidden, 3),
        }
    )


def hash_text(text: str, *, places: int) -> list[tuple[int, ...]]:
    """The words of ``text``, each as the places of its pieces; never empty."""
    return [hash_word(word, places) for word in split_words(text) or [""]]


def lstm_logits(network: torch.nn.ModuleDict, hashed: Sequence[HashedText]) -> torch.Tensor:
    """Logits (len(hashed), 3), texts of similar length together so that little is padded."""
    import torch

    batches = plan_batches([len(text) for text in hashed], tokens=_BATCH_WORDS)
    out = torch.empty(len(hashed), 3)
    for batch in batches:
        out[torch.from_numpy(batch)] = batch_logits(network, [hashed[row] for row in batch])
    return out


def batch_logits(
    network: torch.nn.ModuleDict, hashed: Sequence[HashedText], *, dropout: float = 0.0
) -> torch.Tensor:
    """Logits (n, 3) of one batch; ``dropout`` is the share of inputs left out in training."""
    import torch
    from torch.nn import functional
    from torch.nn.utils import rnn

    places = [place for text in hashed for word in text for place in word]
    sizes = [len(word) for text in hashed for word in text]
    starts = np.concatenate([[0], np.cumsum(sizes[:-1])]).astype(np.int64)
    vectors: Any = network["words"](torch.tensor(places), torch.from_numpy(starts))
    vectors = functional.dropout(vectors, dropout, training=dropout > 0)
    lengths = [len(text) for text in hashed]
    packed = rnn.pack_sequence(vectors.split(lengths), enforce_sorted=False)
    read: Any = network["lstm"](packed)[0]
    states, _ = rnn.pad_packed_sequence(read, batch_first=True)
    counts = torch.tensor(lengths)
    outside = torch.arange(states.shape[1]) >= counts[:, None]
    largest = states.masked_fill(outside[:, :, None], -1.0).amax(dim=1)  # of tanh: never below
    mean = states.sum(dim=1) / counts[:, None]
    joined = functional.dropout(torch.cat([largest, mean], dim=1), dropout, training=dropout > 0)
    answer: torch.Tensor = network["classifier"](joined)
    return answer
