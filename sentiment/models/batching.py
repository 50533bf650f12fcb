"""Scoring many token sequences fast: sorted by length, a thread for each core.

Sequences of one batch have nearly the same length, so that hardly any padding
is computed. Each thread works on batches of its own with one intra-operation
thread: on two cores this is a third faster than two threads on one batch.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from sentiment.models.classifier import Cancelled, ScoringCancelled, never
from sentiment.settings import cpu_count

if TYPE_CHECKING:
    import torch
    from numpy.typing import NDArray

Logits = Callable[["torch.Tensor", "torch.Tensor | None"], "torch.Tensor"]
BATCH_TOKENS = 512  # more makes the allocator give memory back and fetch it anew in every layer
BATCH_TEXTS = 128
STAGE = "scoring"
_users = 0
_users_lock = threading.Lock()


def plan_batches(
    lengths: Sequence[int], *, tokens: int = BATCH_TOKENS, texts: int = BATCH_TEXTS
) -> list[NDArray[np.int64]]:
    """Numbers of the sequences for each batch, longest first.

    A batch holds at most ``texts`` sequences and, padded to its longest, at
    most ``tokens`` tokens, but always one sequence. Longest first, so that a
    machine with too little memory shows it at once and the last batches are small.
    """
    order = np.argsort(-np.asarray(lengths, dtype=np.int64), kind="stable")
    batches = []
    first = 0
    while first < len(order):
        size = min(texts, max(1, tokens // max(1, lengths[order[first]])))
        batches.append(order[first : first + size])
        first += size
    return batches


def score_sequences(
    sequences: Sequence[NDArray[np.int64]],
    logits: Logits,
    *,
    pad: int,
    classes: int = 3,
    scored: Callable[[int], None] = lambda count: None,
    cancelled: Cancelled = never,
) -> NDArray[np.float32]:
    """Probabilities (len(sequences), classes) in the order of ``sequences``.

    ``logits`` takes ids (n, width) and a mask that is True at tokens, or None
    where there is no padding. ``scored`` is told, from this thread, how many
    sequences each finished batch held. Raises :class:`ScoringCancelled`.
    """
    out = np.empty((len(sequences), classes), dtype=np.float32)
    batches = plan_batches([len(sequence) for sequence in sequences])

    def run(batch: NDArray[np.int64]) -> int:
        if cancelled():
            raise ScoringCancelled
        out[batch] = _probabilities([sequences[number] for number in batch], logits, pad)
        return len(batch)

    workers = max(1, min(cpu_count(), len(batches)))
    with one_thread_each(), ThreadPoolExecutor(workers, initializer=_compute_alone) as pool:
        futures = [pool.submit(run, batch) for batch in batches]
        try:
            for future in futures:
                scored(future.result())
        except BaseException:
            for future in futures:
                future.cancel()
            raise
    return out


@contextmanager
def one_thread_each() -> Iterator[None]:
    """Puts torch's thread setting back when the last of the callers inside it has left."""
    import torch

    global _users
    before = torch.get_num_threads()
    with _users_lock:
        _users += 1
    try:
        yield
    finally:
        with _users_lock:
            _users -= 1
            if _users == 0:
                torch.set_num_threads(before)


def _compute_alone() -> None:
    """Makes the calling thread compute each operation by itself."""
    import torch

    torch.set_num_threads(1)


class Pace:
    """Counts what is done and how fast, over the whole run so far."""

    def __init__(self) -> None:
        self._started = time.perf_counter()
        self.done = 0

    def add(self, count: int) -> None:
        """``count`` more are done."""
        self.done += count

    @property
    def per_second(self) -> float:
        """Items a second since the start."""
        return self.done / max(1e-9, time.perf_counter() - self._started)


def _probabilities(
    sequences: Sequence[NDArray[np.int64]], logits: Logits, pad: int
) -> NDArray[np.float32]:
    import torch

    lengths = np.array([len(sequence) for sequence in sequences])
    width = int(lengths.max())
    ids = np.full((len(sequences), width), pad, dtype=np.int64)
    mask = np.arange(width) < lengths[:, None]
    ids[mask] = np.concatenate(sequences)
    with torch.inference_mode():
        attends = None if mask.all() else torch.from_numpy(mask)
        chances = logits(torch.from_numpy(ids), attends).float().softmax(dim=-1)
    return np.asarray(chances.numpy())
