"""Training labels that models which never saw them contradict.

Each part of the texts is read by a model trained on the other parts (out-of-fold predictions).
Where it is as sure of another class as it usually is of those that are labelled so, the label is
suspected by confident learning (:mod:`sentiment.evaluation.suspected_labels`); of the suspected,
those to which it gives next to no chance are taken for wrong.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from sentiment.evaluation.suspected_labels import find_suspected_labels
from sentiment.models.precision import fast_products
from sentiment.training.corpora import mix
from sentiment.training.encoder import fresh_model
from sentiment.training.exit_confidences import held_out_logits
from sentiment.training.fine_tuning import Recipe, fine_tune
from sentiment.training.vocabulary import encode_texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

    from sentiment.training.sources import Sources

PREDICTIONS_FILE = "out-of-fold.npy"
LEAST_CHANCE = 0.1  # of the label itself: below it, a suspected label is taken for wrong
_ANCHOR_SHARE = 0.15
_NEUTRAL = 1


def out_of_fold(
    rows: pd.DataFrame,
    *,
    sources: Sources,
    examples: int,
    seed: int,
    folder: Path,
    folds: int = 2,
    layers: int = 8,
    recipe: Recipe | None = None,
    progress: Callable[[int, int], None] = lambda done, steps: None,
) -> NDArray[np.float32]:
    """What models say of texts that they were not trained on: probabilities (n, 3) of ``rows``.

    Each text belongs to one of ``folds`` parts; each part is read by a model of the encoder's
    lower ``layers`` that learned ``examples`` of the others (by ``recipe``, without exits).
    Checkpoints and the answer are kept in ``folder``, from which a second call goes on.
    ``progress`` is called with the steps done and those of all folds.
    """
    from scipy.special import softmax

    path = folder / PREDICTIONS_FILE
    if path.exists():
        kept: NDArray[np.float32] = np.load(path)
        return kept
    recipe = replace(recipe or Recipe(), exit_weight=0.0)
    everything = np.arange(len(rows))
    token_ids = encode_texts(
        sources.tokenizer, rows["text"].tolist(), everything, longest=recipe.longest
    )
    parts = np.random.default_rng(seed).integers(folds, size=len(rows))
    chances = np.zeros((len(rows), 3), dtype=np.float32)
    for fold in range(folds):
        others, own = np.flatnonzero(parts != fold), np.flatnonzero(parts == fold)
        mixture = mix(
            rows.iloc[others].reset_index(drop=True),
            examples=examples,
            seed=seed + fold,
            anchor_share=_ANCHOR_SHARE,
        )
        pieces = len(sources.tokenizer["model"]["vocab"])
        model = fine_tune(
            fresh_model(sources.encoder, pieces=pieces, seed=seed + fold, layers=layers),
            [token_ids[row] for row in others],
            mixture,
            recipe=replace(recipe, seed=seed + fold),
            folder=folder / f"fold-{fold}",
            progress=lambda step, steps, loss, fold=fold: progress(  # type: ignore[misc]
                fold * steps + step, folds * steps
            ),
        )
        model.config._attn_implementation = "sdpa"
        with fast_products():
            logits = held_out_logits(model, [token_ids[row] for row in own])[-1]
        chances[own] = softmax(logits, axis=-1)
    unfinished = path.with_name("unfinished-" + path.name)
    np.save(unfinished, chances)
    unfinished.replace(path)
    return chances


def contradicted(rows: pd.DataFrame, chances: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which labels of ``rows`` (label, source) are taken for wrong, (n,).

    ``chances`` (n, 3) are those of :func:`out_of_fold`. Each source is judged by itself, since
    sources differ in what they call neutral; where one has no neutral texts, neutral is no
    choice. Raises :class:`sentiment.errors.MissingExtraError` without cleanlab.
    """
    wrong = np.zeros(len(rows), dtype=bool)
    labels = rows["label"].to_numpy(np.int64)
    for places in rows.reset_index(drop=True).groupby("source").indices.values():
        said = chances[places].astype(np.float64)
        if not (labels[places] == _NEUTRAL).any():
            said[:, _NEUTRAL] = 0.0
        said /= said.sum(axis=1, keepdims=True)
        suspected = find_suspected_labels(labels[places], said, resamples=1)
        sure = suspected.quality < LEAST_CHANCE
        wrong[np.asarray(places)[suspected.places[sure]]] = True
    return wrong
