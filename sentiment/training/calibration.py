"""Make a trained model as sure as it is right, and say when a text may leave it early."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentiment.evaluation.temperature import fit_temperature
from sentiment.models.early_exit import CONFIDENCES, HEADS
from sentiment.models.packed_weights import WORD_EMBEDDINGS
from sentiment.models.token_merging import MERGES, merge_layers
from sentiment.training.corpora import draw_evenly
from sentiment.training.early_exits import add_exit_heads
from sentiment.training.encoder import fresh_model, layers_in
from sentiment.training.encoder_pass import merge_after
from sentiment.training.exit_confidences import (
    SHORT,
    SHORT_LEAVE_FROM,
    TOLERANCE,
    choose_confidences,
    held_out_logits,
)
from sentiment.training.held_out import BENCHMARK
from sentiment.training.temperature import divide_layer
from sentiment.training.vocabulary import encode_texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    import torch

    from sentiment.training.sources import Sources

TEXTS_OF_EACH = 250  # source and language of the dev split


def calibrate(
    state: Mapping[str, torch.Tensor],
    sources: Sources,
    *,
    dev: pd.DataFrame,
    tolerance: float = TOLERANCE,
) -> dict[str, torch.Tensor]:
    """``state`` with calibrated probabilities and, where it has exits, their confidences.

    The temperature of the last layer and of each exit is fitted on texts of
    ``dev``, drawn evenly from its sources and languages; sources without neutral
    examples take part in the choice of confidences alone. ``tolerance`` is the share of texts
    that leave early with another label than the last layer's, see
    :func:`sentiment.training.exit_confidences.choose_confidences`.
    """
    import torch

    if dev.empty:
        return dict(state)
    layers = sorted({int(name.split(".")[1]) for name in state if name.startswith(HEADS)})
    pieces = len(sources.tokenizer["model"]["vocab"])
    model = fresh_model(sources.encoder, pieces=pieces, seed=0, layers=layers_in(state))
    add_exit_heads(model, layers)
    if MERGES in state:
        merge_after(model, sorted(merge_layers(state)))
    words = WORD_EMBEDDINGS
    model.load_state_dict({n: w for n, w in state.items() if n != words}, strict=False)
    model.config._attn_implementation = "sdpa"
    model.train(False)
    rows = draw_evenly(dev, most=TEXTS_OF_EACH, seed=0)
    texts = rows["text"].tolist()
    longest = model.config.max_position_embeddings
    ids = encode_texts(sources.tokenizer, texts, np.arange(len(texts)), longest=longest)
    labels = rows["label"].to_numpy(np.int64)
    whole = (rows["label"] == 1).groupby(rows["source"]).transform("any").to_numpy(bool)
    heads = [*(f"{HEADS}.{layer}" for layer in layers), "classifier"]
    calibrated, chances = dict(state), []
    for head, logits in zip(heads, held_out_logits(model, ids), strict=True):
        temperature = fit_temperature(logits[whole], labels[whole]) if whole.any() else 1.0
        calibrated.update(divide_layer(state, head, by=temperature))
        chances.append(torch.from_numpy(logits / temperature).softmax(dim=-1).numpy())
    if layers:
        kinds = np.where(rows["source"] == BENCHMARK, "tweets", "others")
        lengths = np.array([len(tokens) for tokens in ids])
        shortest = [SHORT + 1 if layer < SHORT_LEAVE_FROM else 0 for layer in layers]
        confidences = choose_confidences(
            chances[:-1],
            chances[-1],
            kinds=kinds,
            asked=[lengths >= least for least in shortest],
            tolerance=tolerance,
        )
        ways_out = list(zip(layers, confidences, shortest, strict=True))
        calibrated[CONFIDENCES] = torch.tensor(ways_out, dtype=torch.float32)
    return calibrated
