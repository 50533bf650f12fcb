"""From trained weights to the packed model: calibrated, packed, measured, with its card."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentiment.errors import TrainingError
from sentiment.evaluation.behaviour import check_behaviour
from sentiment.evaluation.behaviour_cases import read_cases
from sentiment.language.normalising import normalise
from sentiment.models.abstaining import ABSTAIN_FILE, write_abstain_bands
from sentiment.models.checksums import write_checksums
from sentiment.models.early_exit import CONFIDENCES
from sentiment.models.embedded import PACKED_FILES, load_embedded
from sentiment.models.token_merging import merge_layers
from sentiment.training.behaviour_report import behaviour_section
from sentiment.training.calibration import calibrate
from sentiment.training.corpora import draw_evenly, read_corpora, training_rows
from sentiment.training.corpus_records import read_corpus_records
from sentiment.training.encoder import fresh_model, layers_in
from sentiment.training.exit_confidences import TOLERANCE
from sentiment.training.held_out import BENCHMARK
from sentiment.training.judging import judge_packed
from sentiment.training.model_card import DefaultQuality, Making, write_model_card
from sentiment.training.packing import PackedModel, pack_model
from sentiment.training.unseen_sources import read_unseen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd
    import torch
    from numpy.typing import NDArray

    from sentiment.training.sources import Sources

ENCODER = "multilingual-e5-small"
NAME, FAST_NAME = "polytone", "polytone-fast"
VERSION, FAST_VERSION = "5", "2"
MOST = 300
_SEED = 0  # of the draws that are measured on, whatever the training's seed


@dataclass(frozen=True)
class DefaultModel:
    """What a build made and how good it is."""

    packed: PackedModel
    quality: DefaultQuality


def publish_default(
    state: Mapping[str, torch.Tensor],
    *,
    sources: Sources,
    fine: NDArray[np.bool_],
    output: Path,
    examples: int,
    seed: int,
    name: str = NAME,
    version: str = VERSION,
    borrows: bool = False,
    tolerance: float = TOLERANCE,
    most: int = MOST,
    notes: str = "",
    behaviour: str | None = None,
) -> DefaultModel:
    """Pack trained weights, check the packed model against float32, measure it, write its card.

    ``state`` holds the weights by the names of ``BertForSequenceClassification``; ``fine``
    (pieces,) says which pieces keep 4 bits.
    Thresholds below which the model had better not answer are chosen on dev splits;
    figures are those of the test splits and, where a folder ``evaluate`` lies beside
    the corpora, of sources that were never trained on. At most ``most`` texts of each
    source and language are scored, all of the benchmark's test split. Where it
    ``borrows``, ``output`` lies in the folder of a packed model whose vocabulary is also its own.
    ``tolerance`` is that of its early exits. ``notes`` (how it was trained) and ``behaviour``
    (a section with its heading; by default that of the behaviour tests) are Markdown for the
    card.
    Raises :class:`TrainingError` where there are no test rows of the benchmark.
    """
    import pandas as pd

    test = read_corpora(sources.corpora, split="test")
    whole = test["source"] == BENCHMARK
    if not whole.any():
        raise TrainingError(f"The corpora have no test rows of {BENCHMARK!r} to measure with.")
    dev = read_corpora(sources.corpora, split="dev")
    state = calibrate(state, sources, dev=dev, tolerance=tolerance)
    packed = pack_model(
        output,
        file=sources.encoder,
        state=state,
        tokenizer=sources.tokenizer,
        fine=fine,
        name=name,
        version=version,
        borrows=borrows,
        details={"examples": str(examples), "seed": str(seed), "encoder": ENCODER},
    )
    rows = training_rows(sources.corpora)
    making = Making(
        examples=examples,
        seed=seed,
        sources=_counts(rows["source"]),
        languages=_counts(rows["lang"]),
        records=read_corpus_records(sources.corpora),
        layers=layers_in(state),
        exits=state[CONFIDENCES].tolist() if CONFIDENCES in state else [],
        merges=sorted(merge_layers(state)),
        most=most,
        notes=notes,
    )
    quality = judge_packed(
        packed,
        dev=draw_evenly(dev, most=most, seed=_SEED),
        test=pd.concat([test[whole], draw_evenly(test[~whole], most=most, seed=_SEED)]),
        unseen=read_unseen(sources.corpora, most=most, seed=_SEED, records=making.records),
        reference=lambda texts: reference_probabilities(state, sources, texts=texts),
        trained_on=making.languages,
        reviews=[record.source for record in making.records.values() if record.is_reviews],
    )
    if behaviour is None:
        model = load_embedded(output)
        behaviour = behaviour_section(check_behaviour(model.predict, read_cases()))
    write_abstain_bands(output, quality.bands)
    write_checksums(output, [*PACKED_FILES, ABSTAIN_FILE])
    write_model_card(output, packed=packed, quality=quality, making=making, behaviour=behaviour)
    return DefaultModel(packed, quality)


def reference_probabilities(
    state: Mapping[str, torch.Tensor], sources: Sources, *, texts: Sequence[str]
) -> NDArray[np.float32]:
    """What the unpacked float32 model with embeddings as they came says, text by text (n, 3)."""
    import torch
    from tokenizers import Tokenizer

    pieces = len(sources.tokenizer["model"]["vocab"])
    model = fresh_model(sources.encoder, pieces=pieces, seed=0, layers=layers_in(state))
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


def _counts(values: pd.Series) -> dict[str, int]:
    return {str(value): int(count) for value, count in values.value_counts().items()}
