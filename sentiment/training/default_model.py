"""Build the embedded models from their sources: convert, mix, fine-tune, pack, measure.

The fast one is made of the default's lower layers and lies in a folder inside its own,
from which it takes its vocabulary.

Every step is seeded, and a run that was stopped goes on from its last checkpoint.
Set ``OMP_WAIT_POLICY=PASSIVE`` in the environment: without it, threads that wait
for each other take the processor from those that compute.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sentiment.language.normalising import normalise
from sentiment.models.token_merging import MERGES
from sentiment.records import Progress, ProgressReport, silent
from sentiment.training.corpora import read_corpora, training_rows
from sentiment.training.encoder import fresh_model
from sentiment.training.packing import piece_budget
from sentiment.training.publishing import FAST_NAME, DefaultModel, publish_default
from sentiment.training.sources import Sources, open_sources
from sentiment.training.stages import train_in_stages
from sentiment.training.student import train_student
from sentiment.training.vocabulary import (
    choose_pieces,
    count_pieces,
    cut_tokenizer,
    piece_shares,
    word_frequencies,
)

if TYPE_CHECKING:
    from pathlib import Path

    import torch
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
    which a second call goes on. ``examples`` is how many texts are trained on.
    Raises :class:`sentiment.errors.TrainingError` where a source is not usable.
    """
    sources = open_sources(data=data, encoder=encoder, tokenizer=tokenizer)
    work = work or output.with_name(output.name + "-training")
    kept = choose_vocabulary(sources, cache=work / "vocabulary.json", head=None)
    rows = training_rows(sources.corpora)
    model = fresh_model(sources.encoder, kept, seed=seed)
    started = time.perf_counter()

    def report(done: int, steps: int) -> None:
        rate = done / max(1e-9, time.perf_counter() - started)
        progress(ProgressReport("training", done, steps, rate))

    training: dict[str, Any] = {
        "tokenizer": cut_tokenizer(sources.tokenizer, kept),
        "examples": examples,
        "seed": seed,
        "folder": work,
        "progress": report,
    }
    publishing: dict[str, Any] = {
        "sources": sources,
        "kept": kept,
        "examples": examples,
        "seed": seed,
    }
    train_in_stages(model, rows, **training)
    default = publish_default(_unmerged(model), output=output, **publishing)
    train_student(model, rows, **training)
    fast = publish_default(
        dict(model.state_dict()),
        output=output / FAST_FOLDER,
        name=FAST_NAME,
        borrows=True,
        **publishing,
    )
    return BuiltModels(default, fast)


def _unmerged(model: BertForSequenceClassification) -> dict[str, torch.Tensor]:
    """The weights of ``model`` for use with all tokens: trained with fewer, it reads tweets
    and languages it does not know a point better with all of them."""
    return {name: weight for name, weight in model.state_dict().items() if name != MERGES}


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
        for split in ("train", "dev")
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
