"""The share of each sentiment in a group, corrected for the model's own errors there.

Which correction is used depends on what is known, the most trusted first:

1. **labelled**: 30 reviews or more of the group were drawn at random and labelled:
   prediction-powered inference (:mod:`sentiment.evaluation.prediction_powered`).
2. **group errors**, for a period of a group: the error rates that the group's labelled reviews
   have over all time, because those of a single month are few: adjusted counts
   (:mod:`sentiment.evaluation.adjusted_counts`), or each sentiment against the two others
   (:mod:`sentiment.evaluation.one_against_rest`).
3. **language errors**: the error rates of the labelled reviews in the same language anywhere in
   the database, with how much the groups of a company differ: adjusted counts, language by
   language.
4. **published errors**: the model's own published error rates in that language on other
   sources of texts, with how much sources differ: adjusted counts.
5. **none**, with the reason.

Stars are never the truth here: they are how people rate, not what they wrote.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING, Literal
from zlib import crc32

import numpy as np

from sentiment.evaluation.adjusted_counts import (
    PRIOR,
    ErrorRates,
    adjusted_shares,
    rate_draws,
)
from sentiment.evaluation.intervals import wilson
from sentiment.evaluation.one_against_rest import share_against_rest
from sentiment.evaluation.prediction_powered import residual_variances, share_draws
from sentiment.evaluation.transferred_rates import SourceSpread, transferred_rates
from sentiment.language.names import language_name
from sentiment.records import SENTIMENTS, UNDETERMINED, Interval

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from sentiment.evaluation.labelled_strata import RepresentativeTable

    Counts = NDArray[np.float64]

Method = Literal["labelled", "group errors", "language errors", "published errors", "none"]
METHODS: tuple[Method, ...] = (
    "labelled", "group errors", "language errors", "published errors", "none",
)  # fmt: skip
FEWEST_LABELLED = 30
FEWEST_FOR_RATES = 50
FEWEST_OF_CLASS = 5
# Languages without a known error rate are left out where they are this share or less.
NEGLIGIBLE = 0.05
PERIOD_DRAWS = 3_000
# How alike error rates are in groups of one company and language, as a concentration: on 26
# groups of guests in three public corpora it is 181 or more (95 %), and this is on the safe side.
# Without it intervals of groups that differ so hold the truth in 80 to 92 of 100 cases.
BETWEEN_GROUPS = 100.0

Shares = tuple[Interval, Interval, Interval]


@dataclass(frozen=True)
class CorrectedShares:
    """The shares of negative, neutral and positive reviews in a group, or in a period of it.

    ``raw`` is as the model calls the ``scored`` reviews, ``corrected`` (None where ``why_not``
    says why there is none) after its errors are taken out; intervals are of 95 %, in 0..1. The
    ``n`` of ``raw`` is ``scored``, that of ``corrected`` how many labelled texts the correction
    rests on; in a period one of the three can be ``nan``, where it is not known. ``labelled``
    reviews of the group were drawn at random, or labelled by the file. ``left_out`` of the
    scored reviews are in languages of which nothing is known, so that the corrected shares are
    without them. ``label_variance`` (one number a sentiment, None where nothing is known) is
    what one label leaves uncertain; divided by the number of labels it is about the variance of
    a corrected share.
    """

    group: str
    scored: int
    labelled: int
    method: Method
    raw: Shares
    corrected: Shares | None
    why_not: str | None
    period: date | None = None
    left_out: int = 0
    label_variance: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class DrawnShares:
    """Corrected shares with the draws (draws, 3) that they come from: for differences."""

    shares: CorrectedShares
    corrected: Counts | None
    raw: Counts | None


@dataclass(frozen=True)
class KnownRates:
    """Error rates, where they come from, and on how many labelled texts they rest.

    Where ``why_not`` is set, they are good for a guess at what labels would buy and not for
    correcting.
    """

    method: Method
    errors: ErrorRates
    texts: int
    why_not: str | None = None


def _nothing(language: str) -> KnownRates | None:
    return None


@dataclass(frozen=True)
class KnownErrors:
    """What is known of the model's errors outside a group.

    ``rates_in`` gives the error rates in a language, asked for only where they are needed.
    ``not_transferable`` says why rates of other reviews cannot be used (None: they can).
    """

    rates_in: Callable[[str], KnownRates | None] = _nothing
    not_transferable: str | None = None


def rates_of_labelled(table: Counts, *, method: Method, name: str) -> KnownRates | None:
    """The error rates that labelled reviews show; None below 50 of them, or 5 of each class.

    The draws are the same for the same ``name``, so that groups share what is not known.
    """
    if not _are_enough(table):
        return None
    return KnownRates(method, ErrorRates.of(rate_draws(table, seed=_seed(name))), int(table.sum()))


def rates_of_language(tables: Sequence[Counts], *, name: str) -> KnownRates | None:
    """The error rates that another group of the language may have, from the tables of its markets.

    None where :func:`rates_of_labelled` has none. What groups differ by is not seen in one of
    them, so that many labels in one market say less than as many in several.
    """
    pooled = sum(tables, np.zeros((len(SENTIMENTS),) * 2))
    if not _are_enough(pooled):
        return None
    spread = SourceSpread(
        languages=(len(SENTIMENTS) * PRIOR,) * len(SENTIMENTS),
        sources=(BETWEEN_GROUPS,) * len(SENTIMENTS),
    )
    rates = transferred_rates(tables, [], spread=spread, seed=_seed(name))
    return KnownRates("language errors", ErrorRates.of(rates), int(pooled.sum()))


def _are_enough(table: Counts) -> bool:
    return bool(table.sum() >= FEWEST_FOR_RATES and table.sum(axis=1).min() >= FEWEST_OF_CLASS)


def correct_shares(
    group: str,
    *,
    called: Mapping[str, Counts],
    labels: RepresentativeTable,
    known: KnownErrors,
    period: date | None = None,
    own: KnownRates | None = None,
) -> DrawnShares:
    """The corrected shares of one group, by the best method that there is for it.

    ``called`` are counts (3,) of the model's calls by language, ``labels`` those (3, 3) of the
    group's labelled reviews, over all time where ``period`` is set; ``own`` are then the error
    rates that they show.
    """
    counts = sum(called.values(), np.zeros(len(SENTIMENTS)))
    table = labels.table
    asked = _Asked(group, called, counts, labels, known, period)
    if counts.sum() == 0:
        return _uncorrected(asked, "no model has scored any of its reviews")
    if period is None and table.sum() >= FEWEST_LABELLED and labels.uncovered <= NEGLIGIBLE:
        drawn, raw = share_draws(counts, table, seed=_seed(group))
        return _corrected(asked, "labelled", drawn, raw, rests_on=labels.n)
    if known.not_transferable:
        return _uncorrected(asked, f"{_too_few(asked)}, and {known.not_transferable}")
    if period is not None and own is not None:
        found = adjusted_shares(counts, asked.drawn(own), seed=asked.seed)
        if found.why_not is None:
            return _corrected(asked, own.method, found.draws, found.raw, rests_on=own.texts)
    if period is not None and table.sum() >= FEWEST_FOR_RATES:
        apart = _each_against_rest(asked)
        if apart is not None:
            return apart
    return _by_language(asked)


@dataclass(frozen=True)
class _Asked:
    group: str
    called: Mapping[str, Counts]
    counts: Counts
    labels: RepresentativeTable
    known: KnownErrors
    period: date | None

    @property
    def seed(self) -> int:
        return _seed(f"{self.group} {self.period}")

    def drawn(self, rates: KnownRates) -> ErrorRates:
        """The draws of error rates: fewer for periods, of which there are many."""
        return rates.errors if self.period is None else rates.errors.first(PERIOD_DRAWS)


def _each_against_rest(asked: _Asked) -> DrawnShares | None:
    """Each sentiment by itself, with the error rates of the group over all time."""
    found = [
        share_against_rest(asked.counts, asked.labels.table, place=place, seed=asked.seed)
        for place in range(len(SENTIMENTS))
    ]
    if not any(found):
        return None
    negative, neutral, positive = (one or Interval(nan, 0.0, 1.0, 0) for one in found)
    shares = CorrectedShares(
        group=asked.group,
        scored=int(asked.counts.sum()),
        labelled=asked.labels.n,
        method="group errors",
        raw=_raw(asked.counts),
        corrected=(negative, neutral, positive),
        why_not=None,
        period=asked.period,
        label_variance=_label_variance(asked),
    )
    return DrawnShares(shares, None, None)


def _by_language(asked: _Asked) -> DrawnShares:
    """Each language by its own error rates, put together by how many reviews it has."""
    total = asked.counts.sum()
    parts: list[tuple[float, Counts, Counts]] = []
    methods: set[Method] = set()
    rests_on, missing, reasons = 0, 0.0, []
    for language, counts in sorted(asked.called.items(), key=lambda item: -item[1].sum()):
        if counts.sum() == 0:
            continue
        rates = asked.known.rates_in(language)
        why_not = f"nothing is known of the model's errors in {_language(language)}"
        if rates is not None and rates.why_not:
            why_not = rates.why_not
        elif rates is not None:
            seed = _seed(f"{asked.seed} {language}")
            found = adjusted_shares(counts, asked.drawn(rates), seed=seed)
            if found.why_not is None:
                parts.append((float(counts.sum()), found.draws, found.raw))
                methods.add(rates.method)
                rests_on += rates.texts
                continue
            of = f"{_in_words(rates.method)} in {_language(language)}"
            why_not = f"going by {of}, {found.why_not}"
        missing += float(counts.sum())
        reasons.append(why_not)
        if missing > NEGLIGIBLE * total:
            break
    if not parts or missing > NEGLIGIBLE * total:
        return _uncorrected(asked, f"{_too_few(asked)}, and {reasons[0]}")
    random = np.random.default_rng(asked.seed)
    weights = random.dirichlet([weight for weight, _, _ in parts], size=len(parts[0][1]))
    corrected = sum(weights[:, [place]] * part[1] for place, part in enumerate(parts))
    raw = sum(weights[:, [place]] * part[2] for place, part in enumerate(parts))
    least = max(methods, key=METHODS.index)
    return _corrected(
        asked, least, np.asarray(corrected), np.asarray(raw), rests_on=rests_on,
        left_out=int(missing),
    )  # fmt: skip


def _corrected(
    asked: _Asked, method: Method, drawn: Counts, raw: Counts, *, rests_on: int, left_out: int = 0
) -> DrawnShares:
    negative, neutral, positive = (
        _interval(drawn[:, place], n=rests_on) for place in range(len(SENTIMENTS))
    )
    shares = CorrectedShares(
        group=asked.group,
        scored=int(asked.counts.sum()),
        labelled=asked.labels.n,
        method=method,
        raw=_raw(asked.counts),
        corrected=(negative, neutral, positive),
        why_not=None,
        period=asked.period,
        left_out=left_out,
        label_variance=_label_variance(asked),
    )
    return DrawnShares(shares, drawn, raw)


def _uncorrected(asked: _Asked, why_not: str) -> DrawnShares:
    shares = CorrectedShares(
        group=asked.group,
        scored=int(asked.counts.sum()),
        labelled=asked.labels.n,
        method="none",
        raw=_raw(asked.counts),
        corrected=None,
        why_not=why_not,
        period=asked.period,
        label_variance=_label_variance(asked),
    )
    return DrawnShares(shares, None, None)


def _label_variance(asked: _Asked) -> tuple[float, float, float] | None:
    """From the group's own labels, or guessed from the errors in its largest language."""
    if asked.counts.sum() == 0:
        return None
    if asked.labels.table.sum() >= FEWEST_LABELLED:
        joint = asked.labels.table + PRIOR
    else:
        largest = max(asked.called, key=lambda language: asked.called[language].sum())
        known = asked.known.rates_in(largest)
        if known is None:
            return None
        # True classes are as frequent as they are called: good enough for a guess.
        joint = (asked.counts / asked.counts.sum())[:, None] * known.errors.rates.mean(
            axis=0
        ) + 1e-6
    found = residual_variances(asked.counts, joint / joint.sum(axis=0))
    return (float(found[0]), float(found[1]), float(found[2]))


