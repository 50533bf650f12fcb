"""How often raw gaps between groups mislead, and whether corrected ones hold, by drawing labels.

All texts of a group have a label: the truth. A trial draws a market like the group, as many texts
with replacement, shows 100 of their labels to the correction, and holds what it says against the
truth of the group. So chance is in the texts as well as in the labels, as it is for a real market.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from sentiment.evaluation.adjusted_counts import adjusted_shares
from sentiment.evaluation.confusion import confusion_table
from sentiment.evaluation.corrected_shares import rates_of_language
from sentiment.evaluation.intervals import difference, wilson, wilson_bounds
from sentiment.evaluation.prediction_powered import share_draws
from sentiment.records import Interval

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

LABELS = 100
TRIALS = 200
DRAWS = 1_000
CLASSES = 3
CONCENTRATIONS = 2.0 ** np.arange(3, 12.25, 0.25)
NOTHING = 0.02  # a true difference below two points is none worth telling
WORTH_TELLING = 0.05


@dataclass(frozen=True)
class GroupTrials:
    """One group of ``n`` texts: the true shares (3,), and those of the trials (trials, 3).

    ``raw`` are the shares as the model calls them, ``low`` and ``high`` the ends of the corrected
    intervals, ``labels_only`` the shares among the drawn labels with their Wilson intervals' ends.
    """

    group: str
    n: int
    truth: NDArray[np.float64]
    raw: NDArray[np.float64]
    corrected: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    labels_only: NDArray[np.float64]
    labels_low: NDArray[np.float64]
    labels_high: NDArray[np.float64]


def run_trials(
    truth: NDArray[np.int64],
    called: NDArray[np.int64],
    *,
    group: str,
    labels: int = LABELS,
    trials: int = TRIALS,
    seed: int = 0,
) -> GroupTrials:
    """Correct the group's shares ``trials`` times with other random ``labels``."""
    random = np.random.default_rng(seed)
    parts = []
    for trial in range(trials):
        market = random.integers(0, len(truth), len(truth))
        calls = np.bincount(called[market], minlength=CLASSES)
        labelled = market[:labels]
        table = confusion_table(truth[labelled], called[labelled])
        drawn, _ = share_draws(calls, table, draws=DRAWS, seed=seed + trial)
        ends = np.clip(np.quantile(drawn, [0.025, 0.975], axis=0), 0, 1)
        plain = [wilson(int(count), labels) for count in table.sum(axis=1)]
        parts.append(
            (
                calls / len(market),
                np.clip(drawn.mean(axis=0), 0, 1),
                *ends,
                [one.value for one in plain],
                [one.low for one in plain],
                [one.high for one in plain],
            )
        )
    stacked = [np.array(column) for column in zip(*parts, strict=True)]
    return GroupTrials(
        group,
        len(truth),
        np.bincount(truth, minlength=CLASSES) / len(truth),
        *stacked,
    )


@dataclass(frozen=True)
class ShareErrors:
    """Over the groups of a corpus, as shares: errors of the three shares, and coverage.

    ``raw`` and the others are mean absolute errors; ``worst_raw`` is the largest of a group's
    negative share, ``worst_group`` whose it is. ``covered`` is how often the corrected 95 %
    intervals hold the truth, ``raw_covered`` how often Wilson's intervals of the raw shares do.
    """

    groups: int
    texts: int
    raw: float
    corrected: float
    labels_only: float
    covered: float
    raw_covered: float
    width: float
    labels_width: float
    worst_raw: float
    worst_group: str


def share_errors(trials: Sequence[GroupTrials]) -> ShareErrors:
    """The errors of all ``trials`` of one corpus together, each group weighing the same."""
    signed = np.array([(one.raw.mean(axis=0) - one.truth)[0] for one in trials])
    worst = int(np.abs(signed).argmax())
    held = []
    for one in trials:
        low, high = wilson_bounds(one.raw * one.n, one.n)
        held.append((low <= one.truth) & (one.truth <= high))
    return ShareErrors(
        groups=len(trials),
        texts=sum(one.n for one in trials),
        raw=_mean(np.abs(one.raw - one.truth) for one in trials),
        corrected=_mean(np.abs(one.corrected - one.truth) for one in trials),
        labels_only=_mean(np.abs(one.labels_only - one.truth) for one in trials),
        covered=_mean((one.low <= one.truth) & (one.truth <= one.high) for one in trials),
        raw_covered=_mean(held),
        width=_mean(one.high - one.low for one in trials),
        labels_width=_mean(one.labels_high - one.labels_low for one in trials),
        worst_raw=float(signed[worst]),
        worst_group=trials[worst].group,
    )


@dataclass(frozen=True)
class PairCounts:
    """Pairs of groups by what is said of their negative shares, and what is true.

    ``clear`` pairs are said to differ (their interval leaves out 0). ``nothing`` of these do
    not really (below two points), ``reversed`` differ the other way round. ``real`` pairs
    truly differ by five points or more; ``found`` of these are said so, the right way round.
    """

    pairs: float
    clear: float
    nothing: float
    reversed: float
    real: float
    found: float

    @property
    def false(self) -> float:
        """Of what was said to differ, the share that does not, or not that way round."""
        return (self.nothing + self.reversed) / self.clear if self.clear else float("nan")


