"""The stages in which the embedded model is fine-tuned, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sentiment.training.corpora import mix
from sentiment.training.early_exits import EXIT_LAYERS, add_exit_heads
from sentiment.training.encoder_pass import merge_after
from sentiment.training.fine_tuning import Recipe, fine_tune
from sentiment.training.vocabulary import encode_texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import Any

    import pandas as pd
    from transformers import BertForSequenceClassification

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Stage:
    """``share`` of all examples, drawn by ``anchor_share`` and ``temperature`` (see
    :func:`sentiment.training.corpora.mix`), trained on by ``recipe``."""

    share: float
    anchor_share: float
    temperature: float
    recipe: Recipe


# First what sentiment is, with much of the benchmark's clean labels; then the breadth of
# reviews, at a lower rate, together with the early exits.
STAGES = (
    Stage(0.52, anchor_share=0.45, temperature=0.7, recipe=Recipe(exit_weight=0.0)),
    Stage(
        0.48,
        anchor_share=0.25,
        temperature=0.6,
        recipe=Recipe(learning_rate=1.4e-4, exit_weight=0.25),
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
    merges: Sequence[int] = (),
) -> BertForSequenceClassification:
    """Train ``model`` in place on ``examples`` drawn from ``rows``, and return it.

    Each stage keeps its checkpoint in a folder of its own inside ``folder``, so
    that a run that was stopped goes on in the stage and at the step where it was.
    ``progress`` is called with the steps done and those of all stages. Neighbouring
    tokens are merged after the layers ``merges``.
    """
    add_exit_heads(model, [n for n in EXIT_LAYERS if n < model.config.num_hidden_layers])
    if merges:
        merge_after(model, merges)
    mixtures = [
        mix(
            rows,
            examples=round(examples * stage.share),
            seed=seed + number,
            anchor_share=stage.anchor_share,
            temperature=stage.temperature,
        )
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
        stage_folder = folder / f"stage-{number + 1}"
        fine_tune(model, token_ids, mixture, recipe=recipe, folder=stage_folder, progress=report)
    return model
