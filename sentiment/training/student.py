"""Smaller models, made of the lower layers of a trained one.

They learn what the trained one's teachers said (Hinton et al. 2015), with early exits and merging
of their own. They start from the lower layers because the early exits have taught them to know
the answer already.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sentiment.models.early_exit import HEADS
from sentiment.training.corpora import mix
from sentiment.training.distillation import TAUGHT_FILE, teach_mixture
from sentiment.training.early_exits import add_lower_exits
from sentiment.training.encoder import mix_in_encoder
from sentiment.training.encoder_pass import merge_after
from sentiment.training.exit_confidences import TOLERANCE
from sentiment.training.fine_tuning import Recipe, fine_tune
from sentiment.training.stages import STAGES, are_tweets, mixture_of, stage_folder, teachers_of
from sentiment.training.text_noise import resegment
from sentiment.training.text_variants import Variants, add_variants
from sentiment.training.vocabulary import encode_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from typing import Any

    import pandas as pd
    from numpy.typing import NDArray
    from transformers import BertForSequenceClassification

    from sentiment.training.corpora import Mixture
    from sentiment.training.encoder_file import EncoderFile

TOKENS_FILE = "tokens.npz"


@dataclass(frozen=True)
class Student:
    """How many ``layers`` it takes over, after which of them it merges tokens and after which
    it keeps the exits, and the ``recipe`` by which it learns; ``name`` is that of its folder.

    Its texts are those of the last stage or, with ``share``, drawn for it: so many times the
    examples of all stages, by ``anchor_share`` and ``temperature`` (see
    :func:`sentiment.training.corpora.mix`). ``base_share`` of the encoder as it came is mixed
    into its weights before it learns and again afterwards, and of ``resegmented`` parts of its
    texts the tokens are drawn at random (both 0..1); ``variants`` are those of its texts whose
    label is known without asking anybody. ``tolerance`` (0..1) is the share of
    texts that leave early with another label than the last layer's.
    """

    name: str
    layers: int
    merges: tuple[int, ...]
    exits: tuple[int, ...]
    recipe: Recipe
    share: float | None = None
    anchor_share: float = 0.0
    temperature: float = 1.0
    base_share: float = 0.0
    resegmented: float = 0.0
    variants: Variants | None = None
    tolerance: float = TOLERANCE

    def examples(self, of_stages: int) -> int:
        """How many examples it learns from where all stages together have ``of_stages``."""
        return round(of_stages * (STAGES[-1].share if self.share is None else self.share))


# The upper third of the layers was reached by few texts. Some of the encoder as it came, texts
# without a fixed segmentation and half of the steps without merging keep the default good in
# languages that it has no training texts of; variants teach it irony by emoji and that persons
# and places say nothing about what they stand beside.
DEFAULT = Student(
    name="default",
    layers=8,
    merges=(4,),
    exits=(5, 6),
    recipe=Recipe(
        learning_rate=1.3e-4,
        head_learning_rate=6e-4,
        layer_decay=0.87,
        exit_weight=0.35,
        whole_every=2,
        warm_up=0.04,
    ),
    share=0.753,
    anchor_share=0.26,
    temperature=0.6,
    base_share=0.12,
    resegmented=0.3,
    variants=Variants(signed=0.06, turned=0.03),
)
FAST = Student(
    name="fast",
    layers=6,
    merges=(2, 4),
    exits=(2, 4),
    recipe=Recipe(learning_rate=3e-4, exit_weight=0.3, warm_up=0.04),
    tolerance=0.05,
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
    student: Student,
    encoder: EncoderFile,
    tokenizer: Mapping[str, Any],
    examples: int,
    seed: int,
    folder: Path,
    progress: Callable[[int, int], None] = lambda done, steps: None,
) -> BertForSequenceClassification:
    """The trained ``student`` of ``model``, which :func:`sentiment.training.stages.train_in_stages`
    left with the same ``rows``, ``examples``, ``seed`` and ``folder``, and which stays as it is.

    ``encoder`` is the file that ``model`` was made from. What the student was taught, the tokens
    that it reads and its checkpoint are kept in a folder of its ``name`` inside ``folder``: a run
    that was stopped goes on with the same.
    """
    recipe = replace(student.recipe, seed=seed + len(STAGES))
    own = folder / student.name
    if student.share is None:
        last = len(STAGES) - 1
        mixture = mixture_of(STAGES[last], rows, examples=examples, seed=seed + last)
        token_ids = encode_texts(tokenizer, mixture.texts, mixture.order, longest=recipe.longest)
        taught = np.load(stage_folder(folder, last) / TAUGHT_FILE)
    else:
        mixture = mix(
            rows,
            examples=student.examples(examples),
            seed=recipe.seed,
            anchor_share=student.anchor_share,
            temperature=student.temperature,
        )
        token_ids = encode_texts(tokenizer, mixture.texts, mixture.order, longest=recipe.longest)
        taught = _ask_teachers(model, rows, token_ids, mixture, folder=folder, own=own)
    mixture = replace(mixture, taught=taught)
    if student.variants is not None:
        languages = rows["lang"].tolist()
        mixture = add_variants(mixture, languages, variants=student.variants, seed=recipe.seed)
        token_ids = encode_texts(tokenizer, mixture.texts, mixture.order, longest=recipe.longest)
    learner = _copy(model)
    take_lower_layers(learner, student)
    if student.base_share:
        mix_in_encoder(learner, encoder, share=student.base_share)
    if student.resegmented:
        token_ids = _resegmented_once(
            token_ids,
            mixture.texts,
            tokenizer=tokenizer,
            share=student.resegmented,
            recipe=recipe,
            folder=own,
        )
    fine_tune(
        learner,
        token_ids,
        mixture,
        recipe=recipe,
        folder=own,
        progress=lambda step, steps, loss: progress(step, steps),
    )
    if student.base_share:
        mix_in_encoder(learner, encoder, share=student.base_share)
    return learner


def _copy(model: BertForSequenceClassification) -> BertForSequenceClassification:
    """A copy with weights of its own, except the word embeddings, which nobody trains."""
    words = model.bert.embeddings.word_embeddings.weight
    return deepcopy(model, {id(words): words})


def _ask_teachers(
    model: BertForSequenceClassification,
    rows: pd.DataFrame,
    token_ids: Sequence[NDArray[np.int32]],
    mixture: Mixture,
    *,
    folder: Path,
    own: Path,
) -> NDArray[np.float32]:
    """What the last stage's teachers in ``folder`` say of ``mixture``, kept in ``own``."""
    last = len(STAGES) - 1
    trust = STAGES[last].trust
    assert trust is not None  # the last stage is always taught
    return teach_mixture(
        _copy(model),
        token_ids,
        mixture,
        teachers=teachers_of(STAGES, last, folder=folder),
        trust=trust.of(are_tweets(rows)),
        folder=own,
    )


def _resegmented_once(
    token_ids: Sequence[NDArray[np.int32]],
    texts: Sequence[str],
    *,
    tokenizer: Mapping[str, Any],
    share: float,
    recipe: Recipe,
    folder: Path,
) -> list[NDArray[np.int32]]:
    """:func:`sentiment.training.text_noise.resegment`, or what it gave before: its segmentations
    cannot be had again from a seed, so they are kept in ``folder``."""
    path = folder / TOKENS_FILE
    if path.exists():
        with np.load(path) as kept:
            return np.split(kept["ids"], np.cumsum(kept["lengths"])[:-1])
    replaced = resegment(
        token_ids,
        texts,
        tokenizer=tokenizer,
        share=share,
        longest=recipe.longest,
        seed=recipe.seed,
    )
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name("unfinished-" + path.name)
    np.savez(unfinished, ids=np.concatenate(replaced), lengths=[len(ids) for ids in replaced])
    unfinished.replace(path)
    return replaced
