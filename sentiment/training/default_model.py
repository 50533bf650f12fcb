"""Build the embedded models from their sources: convert, mix, fine-tune, pack, measure.

A model of all the encoder's layers is trained in stages; the default and the fast one are its
students. The fast one lies in a folder inside the default's, from which it takes its vocabulary.

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

from sentiment.language.normalising import normalise
from sentiment.models.token_merging import MERGES
from sentiment.records import Progress, ProgressReport, silent
from sentiment.training.corpora import read_corpora, training_rows
from sentiment.training.encoder import fresh_model
from sentiment.training.packing import fine_budget
from sentiment.training.publishing import FAST_NAME, FAST_VERSION, DefaultModel, publish_default
from sentiment.training.sources import Sources, open_sources
from sentiment.training.stages import train_in_stages
from sentiment.training.student import DEFAULT, FAST, train_student
from sentiment.training.vocabulary import count_pieces, fine_pieces

if TYPE_CHECKING:
    from pathlib import Path

    import torch
    from numpy.typing import NDArray
    from transformers import BertForSequenceClassification

EXAMPLES = 379_200
FAST_FOLDER = "fast"


@dataclass(frozen=True)
class BuiltModels:
    """What a build made: the default model and the fast one."""

    default: DefaultModel
    fast: DefaultModel


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
) -> BuiltModels:
    """Train the embedded models and pack them into the folder ``output``.

    ``data`` holds the labelled corpora, directly or under ``train/``; ``work``
    (default: ``output`` with ``-training`` appended) holds the checkpoints, from
    which a second call goes on. ``examples`` is how many texts the stages train on; each of
    the two learns from some more (:meth:`sentiment.training.student.Student.examples`).
    Raises :class:`sentiment.errors.TrainingError` where a source is not usable.
    """
    sources = open_sources(data=data, encoder=encoder, tokenizer=tokenizer)
    work = work or output.with_name(output.name + "-training")
    fine = choose_fine_pieces(sources, cache=work / "fine-pieces.json", layers=DEFAULT.layers)
    rows = training_rows(sources.corpora)
    model = fresh_model(sources.encoder, pieces=len(fine), seed=seed)
    started = time.perf_counter()

    def report(done: int, steps: int) -> None:
        rate = done / max(1e-9, time.perf_counter() - started)
        progress(ProgressReport("training", done, steps, rate))

    training: dict[str, Any] = {
        "tokenizer": sources.tokenizer,
        "examples": examples,
        "seed": seed,
        "folder": work,
        "progress": report,
    }
    train_in_stages(model, rows, **training)
    training["encoder"] = sources.encoder
    publishing: dict[str, Any] = {"sources": sources, "fine": fine, "seed": seed}
    default = publish_default(
        _unmerged(train_student(model, rows, student=DEFAULT, **training)),
        output=output,
        examples=examples + DEFAULT.examples(examples),
        tolerance=DEFAULT.tolerance,
        **publishing,
    )
    fast = publish_default(
        dict(train_student(model, rows, student=FAST, **training).state_dict()),
        output=output / FAST_FOLDER,
        examples=examples + FAST.examples(examples),
        tolerance=FAST.tolerance,
        name=FAST_NAME,
        version=FAST_VERSION,
        borrows=True,
        **publishing,
    )
    return BuiltModels(default, fast)


def _unmerged(model: BertForSequenceClassification) -> dict[str, torch.Tensor]:
    """The weights of ``model`` for use with all tokens: trained with fewer, it reads tweets
    and languages it does not know a point better with all of them."""
    return {name: weight for name, weight in model.state_dict().items() if name != MERGES}


def choose_fine_pieces(
    sources: Sources, *, cache: Path, layers: int, head: int | None = None
) -> NDArray[np.bool_]:
    """Which pieces keep 4 bits beside so many ``layers``, (pieces,), from the corpora's texts.

    Counting takes a minute, so their ids are kept in the file ``cache``.
    ``head`` limits how many texts are counted (for trials).
    """
    from tokenizers import Tokenizer

    pieces = len(sources.tokenizer["model"]["vocab"])
    if cache.is_file():
        fine = np.zeros(pieces, dtype=bool)
        fine[json.loads(cache.read_text(encoding="utf-8"))] = True
        return fine
    tokenizer = Tokenizer.from_str(json.dumps(sources.tokenizer))
    texts = [
        normalise(text)
        for split in ("train", "dev")
        for text in read_corpora(sources.corpora, split=split)["text"].tolist()[:head]
    ]
    budget = fine_budget(sources.encoder, pieces=pieces, layers=layers)
    fine = fine_pieces(count_pieces(tokenizer, texts), budget=budget)
    cache.parent.mkdir(parents=True, exist_ok=True)
    cache.write_text(json.dumps(np.flatnonzero(fine).tolist()), encoding="utf-8")
    return fine
