"""From trained weights to the packed model: calibrated, packed, measured, with its card."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sentiment.errors import TrainingError
from sentiment.language.normalising import normalise
from sentiment.models.early_exit import CONFIDENCES
from sentiment.models.embedded import load_embedded
from sentiment.training.calibration import calibrate
from sentiment.training.corpora import read_corpora
from sentiment.training.encoder import fresh_model
from sentiment.training.model_card import DefaultQuality, write_model_card
from sentiment.training.packing import PackedModel, compare_probabilities, pack_model
from sentiment.training.quality import calibration_error, quality_by_group

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd
    import torch
    from numpy.typing import NDArray

    from sentiment.training.sources import Sources

BENCHMARK = "umsab_xlmt"
ENCODER = "multilingual-e5-small"
VERSION = "2"
_COMPARED = 200


@dataclass(frozen=True)
class DefaultModel:
    """What a build made and how good it is."""

    packed: PackedModel
    quality: DefaultQuality


def publish_default(
    state: Mapping[str, torch.Tensor],
    *,
    sources: Sources,
    kept: Sequence[int],
    output: Path,
    examples: int,
    seed: int,
    version: str = VERSION,
) -> DefaultModel:
    """Pack trained weights, check the packed model against float32, measure it, write its card.

    ``state`` holds the weights by the names of ``BertForSequenceClassification``.
    The dev split shows the float32 model's and the test split the packed model's quality.
    """
    test = read_corpora(sources.corpora, split="test")
    test = test[test["source"] == BENCHMARK]
    if test.empty:
        raise TrainingError(f"The corpora have no test rows of {BENCHMARK!r} to measure with.")
    dev = read_corpora(sources.corpora, split="dev")
    state = calibrate(state, sources, kept=kept, dev=dev)
    packed = pack_model(
        output,
        file=sources.encoder,
        state=state,
        tokenizer=sources.tokenizer,
        kept=kept,
        version=version,
        details={"examples": str(examples), "seed": str(seed), "encoder": ENCODER},
    )
    fast = load_embedded(output)
    exact = load_embedded(output, precision="float32", leave_early=False)
    dev = dev[dev["source"] == BENCHMARK]
    sample = test["text"].tolist()[:_COMPARED]
    unpacked = reference_probabilities(state, sources, texts=sample)
    whole = load_embedded(output, leave_early=False).predict(sample)
    chances = fast.predict(test["text"].tolist())
    quality = DefaultQuality(
        dev=_judge(exact.predict(dev["text"].tolist()), dev) if len(dev) else [],
        test=_judge(chances, test),
        calibration=calibration_error(chances, test["label"].to_numpy(np.int64)),
        packing=compare_probabilities(exact.predict(sample), unpacked),
        rounding=compare_probabilities(whole, exact.predict(sample)),
        leaving=compare_probabilities(fast.predict(sample), whole),
    )
    exits = state[CONFIDENCES].tolist() if CONFIDENCES in state else []
    write_model_card(
        output, packed=packed, quality=quality, exits=exits, examples=examples, seed=seed
    )
    return DefaultModel(packed, quality)


def reference_probabilities(
    state: Mapping[str, torch.Tensor], sources: Sources, *, texts: Sequence[str]
) -> NDArray[np.float32]:
    """What the unpacked float32 model with the whole vocabulary says, text by text (n, 3)."""
    import torch
    from tokenizers import Tokenizer

    whole = range(len(sources.tokenizer["model"]["vocab"]))
    model = fresh_model(sources.encoder, whole, seed=0)
    layers = {name: w for name, w in state.items() if "word_embeddings" not in name}
    model.load_state_dict(layers, strict=False)
    model.train(False)
    tokenizer = Tokenizer.from_str(json.dumps(sources.tokenizer))
    longest = model.config.max_position_embeddings
    answers = []
    with torch.inference_mode():
        for text in texts:
            ids = tokenizer.encode(normalise(text)).ids[:longest]
            answers.append(model(input_ids=torch.tensor([ids])).logits[0].softmax(-1).numpy())
    return np.stack(answers)


def _judge(chances: NDArray[np.float32], rows: pd.DataFrame) -> list[Any]:
    return quality_by_group(
        rows["label"].to_numpy(np.int64), chances.argmax(axis=1), groups=rows["lang"].tolist()
    )
