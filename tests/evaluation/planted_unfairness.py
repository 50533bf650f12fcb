"""Reviews of which the true chances are known, and a model that is wrong about them on purpose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Simulated:
    probabilities: NDArray[np.float32]
    truth: NDArray[np.int64]
    languages: list[str]

    @property
    def texts(self) -> list[str]:
        return [str(number) for number in range(len(self.languages))]


def simulate(
    sizes: Mapping[str, int],
    *,
    seed: int,
    over_called: Mapping[str, float] | None = None,
    too_sure: Mapping[str, float] | None = None,
) -> Simulated:
    """The true classes are drawn from the right probabilities; the model's are other ones.

    In a language of ``over_called`` that much is added to the log-odds of negative, in one of
    ``too_sure`` all are multiplied.
    """
    random = np.random.default_rng(seed)
    chances, classes, languages = [], [], []
    for language, n in sizes.items():
        logits = random.normal(0, 1.8, (n, 3)) + np.array([0.3, -0.8, 0.9])
        drawn = random.random(n)[:, None] > softmax(logits).cumsum(axis=1)
        classes.append(drawn.sum(axis=1))
        logits[:, 0] += (over_called or {}).get(language, 0.0)
        chances.append(softmax(logits * (too_sure or {}).get(language, 1.0)))
        languages += [language] * n
    return Simulated(np.concatenate(chances).astype(np.float32), np.concatenate(classes), languages)


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
    return shares
