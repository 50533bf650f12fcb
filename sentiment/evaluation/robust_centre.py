"""What is usual over groups, so that one odd group does not make the others look odd.

With a plain mean over eight groups, one that gives 0.9 stars less than the others makes each of
these seem to give 0.1 more. P. J. Huber (1964), "Robust estimation of a location parameter",
Annals of Mathematical Statistics 35:73: a group counts as far as ``reach`` from the centre and
no further.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

STEPS = 200


def centre_weights(
    levels: ArrayLike, *, reach: float, among: NDArray[np.bool_] | None = None
) -> NDArray[np.float64]:
    """How much each of the ``levels`` (groups) weighs in their centre; the weights add up to 1.

    The centre is Σ weights · levels. All levels within ``reach`` of it weigh the same, one at k
    times ``reach`` a k-th of that; two levels weigh the same however far they lie apart. Only
    those ``among`` (groups), by default all, have a weight.

    >>> levels = [0.0, 0.02, -0.02, -1.0]
    >>> weights = centre_weights(levels, reach=0.1)
    >>> round(float(weights @ levels), 3), round(sum(levels) / 4, 3)
    (-0.033, -0.25)
    """
    values = np.asarray(levels, np.float64)
    chosen = np.ones(len(values), bool) if among is None else among
    centre = float(np.median(values[chosen]))
    for _ in range(STEPS):
        far = np.maximum(np.abs(values - centre), reach)
        weights = np.where(chosen, reach / far, 0.0)
        weights /= weights.sum()
        centre = float(weights @ values)
    return np.asarray(weights, np.float64)
