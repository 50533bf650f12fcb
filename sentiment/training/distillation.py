"""Two trained models teach a third, which starts from the mean of their weights.

What two models say together is better than either alone, and softer than labels that
have been seen often, which a model only learns by heart (Hinton et al. 2015). The mean
of their weights, where one was trained on from the other, is itself nearly as good
(Wortsman et al. 2022, Model soups) and hence where the third begins.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentiment.models.precision import fast_products
from sentiment.training.encoder_pass import merge_after
from sentiment.training.exit_confidences import held_out_logits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import torch
    from numpy.typing import NDArray
    from transformers import BertForSequenceClassification

    from sentiment.training.corpora import Mixture

TAUGHT_FILE = "taught.npy"
TEMPERATURE = 1.2  # calibrating the two gave 1.1 to 1.35


@dataclass(frozen=True)
class Teacher:
    """Trained ``weights`` and the layers after which their model merges tokens."""

    weights: Mapping[str, torch.Tensor]
    merges: Sequence[int] = ()


def mean_weights(
    one: Mapping[str, torch.Tensor], other: Mapping[str, torch.Tensor]
) -> dict[str, torch.Tensor]:
    """The mean of two models' weights; what only one of them has is taken from it."""
    both = {**one, **other}
    return {
        name: (one[name] + other[name]) / 2 if name in one and name in other else weight
        for name, weight in both.items()
    }


def teach(
    model: BertForSequenceClassification,
    token_ids: Sequence[NDArray[np.int32]],
    *,
    teachers: Sequence[Teacher],
    trust: NDArray[np.float32],
) -> NDArray[np.float32]:
    """What ``teachers`` say together of texts: probabilities (n, classes).

    ``trust`` (n, teachers) is how much each counts for each text; its rows add up to 1.
    ``model`` lends its form: its weights are other ones afterwards.
    """
    from scipy.special import softmax

    said = np.zeros((len(token_ids), model.classifier.out_features), dtype=np.float32)
    model.train(False)
    for number, teacher in enumerate(teachers):
        merge_after(model, teacher.merges)
        model.load_state_dict(dict(teacher.weights), strict=False)
        with fast_products():
            last = held_out_logits(model, token_ids)[-1]
        said += trust[:, number, None] * softmax(last / TEMPERATURE, axis=-1)
    return said


def teach_mixture(
    model: BertForSequenceClassification,
    token_ids: Sequence[NDArray[np.int32]],
    mixture: Mixture,
    *,
    teachers: Sequence[Teacher],
    trust: NDArray[np.float32],
    folder: Path,
) -> NDArray[np.float32]:
    """What :func:`teach` gives for the texts in the mixture's order, zeros for its others.

    ``trust`` is for all its texts. The answer is kept in ``folder``, and nobody is asked twice.
    """
    path = folder / TAUGHT_FILE
    if path.exists():
        kept: NDArray[np.float32] = np.load(path)
        return kept
    used = np.unique(mixture.order)
    taught = np.zeros((len(mixture.texts), 3), dtype=np.float32)
    taught[used] = teach(
        model, [token_ids[row] for row in used], teachers=teachers, trust=trust[used]
    )
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name("unfinished-" + path.name)
    np.save(unfinished, taught)
    unfinished.replace(path)
    return taught
