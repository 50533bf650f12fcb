"""Texts that nearly are others: a word changed, another link, a name masked.

How alike two texts are is the share of their runs of six letters that both have (Jaccard), which
is found without comparing each with each (MinHash with locality-sensitive hashing; Broder 1997,
On the resemblance and containment of documents; extra ``modeling``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sentiment.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

ALIKE = 0.7
SHORTEST = 25  # letters; shorter texts are alike by chance
_RUN = 6
_HASHES = 32
_CANDIDATE = 0.6  # below ALIKE: with few hashes the estimate errs, and candidates are counted out
_PRIMES = np.array([1, 31, 961, 29_791, 923_521, 28_629_151], dtype=np.uint64)


def nearly_in(keys: Sequence[str], others: Sequence[str]) -> NDArray[np.bool_]:
    """Which of ``keys`` (n,) share :data:`ALIKE` of their runs with one of ``others``.

    Both are texts' match keys (:func:`sentiment.training.corpora.match_key`); one of fewer than
    :data:`SHORTEST` letters is like no other. Raises :class:`MissingExtraError` without datasketch.
    """
    try:
        from datasketch import MinHash, MinHashLSH
    except ImportError as error:
        raise MissingExtraError("datasketch", extra="modeling") from error

    def sketch(runs: NDArray[np.uint64]) -> Any:
        minhash = MinHash(num_perm=_HASHES, hashfunc=int)
        minhash.update_batch(runs.tolist())
        return minhash

    index = MinHashLSH(threshold=_CANDIDATE, num_perm=_HASHES)
    for number, key in enumerate(others):
        if len(key) >= SHORTEST:
            index.insert(number, sketch(_runs(key)))
    found = np.zeros(len(keys), dtype=bool)
    for place, key in enumerate(keys):
        if len(key) < SHORTEST:
            continue
        runs = _runs(key)
        candidates = index.query(sketch(runs))
        found[place] = any(_shared(runs, _runs(others[number])) >= ALIKE for number in candidates)
    return found


def _runs(key: str) -> NDArray[np.uint64]:
    """The distinct runs of letters of ``key`` as numbers of 32 bits."""
    letters = np.frombuffer(key.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    runs = np.lib.stride_tricks.sliding_window_view(letters, _RUN) @ _PRIMES
    return np.unique(runs % np.uint64(2**32))


def _shared(ones: NDArray[np.uint64], others: NDArray[np.uint64]) -> float:
    both = len(np.intersect1d(ones, others, assume_unique=True))
    return both / (len(ones) + len(others) - both)