def _raw(counts: Counts) -> Shares:
    n = int(counts.sum())
    negative, neutral, positive = (wilson(float(count), n) for count in counts)
    return negative, neutral, positive


def _interval(draws: Counts, *, n: int) -> Interval:
    low, high = np.clip(np.quantile(draws, [0.025, 0.975]), 0, 1)
    value = float(np.clip(draws.mean(), 0, 1))
    return Interval(value, min(float(low), value), max(float(high), value), n)


def _too_few(asked: _Asked) -> str:
    labelled = asked.labels.n
    if asked.labels.uncovered > NEGLIGIBLE and labelled >= FEWEST_LABELLED:
        return (
            f"its {labelled:,} labelled reviews were drawn in some markets or languages only, and "
            f"{100 * asked.labels.uncovered:.0f} % of its reviews are in others"
        )
    if asked.period is None and labelled >= FEWEST_LABELLED:
        return (
            f"its {labelled:,} labelled reviews were drawn so unevenly over markets or languages "
            f"that they count for {asked.labels.table.sum():.0f}, {FEWEST_LABELLED} are needed"
        )
    if asked.period is not None and asked.labels.table.sum() >= FEWEST_FOR_RATES:
        return f"its {labelled:,} labelled reviews leave too much open for a period of this size"
    if asked.period is not None:
        return (
            f"{labelled:,} of its reviews were drawn at random and labelled, "
            f"{FEWEST_FOR_RATES} are needed to correct a period"
        )
    return (
        f"{labelled:,} of its reviews were drawn at random and labelled, "
        f"{FEWEST_LABELLED} are needed"
    )


def _in_words(method: Method) -> str:
    if method == "language errors":
        return "the model's errors on the labelled reviews"
    return "the model's published errors on texts of other sources"


def _language(code: str) -> str:
    return language_name(code) if code not in ("", UNDETERMINED) else "reviews of no known language"


def _seed(name: str) -> int:
    """The same for the same name on every machine."""
    return crc32(name.encode("utf-8", "surrogatepass"))
