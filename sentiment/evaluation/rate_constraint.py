"""How equally groups are treated, as a rate that shall not differ by more than a tolerance.

One class stands against the two others. Tables are counts (..., 3, 3): rows the truth, columns
what was called, as in :mod:`sentiment.evaluation.confusion`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from sentiment.errors import UsageError
from sentiment.records import SENTIMENTS

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

Rate = Literal["false positives", "misses", "share gap"]
RATES: tuple[Rate, ...] = get_args(Rate)
MOST_TOLERANCE = 0.5


@dataclass(frozen=True)
class RateConstraint:
    """In no language shall ``rate`` differ by more than ``tolerance`` from that of all reviews.

    ``rate`` is one of :data:`RATES`, of the class ``sentiment`` against the rest:
    "false positives", the share of reviews of the other classes that are called so;
    "misses", the share of reviews of the class that are not called so; "share gap", the share
    that is called so less the share that is so (-1 to 1). ``tolerance`` is in 0..0.5. No
    language shall lose more than ``most_lost`` of its accuracy (0..1) for it.
    Raises :class:`sentiment.errors.UsageError` for anything else.
    """

    sentiment: str = "negative"
    tolerance: float = 0.03
    rate: Rate = "false positives"
    most_lost: float = 0.05

    def __post_init__(self) -> None:
        if self.sentiment not in SENTIMENTS:
            raise UsageError(
                f"There is no class '{self.sentiment}'.",
                hint=f"Choose from: {', '.join(SENTIMENTS)}.",
            )
        if self.rate not in RATES:
            raise UsageError(
                f"There is no rate '{self.rate}' to hold equal.",
                hint=f"Choose from: {', '.join(RATES)}.",
            )
        if not 0 < self.tolerance <= MOST_TOLERANCE:
            raise UsageError(
                f"A tolerance of {self.tolerance} makes no sense.",
                hint=f"Give a share above 0 and at most {MOST_TOLERANCE}, such as 0.03 "
                "for 3 points.",
            )
        if not 0 <= self.most_lost <= 1:
            raise UsageError(
                f"A language cannot lose {self.most_lost} of its accuracy.",
                hint="Give a share of 0 to 1, such as 0.05 for 5 points.",
            )

    @property
    def place(self) -> int:
        """The place of the class among :data:`sentiment.records.SENTIMENTS`."""
        return SENTIMENTS.index(self.sentiment)

    @property
    def in_words(self) -> str:
        """The constraint as a sentence.

        >>> RateConstraint().in_words  # doctest: +NORMALIZE_WHITESPACE
        'The share of reviews that are not negative and are called negative differs in no
        language by more than 3 points from that of all reviews, as far as no language loses
        more than 5 points of accuracy for it.'
        """
        what = {
            "false positives": f"The share of reviews that are not {self.sentiment} and are called "
            f"{self.sentiment}",
            "misses": f"The share of {self.sentiment} reviews that are not called {self.sentiment}",
            "share gap": f"The share of reviews that are called {self.sentiment} less the share "
            "that is so",
        }[self.rate]
        return (
            f"{what} differs in no language by more than {in_points(self.tolerance)} from that of "
            f"all reviews, as far as no language loses more than {in_points(self.most_lost)} of "
            "accuracy for it."
        )


def in_points(share: float) -> str:
    """A share in percentage points.

    >>> in_points(0.03), in_points(0.01)
    ('3 points', '1 point')
    """
    points = f"{100 * share:.3g}"
    return "1 point" if points == "1" else f"{points} points"


def rate_of(tables: ArrayLike, constraint: RateConstraint) -> NDArray[np.float64]:
    """The constrained rate of tables (..., 3, 3); nan where no review can show it.

    >>> table = [[8, 1, 1], [2, 6, 2], [1, 1, 18]]
    >>> float(rate_of(table, RateConstraint()))
    0.1
    >>> float(rate_of(table, RateConstraint(rate="misses")))
    0.2
    >>> float(rate_of(table, RateConstraint(rate="share gap")))
    0.025
    """
    hits, ns = _counts(np.asarray(tables, np.float64), constraint)
    rates: NDArray[np.float64] = np.divide(hits, ns, out=np.full(ns.shape, np.nan), where=ns > 0)
    return rates


def rests_on(table: ArrayLike, constraint: RateConstraint) -> int:
    """The number of reviews of one table that the rate is a share of."""
    return int(_counts(np.asarray(table, np.float64), constraint)[1])


def difference_p(table: ArrayLike, rest: ArrayLike, *, constraint: RateConstraint) -> float:
    """Two-sided p in 0..1 for: the group of ``table`` has the same rate as the ``rest``.

    Fisher's exact test for the two shares; for the share gap a z-test of the means of
    called − true (-1, 0 or 1 a review), with one review added in each direction, which keeps
    small groups from a variance of 0 (Bonett and Price 2012, Journal of Educational and
    Behavioral Statistics 37:479). nan where either has no review to show it.
    """
    from scipy.stats import fisher_exact, norm

    one, other = np.asarray(table, np.float64), np.asarray(rest, np.float64)
    (hits, n), (other_hits, other_n) = _counts(one, constraint), _counts(other, constraint)
    if n == 0 or other_n == 0:
        return float("nan")
    if constraint.rate != "share gap":
        counts = [[hits, n - hits], [other_hits, other_n - other_hits]]
        return float(fisher_exact(np.asarray(counts, np.int64))[1])
    spread = _gap_variance(one, constraint) + _gap_variance(other, constraint)
    return float(2 * norm.sf(abs(hits / n - other_hits / other_n) / spread**0.5))


def _counts(
    tables: NDArray[np.float64], constraint: RateConstraint
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What is counted and what it is a share of, shapes (...)."""
    place = constraint.place
    called, true = tables[..., :, place].sum(axis=-1), tables[..., place, :].sum(axis=-1)
    everything, both = tables.sum(axis=(-2, -1)), tables[..., place, place]
    if constraint.rate == "false positives":
        return called - both, everything - true
    if constraint.rate == "misses":
        return true - both, true
    return called - true, everything


def _gap_variance(table: NDArray[np.float64], constraint: RateConstraint) -> float:
    place = constraint.place
    n = table.sum() + 2
    above = table[:, place].sum() - table[place, place] + 1
    below = table[place].sum() - table[place, place] + 1
    return float(((above + below) / n - ((above - below) / n) ** 2) / n)
