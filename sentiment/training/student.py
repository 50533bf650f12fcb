"""A smaller model, made of the lower layers of a trained one, for those who want speed.

It learns what the trained one's teachers said of the same texts (Hinton et al. 2015), with
an early exit and merging of its own: half of its layers see a half or a quarter of the
tokens. It starts from the lower layers because the early exits have taught them to know
the answer already.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sentiment.models.early_exit import HEADS
from sentiment.training.early_exits import add_lower_exits
from sentiment.training.encoder_pass import merge_after
from sentiment.training.fine_tuning import Recipe, fine_tune
from sentiment.training.stages import STAGES, TAUGHT_FILE, mixture_of, stage_folder
from sentiment.training.vocabulary import encode_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import Any

    import pandas as pd
    from transformers import BertForSequenceClassification

STUDENT_FOLDER = "student"


@dataclass(frozen=True)
class Student:
    """How many ``layers`` it takes over, after which of them it merges tokens and after which
    it keeps the exits, and the ``recipe`` by which it learns."""

    layers: int
    merges: tuple[int, ...]
    exits: tuple[int, ...]
    recipe: Recipe


FAST = Student(
    layers=6,
    merges=(2, 4),
    exits=(2, 4),
    recipe=Recipe(learning_rate=3e-4, exit_weight=0.3, warm_up=0.04),
)


def take_lower_layers(model: BertForSequenceClassification, student: Student) -> None:
    """Make ``model`` the untrained ``student``: its upper layers and their exits are gone."""
    add_lower_exits(model, student.exits)
    model.bert.encoder.layer = model.bert.encoder.layer[: student.layers]
    model.config.num_hidden_layers = len(model.bert.encoder.layer)
    heads = getattr(model, HEADS)
    for layer in [layer for layer in heads if int(layer) not in student.exits]:
        del heads[layer]
    merge_after(model, student.merges)


def train_student(
    model: BertForSequenceClassification,
    rows: pd.DataFrame,
    *,
    tokenizer: Mapping[str, Any],
    examples: int,
    seed: int,
    folder: Path,
    progress: Callable[[int, int], None] = lambda done, steps: None,
    student: Student = FAST,
) -> BertForSequenceClassification:
    """Turn ``model``, as :func:`sentiment.training.stages.train_in_stages` left it with the
    same ``rows``, ``examples``, ``seed`` and ``folder``, into the trained ``student``.

    It learns from the last stage's texts and teachers. A run that was stopped goes on.
    """
    last = len(STAGES) - 1
    taught = np.load(stage_folder(folder, last) / TAUGHT_FILE)
    mixture = mixture_of(STAGES[last], rows, examples=examples, seed=seed + last)
    recipe = replace(student.recipe, seed=seed + len(STAGES))
    take_lower_layers(model, student)
    return fine_tune(
        model,
        encode_texts(tokenizer, mixture.texts, mixture.order, longest=recipe.longest),
        replace(mixture, taught=taught),
        recipe=recipe,
        folder=folder / STUDENT_FOLDER,
        progress=lambda step, steps, loss: progress(step, steps),
    )
