"""Choose the pieces that the packed model keeps, and cut the tokenizer down to them.

A text whose best segmentation uses kept pieces only is tokenised exactly as
before: removing other pieces takes away worse segmentations alone. Other
texts are split into more, shorter pieces; since every single-character piece
is kept, nothing that was readable becomes unknown.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from sentiment.errors import MissingExtraError, TrainingError
from sentiment.language.normalising import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray
    from tokenizers import Tokenizer

WORDS_PER_LANGUAGE = 60_000
SPECIAL_PIECES = ("<s>", "<pad>", "</s>", "<unk>")
_SPACE = "▁"
_CAPITAL_WEIGHT = 0.2
_CHUNK = 4_096


def count_pieces(tokenizer: Tokenizer, texts: Sequence[str]) -> NDArray[np.int64]:
    """How often each piece of ``tokenizer`` occurs in ``texts``, (vocabulary,)."""
    counts = np.zeros(tokenizer.get_vocab_size(), dtype=np.int64)
    for first in range(0, len(texts), _CHUNK):
        encodings = tokenizer.encode_batch_fast(
            list(texts[first : first + _CHUNK]), add_special_tokens=False
        )
        ids = np.concatenate([encoding.ids for encoding in encodings])
        np.add.at(counts, ids.astype(np.int64), 1)
    return counts


def word_frequencies() -> dict[str, dict[str, float]]:
    """Language → word → share of all words, from ``wordfreq`` (the most frequent words).

    Raises :class:`MissingExtraError` where the package is not installed.
    """
    try:
        import wordfreq
    except ImportError as error:
        raise MissingExtraError("wordfreq", extra="training") from error
    lists = {}
    for language in sorted(wordfreq.available_languages("best")):
        shares = wordfreq.get_frequency_dict(language, wordlist="best")
        lists[language] = dict(list(shares.items())[:WORDS_PER_LANGUAGE])
    return lists


def piece_shares(
    tokenizer: Tokenizer, frequencies: Mapping[str, Mapping[str, float]]
) -> NDArray[np.float64]:
    """The largest share that each piece has of any language's tokens, (vocabulary,).

    Words count as they stand and, with a fifth of the weight, capitalised.
    """
    best = np.zeros(tokenizer.get_vocab_size())
    for language in sorted(frequencies):
        words = frequencies[language]
        spelled = [*words, *(word.capitalize() for word in words)]
        weights = [*words.values(), *(_CAPITAL_WEIGHT * share for share in words.values())]
        shares = np.zeros_like(best)
        for encoding, weight in zip(
            tokenizer.encode_batch_fast(spelled, add_special_tokens=False), weights, strict=True
        ):
            shares[encoding.ids] += weight
        if shares.sum() > 0:
            best = np.maximum(best, shares / shares.sum())
    return best


def choose_pieces(
    pieces: Sequence[str],
    *,
    counts: NDArray[np.int64],
    shares: NDArray[np.float64],
    budget: int,
) -> NDArray[np.int64]:
    """Ids of the pieces to keep, ascending, ``budget`` of them (all, if there are fewer).

    First the special and single-character pieces, then those seen more than
    once in the corpora (``counts``), then by ``shares`` of the world's
    languages, then those seen once, then the rest in the vocabulary's own
    order. Deterministic. :class:`TrainingError` where not even the first fit.
    """
    number = np.arange(len(pieces))
    always = np.array([_is_basic(piece) for piece in pieces])
    if always.sum() > budget:
        raise TrainingError(
            f"A budget of {budget:,} pieces is too small for the {always.sum():,} basic ones.",
            hint="Allow a larger file.",
        )
    group = np.select([always, counts > 1, shares > 0, counts > 0], [0, 1, 2, 3], default=4)
    order = np.lexsort((number, -counts, -shares, group))
    return np.sort(order[:budget])


def cut_tokenizer(description: Mapping[str, Any], kept: Sequence[int]) -> dict[str, Any]:
    """A ``tokenizer.json`` with the pieces ``kept`` only; a piece's new id is its place there.

    ``kept`` must be ascending and hold the four leading special pieces, so that
    their ids stay what they are. Scores are not touched.
    """
    vocabulary = description["model"]["vocab"]
    if list(kept[: len(SPECIAL_PIECES)]) != list(range(len(SPECIAL_PIECES))):
        raise TrainingError(f"The special pieces {SPECIAL_PIECES} must be kept in their places.")
    new_ids = {int(old): new for new, old in enumerate(kept)}
    added = [
        {**token, "id": new_ids[token["id"]]}
        for token in description["added_tokens"]
        if token["id"] in new_ids
    ]
    model = {**description["model"], "vocab": [vocabulary[old] for old in kept]}
    return {**description, "model": model, "added_tokens": added}


def coverage(counts: NDArray[np.int64], kept: Iterable[int]) -> float:
    """The share of the tokens counted in ``counts`` whose pieces are kept."""
    total = counts.sum()
    return float(counts[list(kept)].sum() / total) if total else 1.0


def _is_basic(piece: str) -> bool:
    return piece in SPECIAL_PIECES or len(piece.removeprefix(_SPACE)) <= 1


def encode_texts(
    tokenizer: Mapping[str, Any],
    texts: Sequence[str],
    order: NDArray[np.int64],
    *,
    longest: int,
) -> list[NDArray[np.int32]]:
    """Token ids of the texts that ``order`` uses, at most ``longest``; others stay empty."""
    from tokenizers import Tokenizer

    encoder = Tokenizer.from_str(json.dumps(tokenizer))
    encoder.enable_truncation(longest)
    token_ids = [np.empty(0, dtype=np.int32)] * len(texts)
    used = np.unique(order).tolist()
    encodings = encoder.encode_batch_fast([normalise(texts[number]) for number in used])
    for number, encoding in zip(used, encodings, strict=True):
        token_ids[number] = np.array(encoding.ids, dtype=np.int32)
    return token_ids