def raw_pairs(trials: Sequence[GroupTrials]) -> PairCounts:
    """The pairs as the model's calls have them, with Newcombe's intervals, over the trials."""
    return _over_trials(trials, lambda one, t: wilson(float(round(one.raw[t, 0] * one.n)), one.n))


def corrected_pairs(trials: Sequence[GroupTrials]) -> PairCounts:
    """The same as the corrected shares have them."""
    return _over_trials(
        trials,
        lambda one, t: Interval(
            float(one.corrected[t, 0]), float(one.low[t, 0]), float(one.high[t, 0]), LABELS
        ),
    )


def _over_trials(
    trials: Sequence[GroupTrials], share: Callable[[GroupTrials, int], Interval]
) -> PairCounts:
    counted = [
        _pairs(trials, {one.group: share(one, t) for one in trials})
        for t in range(len(trials[0].raw))
    ]
    names = ("pairs", "clear", "nothing", "reversed", "real", "found")
    return PairCounts(*(float(np.mean([getattr(c, name) for c in counted])) for name in names))


def _pairs(trials: Sequence[GroupTrials], shares: Mapping[str, Interval]) -> PairCounts:
    counts = dict.fromkeys(("pairs", "clear", "nothing", "reversed", "real", "found"), 0.0)
    for a, b in combinations(trials, 2):
        true = float(a.truth[0] - b.truth[0])
        gap = difference(shares[a.group], shares[b.group])
        clear = gap.low > 0 or gap.high < 0
        right = clear and gap.value * true > 0
        counts["pairs"] += 1
        counts["clear"] += clear
        counts["nothing"] += clear and abs(true) < NOTHING
        counts["reversed"] += clear and abs(true) >= NOTHING and not right
        counts["real"] += abs(true) >= WORTH_TELLING
        counts["found"] += right and abs(true) >= WORTH_TELLING
    return PairCounts(**counts)


def group_likeness(corpora: Sequence[Sequence[NDArray[np.int64]]]) -> tuple[float, float]:
    """How alike error rates are in the groups of a corpus, and the least that it may be (95 %).

    A Dirichlet concentration by maximum likelihood, the same for all ``corpora``, each of tables
    (truth, called) of groups whose rates lie about a mean of their own. Classes of which a
    group has fewer than 5 are left out there.
    """
    from scipy.special import gammaln

    likelihoods = np.zeros(len(CONCENTRATIONS))
    for tables in corpora:
        for row in range(CLASSES):
            counts = np.array([one[row] for one in tables if one[row].sum() >= 5], float)
            if len(counts) < 2:
                continue
            mean = counts.sum(axis=0) + 0.3
            for place, alike in enumerate(CONCENTRATIONS):
                weights = alike * mean / mean.sum()
                ns = counts.sum(axis=1)
                likelihoods[place] += (gammaln(alike) - gammaln(ns + alike)).sum()
                likelihoods[place] += (gammaln(counts + weights) - gammaln(weights)).sum()
    likely = likelihoods > likelihoods.max() - 1.92
    return float(CONCENTRATIONS[likelihoods.argmax()]), float(CONCENTRATIONS[likely][0])


def _mean(parts: Iterable[NDArray[np.generic]]) -> float:
    return float(np.mean([np.mean(part) for part in parts]))


@dataclass(frozen=True)
class CarriedOver:
    """Groups corrected with error rates of other groups' labels alone, none of their own.

    ``raw`` and ``corrected`` are mean absolute errors over the ``answered`` of ``groups``;
    ``covered`` is how often the 95 % intervals hold the truth.
    """

    groups: int
    answered: int
    raw: float
    corrected: float
    covered: float
    width: float


def carry_over(
    tables: Mapping[str, NDArray[np.int64]],
    *,
    elsewhere: Mapping[str, NDArray[np.int64]] | None = None,
) -> CarriedOver:
    """Each group's shares by the error rates of the others', from tables (truth, called).

    As in Polytone the intervals know that groups of one source differ a little. With
    ``elsewhere`` the rates are those of these groups in place of the others.
    """
    errors, raw_errors, covered, widths = [], [], [], []
    for group, table in tables.items():
        source = elsewhere or {name: one for name, one in tables.items() if name != group}
        known = rates_of_language([one.astype(float) for one in source.values()], name="")
        if known is None:
            continue
        found = adjusted_shares(table.sum(axis=0), known.errors)
        if found.why_not is not None:
            continue
        truth, raw = table.sum(axis=1) / table.sum(), table.sum(axis=0) / table.sum()
        low, high = np.clip(np.quantile(found.draws, [0.025, 0.975], axis=0), 0, 1)
        errors.append(np.abs(np.clip(found.draws.mean(axis=0), 0, 1) - truth))
        raw_errors.append(np.abs(raw - truth))
        covered.append((low <= truth) & (truth <= high))
        widths.append(high - low)
    if not errors:
        return CarriedOver(len(tables), 0, *[float("nan")] * 4)
    means = (float(np.mean(part)) for part in (raw_errors, errors, covered, widths))
    return CarriedOver(len(tables), len(errors), *means)
