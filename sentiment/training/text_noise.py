"""Texts in other words' pieces and with typing errors, so that a model does not read one spelling.

Of some texts the tokens are not the best segmentation but one drawn at random among all
(subword regularisation, Kudo 2018, section 3); a few of these get typing errors before.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from sentiment.language.normalising import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

SMOOTHING = 0.6  # 0: every segmentation is as likely as any other; 1: as its score says
TYPO_SHARE = 0.2  # of the texts that are segmented anew
_LETTERS_A_TYPO = 45
_ENDS = 2  # tokens of a text of which nothing is left


def add_typos(text: str, random: np.random.Generator) -> str:
    """``text`` with a typing error for every 45 characters, at least one where the place fits.

    Of the errors 35 % are two letters swapped, 30 % a letter twice, 20 % one left out and 15 % one
    drawn out to three to five; places that are not letters stay as they are.

    >>> add_typos("excellent", np.random.default_rng(4))
    'excelllent'
    """
    letters = list(text)
    for _ in range(max(1, len(letters) // _LETTERS_A_TYPO)):
        place, kind = int(random.integers(0, max(1, len(letters) - 1))), random.random()
        if place + 1 >= len(letters) or not letters[place].isalpha():
            continue
        letter, following = letters[place], letters[place + 1]
        if kind < 0.35 and following.isalpha():
            letters[place], letters[place + 1] = following, letter
        elif kind < 0.65:
            letters[place] = letter * 2
        elif kind < 0.85:
            letters[place] = ""
        else:
            letters[place] = letter * int(random.integers(3, 6))
    return "".join(letters)


def resegment(
    token_ids: Sequence[NDArray[np.int32]],
    texts: Sequence[str],
    *,
    tokenizer: Mapping[str, Any],
    share: float,
    longest: int,
    seed: int,
) -> list[NDArray[np.int32]]:
    """``token_ids`` of ``texts``, a ``share`` (0..1) of them replaced by a sampled segmentation.

    ``tokenizer`` is the content of ``tokenizer.json``; a text has ``longest`` tokens at most, and
    one without tokens keeps none. Which texts are drawn and their typing errors follow from
    ``seed``; the segmentations do not, since the library that samples them takes no seed: who
    wants to go on with the same ones has to keep what this returns.
    """
    from tokenizers import Tokenizer, models

    random = np.random.default_rng(seed)
    drawn = random.random(len(texts))
    chosen = [row for row, ids in enumerate(token_ids) if len(ids) and drawn[row] < share]
    spelled = [
        add_typos(text, random) if drawn[row] < share * TYPO_SHARE else text
        for row, text in ((row, normalise(texts[row])) for row in chosen)
    ]
    model = tokenizer["model"]
    pieces = [(piece, score) for piece, score in model["vocab"]]
    sampler = Tokenizer.from_str(json.dumps(tokenizer))
    sampler.model = models.Unigram(pieces, model["unk_id"], byte_fallback=False, alpha=SMOOTHING)
    sampler.enable_truncation(longest)
    replaced = list(token_ids)
    for row, encoding in zip(chosen, sampler.encode_batch_fast(spelled), strict=True):
        if len(encoding.ids) > _ENDS:
            replaced[row] = np.array(encoding.ids, dtype=np.int32)
    return replaced
