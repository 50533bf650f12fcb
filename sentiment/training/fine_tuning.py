"""Fine-tune the encoder for three classes: seeded, checkpointed, resumable."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Sized
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from sentiment.models.batching import one_thread_each
from sentiment.models.precision import fast_products
from sentiment.training.early_exits import loss_with_exits
from sentiment.training.encoder_pass import all_logits

if TYPE_CHECKING:
    from pathlib import Path

    import torch
    from numpy.typing import NDArray
    from transformers import BertForSequenceClassification

    from sentiment.training.corpora import Mixture

Progress = Callable[[int, int, float], None]
CHECKPOINT = "checkpoint.pt"
_POOL_BATCHES = 50


@dataclass(frozen=True)
class Recipe:
    """How to train; the defaults are those of the first stage (stages.py).

    ``learning_rate`` is the top layer's; each layer below has ``layer_decay``
    times that of the one above, the new head ``head_learning_rate``.
    ``batch`` examples a step are split over ``replicas`` threads. ``longest``
    is the number of tokens after which a training text is cut. Each early exit
    counts ``exit_weight`` times as much as the last layer. Every ``whole_every``
    steps a model that merges tokens does not, so that its weights stay good for
    those who do not merge. With ``agreement``, every text passes twice, each time with other
    units left out, and what the last layer then says apart counts so much (R-Drop, Liang et al.
    2021, section 2.1); a step costs twice as much.
    """

    seed: int = 13
    batch: int = 48
    replicas: int = 2
    longest: int = 96
    learning_rate: float = 2e-4
    head_learning_rate: float = 1e-3
    layer_decay: float = 0.9
    weight_decay: float = 0.01
    warm_up: float = 0.06
    exit_weight: float = 0.2
    whole_every: int = 6
    agreement: float = 0.0
    checkpoint_every: int = 100


def fine_tune(
    model: BertForSequenceClassification,
    token_ids: list[NDArray[np.int32]],
    mixture: Mixture,
    *,
    recipe: Recipe,
    folder: Path,
    progress: Progress = lambda step, steps, loss: None,
) -> BertForSequenceClassification:
    """Train ``model`` in place on ``mixture`` and return it.

    ``token_ids`` are the tokens of ``mixture.texts``. Every
    ``recipe.checkpoint_every`` steps the whole state goes to
    ``folder/checkpoint.pt``; a run that finds one there goes on from it with
    the batches that a run never stopped would have seen. ``progress`` is
    called with (steps done, steps in all, loss of the step). Where the CPU multiplies in
    bfloat16, products are computed in it: twice as fast, and weights and losses stay float32.
    """
    import torch

    model.bert.embeddings.word_embeddings.weight.requires_grad_(False)
    model.train()
    replicas = [model, *(_replica(model) for _ in range(recipe.replicas - 1))]
    batches = list(
        batches_by_length(token_ids, mixture.order, batch=recipe.batch, seed=recipe.seed)
    )
    optimizer = torch.optim.AdamW(_groups(model, recipe), fused=True)
    base_rates = [group["lr"] for group in optimizer.param_groups]
    first = _resume(model, optimizer, folder)
    with one_thread_each(), ThreadPoolExecutor(len(replicas)) as threads:
        torch.set_num_threads(1)
        for step in range(first, len(batches)):
            for group, rate in zip(optimizer.param_groups, base_rates, strict=True):
                group["lr"] = rate * warm_up_and_decay(step, len(batches), recipe.warm_up)
            torch.manual_seed(recipe.seed * 1_000_003 + step)
            batch = batches[step]
            busy = replicas[: len(batch)]
            parts = [batch[start :: len(busy)] for start in range(len(busy))]
            backward = partial(
                _backward,
                token_ids=token_ids,
                mixture=mixture,
                batch=len(batch),
                exit_weight=recipe.exit_weight,
                agreement=recipe.agreement,
                merge=(step + 1) % recipe.whole_every != 0,
            )
            losses = threads.map(backward, busy, parts)
            loss = sum(losses)
            _collect_gradients(replicas)
            torch.nn.utils.clip_grad_norm_(_trainable(model), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            progress(step + 1, len(batches), loss)
            if (step + 1) % recipe.checkpoint_every == 0 or step + 1 == len(batches):
                _save(model, optimizer, step + 1, folder)
    model.train(False)
    return model


def trained_weights(folder: Path) -> dict[str, torch.Tensor]:
    """The weights that the run with this ``folder`` trained, as its last checkpoint has them."""
    import torch

    weights: dict[str, torch.Tensor] = torch.load(folder / CHECKPOINT, weights_only=True)["model"]
    return weights


def _backward(
    model: BertForSequenceClassification,
    rows: NDArray[np.int64],
    *,
    token_ids: list[NDArray[np.int32]],
    mixture: Mixture,
    batch: int,
    exit_weight: float,
    agreement: float,
    merge: bool,
) -> float:
    import torch

    if agreement:
        rows, batch = np.tile(rows, 2), 2 * batch
    texts = [token_ids[row] for row in rows]
    width = max(len(text) for text in texts)
    ids = np.full((len(texts), width), 1, dtype=np.int64)
    for line, text in enumerate(texts):
        ids[line, : len(text)] = text
    tensor = torch.from_numpy(ids)
    with fast_products():
        logits, exits = all_logits(model, tensor, tensor != 1, merge=merge)
    loss = loss_with_exits(
        logits.float(),
        [early.float() for early in exits],
        labels=torch.from_numpy(mixture.labels[rows]),
        binary=torch.from_numpy(mixture.binary[rows]),
        exit_weight=exit_weight,
        taught=None if mixture.taught is None else torch.from_numpy(mixture.taught[rows]),
    )
    if agreement:
        loss = loss + agreement * disagreement(*logits.float().chunk(2))
    loss = loss / batch
    loss.backward()  # type: ignore[no-untyped-call]
    return float(loss.detach())


def disagreement(one: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
    """How far apart two passes over the same texts are, from their logits (n, classes).

    Summed over texts, the Kullback-Leibler divergence in both directions; 0 where they agree.
    """
    from torch.nn.functional import kl_div, log_softmax

    ours, theirs = log_softmax(one, dim=-1), log_softmax(other, dim=-1)
    there = kl_div(ours, theirs, reduction="sum", log_target=True)
    return there + kl_div(theirs, ours, reduction="sum", log_target=True)


def _replica(model: BertForSequenceClassification) -> BertForSequenceClassification:
    """A copy that shares the weights and has gradients of its own."""
    copy = deepcopy(model)
    for theirs, ours in zip(copy.parameters(), model.parameters(), strict=True):
        theirs.data = ours.data
    return copy


def _collect_gradients(replicas: list[BertForSequenceClassification]) -> None:
    main, *others = (_trainable(replica) for replica in replicas)
    for other in others:
        for ours, theirs in zip(main, other, strict=True):
            if theirs.grad is None:
                continue
            ours.grad = theirs.grad if ours.grad is None else ours.grad.add_(theirs.grad)
            theirs.grad = None


def _trainable(model: BertForSequenceClassification) -> list[torch.nn.Parameter]:
    return [parameter for parameter in model.parameters() if parameter.requires_grad]


def batches_by_length(
    sequences: Sequence[Sized], order: NDArray[np.int64], *, batch: int, seed: int
) -> Iterator[NDArray[np.int64]]:
    """The rows in ``order`` in batches of similar length, in an order that is shuffled again."""
    random = np.random.default_rng(seed)
    pool = batch * _POOL_BATCHES
    for start in range(0, len(order), pool):
        rows = order[start : start + pool]
        lengths = np.array([len(sequences[row]) for row in rows])
        rows = rows[np.argsort(lengths, kind="stable")]
        chunks = [rows[i : i + batch] for i in range(0, len(rows), batch)]
        for chosen in random.permutation(len(chunks)):
            yield chunks[chosen]


def _groups(model: BertForSequenceClassification, recipe: Recipe) -> list[dict[str, object]]:
    """Parameter groups: layer-wise rates, no decay of weights for vectors."""
    layers = model.config.num_hidden_layers
    groups = []
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        if ".layer." in name:
            depth = layers - 1 - int(name.split(".layer.")[1].split(".")[0])
            rate = recipe.learning_rate * recipe.layer_decay**depth
        elif ".embeddings." in name:
            rate = recipe.learning_rate * recipe.layer_decay**layers
        else:
            rate = recipe.head_learning_rate
        decay = recipe.weight_decay if parameter.ndim > 1 else 0.0
        groups.append({"params": [parameter], "lr": rate, "weight_decay": decay})
    return groups


def warm_up_and_decay(step: int, steps: int, warm_up: float) -> float:
    """Linear warm-up over the first ``warm_up`` of the steps, then linear decay to 0."""
    rise = max(1, round(steps * warm_up))
    return (step + 1) / rise if step < rise else (steps - step) / max(1, steps - rise)


def _save(
    model: BertForSequenceClassification, optimizer: torch.optim.Optimizer, step: int, folder: Path
) -> None:
    import torch

    folder.mkdir(parents=True, exist_ok=True)
    trainable = {n: p.detach() for n, p in model.named_parameters() if p.requires_grad}
    state = {"step": step, "model": trainable, "optimizer": optimizer.state_dict()}
    unfinished = folder / (CHECKPOINT + ".partial")
    torch.save(state, unfinished)
    unfinished.replace(folder / CHECKPOINT)


def _resume(
    model: BertForSequenceClassification, optimizer: torch.optim.Optimizer, folder: Path
) -> int:
    import torch

    path = folder / CHECKPOINT
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    model.load_state_dict(state["model"], strict=False)
    optimizer.load_state_dict(state["optimizer"])
    return int(state["step"])
