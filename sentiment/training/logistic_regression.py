"""Multinomial logistic regression on whatever features a text has: the simplest of heads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class LinearHead:
    """Logits = features @ ``weight`` (features, 3) + ``bias`` (3,)."""

    weight: NDArray[np.float32]
    bias: NDArray[np.float32]

    def logits(self, features: Any) -> NDArray[np.float32]:
        """Logits (n, 3) of ``features`` (n, width), dense or sparse."""
        return np.asarray(features @ self.weight + self.bias, dtype=np.float32)

    def cooled(self, temperature: float) -> LinearHead:
        """The same head with its logits divided by ``temperature``."""
        return LinearHead(self.weight / temperature, self.bias / temperature)


def fit_linear_head(
    features: Any,
    labels: NDArray[np.int64],
    *,
    times: NDArray[np.int64],
    strength: float,
    rounds: int,
) -> LinearHead:
    """Fit on ``features`` (n, width) of texts with ``labels`` (n,), each counted ``times`` (n,).

    ``strength`` is scikit-learn's C, the inverse of how much large weights cost. After
    ``rounds`` steps of L-BFGS it ends where it is: stopping early regularises as well.
    """
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=strength, max_iter=rounds, tol=1e-3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(features, labels, sample_weight=times.astype(np.float32))
    weight = np.zeros((features.shape[1], 3), dtype=np.float32)
    bias = np.full(3, -20.0, dtype=np.float32)  # a class that no example has is never said
    if len(model.classes_) == 2:
        weight[:, model.classes_[1]] = model.coef_[0]
        bias[model.classes_] = (0.0, model.intercept_[0])
    else:
        weight[:, model.classes_] = model.coef_.T
        bias[model.classes_] = model.intercept_
    return LinearHead(weight, bias)
