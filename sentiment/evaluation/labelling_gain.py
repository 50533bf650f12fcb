"""What labelling more reviews at random would buy: how much narrower an interval gets."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from sentiment.evaluation.corrected_shares import FEWEST_LABELLED
from sentiment.records import SENTIMENTS

if TYPE_CHECKING:
    from sentiment.evaluation.corrected_shares import CorrectedShares

NEGATIVE = SENTIMENTS.index("negative")


@dataclass(frozen=True)
class LabellingGain:
    """Half the width of the 95 % interval of a group's negative share, in 0..1.

    ``now`` is None where there is no correction yet; ``after`` is expected once ``more``
    reviews were drawn at random and labelled, None where that is still too few or where there
    are not that many (``enough`` is False). ``guessed`` tells that nothing is known of the
    model's errors there: ``after`` is then what the labels would say without the model.
    """

    group: str
    labelled: int
    more: int
    now: float | None
    after: float | None
    guessed: bool
    enough: bool = True


def labelling_gain(shares: CorrectedShares, *, more: int = 50) -> LabellingGain:
    """What ``more`` labels at random would buy in a group.

    The variance of a corrected share is about the ``label_variance`` over the number of labels,
    plus that of the share as called over all reviews; the quantile is Student's t. Where the
    group is corrected with its own labels, its interval is made narrower in that proportion.
    """
    now = None
    if shares.corrected is not None:
        negative = shares.corrected[NEGATIVE]
        now = (negative.high - negative.low) / 2
    more = min(more, max(shares.scored - shares.labelled, 0))
    labelled = shares.labelled + more
    guessed = shares.label_variance is None
    if more == 0 or labelled < FEWEST_LABELLED:
        return LabellingGain(shares.group, shares.labelled, more, now, None, guessed, enough=False)
    after = _half_width(shares, labelled)
    if shares.method == "labelled" and now is not None:
        after = now * after / _half_width(shares, shares.labelled)
    return LabellingGain(shares.group, shares.labelled, more, now, after, guessed)


def _half_width(shares: CorrectedShares, labels: int) -> float:
    from scipy.stats import t

    share = shares.raw[NEGATIVE].value if shares.corrected is None else (
        shares.corrected[NEGATIVE].value
    )  # fmt: skip
    spread = share * (1 - share)
    within = spread if shares.label_variance is None else shares.label_variance[NEGATIVE]
    between = max(spread - within, 0.0) / max(shares.scored, 1)
    return float(t.ppf(0.975, max(labels - len(SENTIMENTS), 1))) * sqrt(within / labels + between)
