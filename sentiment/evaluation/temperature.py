"""Temperature scaling: one number that makes a classifier as sure as it is right.

Guo et al. 2017, On Calibration of Modern Neural Networks: logits are divided by
the temperature with the lowest log loss on held-out texts. The winning class
never changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LEAST, _MOST = 0.2, 5.0


def fit_temperature(logits: NDArray[np.floating], labels: NDArray[np.integer]) -> float:
    """The temperature for ``logits`` (n, classes) of texts with ``labels`` (n,), 0.2 to 5.

    Logarithms of probabilities serve as logits.

    >>> sure = np.array([[4.0, 0.0]] * 10, dtype=np.float32)
    >>> often_wrong = np.array([0] * 7 + [1] * 3)
    >>> 4 < fit_temperature(sure, often_wrong) < 5
    True
    """
    from scipy.optimize import minimize_scalar

    def log_loss(log_temperature: float) -> float:
        scaled = logits.astype(np.float64) / np.exp(log_temperature)
        scaled -= scaled.max(axis=1, keepdims=True)
        chances = scaled - np.log(np.exp(scaled).sum(axis=1, keepdims=True))
        return -float(chances[np.arange(len(labels)), labels].mean())

    bounds = (np.log(_LEAST), np.log(_MOST))
    return float(np.exp(minimize_scalar(log_loss, bounds=bounds, method="bounded").x))
