"""Build the embedded model from its sources: convert, mix, fine-tune, pack, measure.

Every step is seeded, and a run that was stopped goes on from its last checkpoint.
Set ``OMP_WAIT_POLICY=PASSIVE`` in the environment: without it, threads that wait
for each other take the processor from those that compute.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sentiment.errors import TrainingError
from sentiment.language.normalising import normalise
from sentiment.models.early_exit import CONFIDENCES, HEADS
from sentiment.models.embedded import load_embedded
from sentiment.models.packed_weights import WORD_EMBEDDINGS
from sentiment.models.quantized_embedding import unpack_rows
from sentiment.records import Progress, ProgressReport, silent
from sentiment.training.corpora import draw_evenly, mix, read_corpora, training_rows
from sentiment.training.early_exits import EXIT_LAYERS, add_exit_heads
from sentiment.training.encoder import encoder_config, encoder_state
from sentiment.training.encoder_file import read_encoder_file
from sentiment.training.exit_confidences import choose_confidences, held_out_logits
from sentiment.training.fine_tuning import Recipe, fine_tune
from sentiment.training.model_card import DefaultQuality, write_model_card
from sentiment.training.packing import PackedModel, compare_probabilities, pack_model, piece_budget
from sentiment.training.quality import calibration_error, quality_by_group
from sentiment.training.temperature import divide_layer, fit_temperature
from sentiment.training.vocabulary import (
    choose_pieces,
    count_pieces,
    cut_tokenizer,
    piece_shares,
    word_frequencies,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd
    import torch
    from numpy.typing import NDArray
    from transformers import BertForSequenceClassification

    from sentiment.training.encoder_file import EncoderFile

EXAMPLES = 84_000
BENCHMARK = "umsab_xlmt"
VERSION = "1"
_COMPARED = 200
_CALIBRATION_TEXTS = 80  # of each source and language of the dev split


@dataclass(frozen=True)
class Sources:
    """The opened inputs of a build; ``tokenizer`` is the content of tokenizer.json."""

    corpora: Path
    encoder: EncoderFile
    tokenizer: Mapping[str, Any]


@dataclass(frozen=True)
class DefaultModel:
    """What a build made and how good it is."""

    packed: PackedModel
    quality: DefaultQuality


def build_default(
    *,
    data: Path,
    encoder: Path,
    tokenizer: Path,
    output: Path,
    work: Path | None = None,
    examples: int = EXAMPLES,
    seed: int = 13,
    progress: Progress = silent,
) -> DefaultModel:
    """Train the embedded model and pack it into the folder ``output``.

    ``data`` holds the labelled corpora, directly or under ``train/``; ``work``
    (default: ``output`` with ``-training`` appended) holds the checkpoint, from
    which a second call goes on. ``examples`` is how many texts are trained on.
    Raises :class:`sentiment.errors.TrainingError` where a source is not usable.
    """
    sources = open_sources(data=data, encoder=encoder, tokenizer=tokenizer)
    work = work or output.with_name(output.name + "-training")
    kept = choose_vocabulary(sources, cache=work / "vocabulary.json", head=None)
    rows = training_rows(sources.corpora)
    mixture = mix(rows, examples=examples, seed=seed)
    recipe = Recipe(seed=seed)
    cut = cut_tokenizer(sources.tokenizer, kept)
    token_ids = _token_ids(cut, mixture.texts, mixture.order, longest=recipe.longest)
    model = fresh_model(sources.encoder, kept, seed=seed)
    add_exit_heads(model, [n for n in EXIT_LAYERS if n < model.config.num_hidden_layers])
    started = time.perf_counter()

    def report(step: int, steps: int, loss: float) -> None:
        rate = step / max(1e-9, time.perf_counter() - started)
        progress(ProgressReport("training", step, steps, rate))

    fine_tune(model, token_ids, mixture, recipe=recipe, folder=work, progress=report)
    return publish_default(
        dict(model.state_dict()),
        sources=sources,
        kept=kept,
        output=output,
        examples=examples,
        seed=seed,
    )


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
        details={"examples": str(examples), "seed": str(seed), "encoder": "multilingual-e5-small"},
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
    write_model_card(output, packed=packed, quality=quality, examples=examples, seed=seed)
    return DefaultModel(packed, quality)


def calibrate(
    state: Mapping[str, torch.Tensor], sources: Sources, *, kept: Sequence[int], dev: pd.DataFrame
) -> dict[str, torch.Tensor]:
    """``state`` with calibrated probabilities and, where it has exits, their confidences.

    The temperature of the last layer and of each exit is fitted on texts of
    ``dev``, drawn evenly from its sources and languages; sources without neutral
    examples take part in the choice of confidences alone.
    """
    import torch

    if dev.empty:
        return dict(state)
    layers = sorted({int(name.split(".")[1]) for name in state if name.startswith(HEADS)})
    model = fresh_model(sources.encoder, kept, seed=0)
    add_exit_heads(model, layers)
    words = WORD_EMBEDDINGS
    model.load_state_dict({n: w for n, w in state.items() if n != words}, strict=False)
    model.config._attn_implementation = "sdpa"
    model.train(False)
    rows = draw_evenly(dev, most=_CALIBRATION_TEXTS, seed=0)
    texts = rows["text"].tolist()
    cut = cut_tokenizer(sources.tokenizer, kept)
    longest = model.config.max_position_embeddings
    ids = _token_ids(cut, texts, np.arange(len(texts)), longest=longest)
    labels = rows["label"].to_numpy(np.int64)
    whole = (rows["label"] == 1).groupby(rows["source"]).transform("any").to_numpy(bool)
    heads = [*(f"{HEADS}.{layer}" for layer in layers), "classifier"]
    calibrated, chances = dict(state), []
    for head, logits in zip(heads, held_out_logits(model, ids), strict=True):
        temperature = fit_temperature(logits[whole], labels[whole]) if whole.any() else 1.0
        calibrated.update(divide_layer(state, head, by=temperature))
        chances.append(torch.from_numpy(logits / temperature).softmax(dim=-1).numpy())
    if layers:
        confidences = choose_confidences(chances[:-1], chances[-1])
        pairs = list(zip(layers, confidences, strict=True))
        calibrated[CONFIDENCES] = torch.tensor(pairs, dtype=torch.float32)
    return calibrated


def open_sources(*, data: Path, encoder: Path, tokenizer: Path) -> Sources:
    """Open what a build needs; :class:`TrainingError` names what is missing."""
    if not tokenizer.is_file():
        raise TrainingError(
            f"No tokenizer file at {tokenizer}.",
            hint="Name the tokenizer.json of multilingual-e5-small with --tokenizer.",
        )
    corpora = data / "train" if (data / "train").is_dir() else data
    content = json.loads(tokenizer.read_text(encoding="utf-8"))
    return Sources(corpora, read_encoder_file(encoder), content)


def choose_vocabulary(sources: Sources, *, cache: Path, head: int | None = None) -> list[int]:
    """Ids of the pieces to keep, from the corpora's texts and the world's frequent words.

    Counting takes minutes, so the answer is kept in the file ``cache``.
    ``head`` limits how many texts are counted (for trials).
    """
    import torch
    from tokenizers import Tokenizer

    if cache.is_file():
        kept: list[int] = json.loads(cache.read_text(encoding="utf-8"))
        return kept
    tokenizer = Tokenizer.from_str(json.dumps(sources.tokenizer))
    texts = [
        normalise(text)
        for split in ("train", "dev", "test")
        for text in read_corpora(sources.corpora, split=split)["text"].tolist()[:head]
    ]
    shapes = {
        name: torch.empty(weight.shape, device="meta")
        for name, weight in fresh_model(sources.encoder, range(4), seed=0).state_dict().items()
    }
    kept = choose_pieces(
        [piece for piece, _ in sources.tokenizer["model"]["vocab"]],
        counts=count_pieces(tokenizer, texts),
        shares=piece_shares(tokenizer, word_frequencies()),
        budget=piece_budget(sources.encoder, shapes),
    ).tolist()
    cache.parent.mkdir(parents=True, exist_ok=True)
    cache.write_text(json.dumps(kept), encoding="utf-8")
    return kept


def fresh_model(
    file: EncoderFile, kept: Sequence[int], *, seed: int
) -> BertForSequenceClassification:
    """The encoder with a new, seeded classification head and the word embeddings of ``kept``."""
    import torch
    from transformers import BertForSequenceClassification

    torch.manual_seed(seed)
    config = encoder_config(file, vocabulary=len(kept))
    config._attn_implementation = "eager"  # twice as fast backwards as the fused one on a CPU
    config.attention_probs_dropout_prob = 0.0
    model = BertForSequenceClassification(config)
    state = {f"bert.{name}": torch.from_numpy(w) for name, w in encoder_state(file).items()}
    rows = torch.from_numpy(file.embedding_blocks[np.asarray(kept)])
    state["bert.embeddings.word_embeddings.weight"] = unpack_rows(rows)
    model.load_state_dict(state, strict=False)
    return model


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


def _token_ids(
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


def _judge(chances: NDArray[np.float32], rows: pd.DataFrame) -> list[Any]:
    return quality_by_group(
        rows["label"].to_numpy(np.int64), chances.argmax(axis=1), groups=rows["lang"].tolist()
    )
