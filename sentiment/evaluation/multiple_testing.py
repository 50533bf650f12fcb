"""Many comparisons at once: p-values corrected so that few of the findings are false."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence


def benjamini_hochberg(ps: Sequence[float]) -> tuple[float, ...]:
    """The q-value of each p-value, in their order, 0 to 1.

    Of what is declared at q < 0.05, 5 of 100 are expected to be false at most, for tests that
    are independent or depend positively. Source: Y. Benjamini and Y. Hochberg (1995),
    "Controlling the false discovery rate", Journal of the Royal Statistical Society B 57:289,
    as adjusted p-values by ``scipy.stats.false_discovery_control``. A p-value of ``nan`` stands
    for a comparison that was not made: its q is ``nan`` and it does not count as one of the
    tests. Raises ValueError for a p-value outside 0 to 1.

    >>> [round(q, 4) for q in benjamini_hochberg([0.01, 0.04, 0.03, 0.5])]
    [0.04, 0.0533, 0.0533, 0.5]
    >>> benjamini_hochberg([])
    ()
    """
    from scipy.stats import false_discovery_control

    given = np.asarray(ps, np.float64).reshape(-1)
    made = ~np.isnan(given)
    outside = given[made & ((given < 0) | (given > 1))]
    if outside.size:
        raise ValueError(f"Expected p-values of 0 to 1, got {float(outside[0])}.")
    corrected = np.full(given.shape, nan)
    if made.any():
        corrected[made] = false_discovery_control(given[made], method="bh")
    return tuple(float(q) for q in corrected)
