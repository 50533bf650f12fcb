"""The stages in which the embedded model is fine-tuned, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sentiment.training.corpora import mix
from sentiment.training.distillation import Teacher, mean_weights, teach_mixture
from sentiment.training.early_exits import EXIT_LAYERS, add_exit_heads
from sentiment.training.encoder_pass import merge_after
from sentiment.training.fine_tuning import Recipe, fine_tune, trained_weights
from sentiment.training.held_out import BENCHMARK
from sentiment.training.vocabulary import encode_texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import Any

    import pandas as pd
    from numpy.typing import NDArray
    from transformers import BertForSequenceClassification

    from sentiment.training.corpora import Mixture

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Trust:
    """How much the first of two teachers counts, in 0..1, on the benchmark's tweets and
    on all other texts; the second counts the rest."""

    tweets: float
    others: float

    def of(self, tweets: NDArray[np.bool_]) -> NDArray[np.float32]:
        """How much both count (n, 2) for texts of which some are ``tweets`` (n,)."""
        first = np.where(tweets, self.tweets, self.others).astype(np.float32)
        return np.stack([first, 1 - first], axis=1)


@dataclass(frozen=True)
class Stage:
    """``share`` of all examples, drawn by ``anchor_share`` and ``temperature`` (see
    :func:`sentiment.training.corpora.mix`), trained on by ``recipe``.

    Neighbouring tokens are merged after the layers ``merges``. With ``trust``, the two
    stages before it are its teachers, and it starts from the mean of their weights.
    """

    share: float
    anchor_share: float
    temperature: float
    recipe: Recipe
    merges: tuple[int, ...] = ()
    trust: Trust | None = None


# What each stage bought is written in benchmarks/model_experiments.md. First what sentiment
# is, with much of the benchmark's clean labels; then the breadth of reviews, at a lower rate,
# together with the early exits; then with fewer tokens on the way up, which makes the model
# better on reviews but worse on tweets and in languages it does not know; then what this
# one and the one before it know together.
STAGES = (
    Stage(0.177, anchor_share=0.45, temperature=0.7, recipe=Recipe(exit_weight=0.0)),
    Stage(
        0.165,
        anchor_share=0.25,
        temperature=0.6,
        recipe=Recipe(learning_rate=1.4e-4, exit_weight=0.25),
    ),
    Stage(
        0.354,
        anchor_share=0.2,
        temperature=0.6,
        recipe=Recipe(learning_rate=1.5e-4, head_learning_rate=7e-4, exit_weight=0.5, warm_up=0.04),
        merges=(4, 8),
    ),
    Stage(
        0.304,
        anchor_share=0.28,
        temperature=0.6,
        recipe=Recipe(
            learning_rate=1e-4,
            head_learning_rate=5e-4,
            exit_weight=0.35,
            whole_every=7,
            warm_up=0.04,
        ),
        merges=(4, 8),
        trust=Trust(tweets=0.75, others=0.4),
    ),
)


def train_in_stages(
    model: BertForSequenceClassification,
    rows: pd.DataFrame,
    *,
    tokenizer: Mapping[str, Any],
    examples: int,
    seed: int,
    folder: Path,
    progress: Progress = lambda done, steps: None,
    stages: Sequence[Stage] = STAGES,
) -> BertForSequenceClassification:
    """Train ``model`` in place on ``examples`` drawn from ``rows``, and return it.

    Each stage keeps its checkpoint in a folder of its own inside ``folder``, so
    that a run that was stopped goes on in the stage and at the step where it was.
    ``progress`` is called with the steps done and those of all stages.
    """
    add_exit_heads(model, [n for n in EXIT_LAYERS if n < model.config.num_hidden_layers])
    mixtures = [
        mixture_of(stage, rows, examples=examples, seed=seed + number)
        for number, stage in enumerate(stages)
    ]
    lengths = [
        -(-len(mixture.order) // stage.recipe.batch)
        for mixture, stage in zip(mixtures, stages, strict=True)
    ]
    for number, (stage, mixture) in enumerate(zip(stages, mixtures, strict=True)):
        recipe = replace(stage.recipe, seed=seed + number)
        before = sum(lengths[:number])

        def report(step: int, steps: int, loss: float, before: int = before) -> None:
            progress(before + step, sum(lengths))

        token_ids = encode_texts(tokenizer, mixture.texts, mixture.order, longest=recipe.longest)
        if stage.trust is not None:
            teachers = teachers_of(stages, number, folder=folder)
            taught = teach_mixture(
                model,
                token_ids,
                mixture,
                teachers=teachers,
                trust=stage.trust.of(are_tweets(rows)),
                folder=stage_folder(folder, number),
            )
            mixture = replace(mixture, taught=taught)
            model.load_state_dict(mean_weights(*(each.weights for each in teachers)), strict=False)
        if stage.merges:
            merge_after(model, stage.merges)
        own = stage_folder(folder, number)
        fine_tune(model, token_ids, mixture, recipe=recipe, folder=own, progress=report)
    return model


def mixture_of(stage: Stage, rows: pd.DataFrame, *, examples: int, seed: int) -> Mixture:
    """What ``stage`` trains on; ``examples`` are those of all stages."""
    return mix(
        rows,
        examples=round(examples * stage.share),
        seed=seed,
        anchor_share=stage.anchor_share,
        temperature=stage.temperature,
    )


def teachers_of(stages: Sequence[Stage], number: int, *, folder: Path) -> list[Teacher]:
    """What the two stages before the one with this ``number`` became in ``folder``."""
    return [
        Teacher(trained_weights(stage_folder(folder, place)), stages[place].merges)
        for place in (number - 2, number - 1)
    ]


def are_tweets(rows: pd.DataFrame) -> NDArray[np.bool_]:
    """Which of the ``rows`` are the benchmark's tweets, (n,)."""
    tweets: NDArray[np.bool_] = rows["source"].to_numpy() == BENCHMARK
    return tweets


def stage_folder(folder: Path, number: int) -> Path:
    """Where the stage ``number`` (the first is 0) of a training in ``folder`` keeps its state."""
    return folder / f"stage-{number + 1}"
