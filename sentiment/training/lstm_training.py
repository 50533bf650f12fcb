"""Train the small LSTM from nothing: seeded, on one thread, so that it can be made again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentiment.models.batching import one_thread_each
from sentiment.models.lstm import HashedText, batch_logits, build_lstm, hash_text
from sentiment.training.early_exits import masked_loss
from sentiment.training.fine_tuning import batches_by_length, warm_up_and_decay

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import torch

    from sentiment.training.corpora import Mixture

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class LstmRecipe:
    """How to train. ``sizes`` are those of :func:`sentiment.models.lstm.build_lstm`;
    a training text is cut after ``longest`` words."""

    sizes: Mapping[str, int]
    seed: int
    batch: int = 128
    longest: int = 96
    learning_rate: float = 3e-3
    weight_decay: float = 0.01
    warm_up: float = 0.03
    dropout: float = 0.3


def train_lstm(
    texts: Sequence[str],
    mixture: Mixture,
    *,
    recipe: LstmRecipe,
    progress: Progress = lambda step, steps: None,
) -> torch.nn.ModuleDict:
    """A network trained on ``mixture``, whose texts are ``texts`` once normalised.

    Where the corpus of a text has no neutral examples, neutral takes no part in the
    loss. ``progress`` is called with the steps done and those of all.
    """
    import torch

    with one_thread_each():
        torch.set_num_threads(1)
        torch.manual_seed(recipe.seed)
        network = build_lstm(**recipe.sizes)
        used = set(mixture.order.tolist())
        hashed: list[HashedText] = [
            hash_text(text, places=recipe.sizes["places"])[: recipe.longest] if row in used else ()
            for row, text in enumerate(texts)
        ]
        _train(network, hashed, mixture, recipe=recipe, progress=progress)
    network.train(False)
    return network


def _train(
    network: torch.nn.ModuleDict,
    hashed: Sequence[HashedText],
    mixture: Mixture,
    *,
    recipe: LstmRecipe,
    progress: Progress,
) -> None:
    import torch

    batches = list(batches_by_length(hashed, mixture.order, batch=recipe.batch, seed=recipe.seed))
    optimizer = torch.optim.AdamW(
        network.parameters(), lr=recipe.learning_rate, weight_decay=recipe.weight_decay, fused=True
    )
    for step, rows in enumerate(batches):
        for group in optimizer.param_groups:
            part = warm_up_and_decay(step, len(batches), recipe.warm_up)
            group["lr"] = recipe.learning_rate * part
        logits = batch_logits(network, [hashed[row] for row in rows], dropout=recipe.dropout)
        labels = torch.from_numpy(mixture.labels[rows])
        loss = masked_loss(logits, labels, torch.from_numpy(mixture.binary[rows])) / len(rows)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        progress(step + 1, len(batches))
