"""Labels that were drawn more densely in some parts of a group than in others.

Who labels 50 reviews of one market more has a random sample of that market, and no longer one
of a language or of everything together. The parts (strata) then count by how many reviews they
have: D. G. Horvitz and D. J. Thompson (1952), JASA 47:663. What such weights cost is Kish's
effective number of labels (L. Kish 1965, "Survey sampling", section 11.7).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentiment.records import SENTIMENTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Stratum = tuple[str, str]  # market and language

CLASSES = len(SENTIMENTS)
# Below it labels are so unevenly spread that chance is no explanation.
LEVEL = 0.001
# Strata in which fewer labels are expected are taken together.
FEWEST_EXPECTED = 5.0


@dataclass(frozen=True)
class RepresentativeTable:
    """A table of labels (3, 3) that stands for its group, of ``n`` labels.

    Where the labels were drawn unevenly (``weighted``) it adds up to the effective number of
    labels, which is smaller; ``uncovered`` is the share of the reviews in strata without any.
    """

    table: NDArray[np.float64]
    n: int
    weighted: bool = False
    uncovered: float = 0.0


def representative_table(
    scored: Mapping[Stratum, float], tables: Mapping[Stratum, NDArray[np.float64]]
) -> RepresentativeTable:
    """The table of a group from those of its strata, weighted where that is needed.

    ``scored`` counts the reviews of each stratum, ``tables`` (3, 3) its labels.
    """
    nobody = np.zeros((CLASSES, CLASSES))
    pooled = sum(tables.values(), nobody)
    n, total = float(pooled.sum()), float(sum(scored.values()))
    if n == 0 or total == 0:
        return RepresentativeTable(pooled, int(n))
    strata: list[tuple[float, NDArray[np.float64]]] = []
    small, small_table = 0.0, nobody
    for stratum, count in scored.items():
        table = tables.get(stratum, nobody)
        if count * n / total < FEWEST_EXPECTED:
            small, small_table = small + count, small_table + table
        else:
            strata.append((count, table))
    if small:
        strata.append((small, small_table))
    shares = np.array([count for count, _ in strata]) / total
    labels = np.array([table.sum() for _, table in strata])
    if not _is_uneven(labels, shares):
        return RepresentativeTable(pooled, int(n))
    covered = labels > 0
    weights = np.zeros(len(strata))
    weights[covered] = shares[covered] * n / labels[covered]
    effective = float((weights * labels).sum() ** 2 / (weights**2 * labels).sum())
    weighted = sum((weight * table for weight, (_, table) in zip(weights, strata, strict=True)),
                   nobody)  # fmt: skip
    return RepresentativeTable(
        table=weighted * (effective / weighted.sum()),
        n=int(n),
        weighted=True,
        uncovered=float(shares[~covered].sum()),
    )


def _is_uneven(labels: NDArray[np.float64], shares: NDArray[np.float64]) -> bool:
    """Whether the strata have other numbers of labels than chance explains (chi-square)."""
    from scipy.stats import chi2

    if len(labels) < 2:
        return False
    expected = np.maximum(shares * labels.sum(), 1e-9)
    statistic = float(((labels - expected) ** 2 / expected).sum())
    return float(chi2.sf(statistic, len(labels) - 1)) < LEVEL
