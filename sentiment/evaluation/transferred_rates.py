"""Error rates carried over from other sources of texts, with how much sources differ.

How often a model calls a negative review positive differs from source to source far more than
chance allows: people write and label differently. What is expected on a new source in a
language is therefore drawn in two steps for each true class: the language's own rates, from
its sources and from all languages together, and the source's rates around them. Both steps are
Dirichlet, their concentrations fitted by how well each source is foretold by the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentiment.records import SENTIMENTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Table = NDArray[np.float64]

CLASSES = len(SENTIMENTS)
DRAWS = 12_000
# What is tried: from sources that have nothing in common to such that hardly differ.
CONCENTRATIONS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0)


@dataclass(frozen=True)
class SourceSpread:
    """How alike the rates of a true class are, by class, as Dirichlet concentrations.

    ``languages`` is that of the languages around all of them, ``sources`` that of the sources
    of a language around it. A concentration of c says as much as c texts.
    """

    languages: tuple[float, ...]
    sources: tuple[float, ...]


def fit_spread(tables: Sequence[tuple[str, Table]]) -> SourceSpread:
    """The concentrations with which each source is foretold best by the others.

    ``tables`` are (language, counts (3, 3)) one a source in a language. The likelihood is that
    of the Dirichlet-multinomial distribution (J. E. Mosimann 1962, Biometrika 49:65).
    """
    chosen = []
    for row in range(CLASSES):
        known = _left_out(tables, row)
        scores = {
            (of_languages, of_sources): _foretold(known, of_languages, of_sources)
            for of_languages in CONCENTRATIONS
            for of_sources in CONCENTRATIONS
        }
        chosen.append(max(scores, key=lambda pair: scores[pair]))
    return SourceSpread(
        languages=tuple(pair[0] for pair in chosen), sources=tuple(pair[1] for pair in chosen)
    )


def transferred_rates(
    own: Sequence[Table],
    every: Sequence[Table],
    *,
    spread: SourceSpread,
    draws: int = DRAWS,
    seed: int = 0,
) -> NDArray[np.float64]:
    """Draws (draws, truth, call) of the rates that a new source of a language may have.

    ``own`` are the counts of the language's sources, ``every`` those of all languages; of
    nothing all calls are as likely.
    """
    random = np.random.default_rng(seed)
    rates = np.empty((draws, CLASSES, CLASSES))
    for row in range(CLASSES):
        weights = _expectation(
            [table[row] for table in own],
            _mean([table[row] for table in every]),
            of_languages=spread.languages[row],
            of_sources=spread.sources[row],
        )
        rates[:, row] = random.dirichlet(np.maximum(weights, 1e-3), size=draws)
    return rates


@dataclass(frozen=True)
class _LeftOut:
    """The counts of one true class in one source, and what the others say about them."""

    counts: Table
    own: tuple[Table, ...]
    everywhere: Table


def _left_out(tables: Sequence[tuple[str, Table]], row: int) -> list[_LeftOut]:
    known = [(language, table[row]) for language, table in tables if table[row].sum() > 0]
    found = []
    for place, (language, counts) in enumerate(known):
        others = known[:place] + known[place + 1 :]
        own = tuple(other for name, other in others if name == language)
        found.append(_LeftOut(counts, own, _mean([other for _, other in others])))
    return found


def _foretold(rows: Sequence[_LeftOut], of_languages: float, of_sources: float) -> float:
    """The log likelihood of each source's counts, given all others."""
    return sum(
        _log_likelihood(
            one.counts,
            _expectation(one.own, one.everywhere, of_languages=of_languages, of_sources=of_sources),
        )
        for one in rows
    )


def _expectation(
    own: Sequence[Table], everywhere: Table, *, of_languages: float, of_sources: float
) -> Table:
    """The weights of the Dirichlet distribution of a new source's rates.

    A source of n texts tells of its language what n·(s + 1)/(n + s) texts would that differ by
    chance alone, where s is the concentration of sources. The two steps are taken as one
    with the same mean and variance.
    """
    weights = of_languages * everywhere
    for row in own:
        n = row.sum()
        if n > 0:
            weights = weights + row / n * (n * (of_sources + 1) / (n + of_sources))
    total = weights.sum()
    spread = 1 / (total + 1) + total / (total + 1) / (of_sources + 1)
    return np.asarray(weights / total * (1 / spread - 1), np.float64)


def _mean(rows: Sequence[Table]) -> Table:
    """The mean of the rates, each source counting once, with a little in each cell."""
    shares = [(row + 1 / CLASSES) / (row.sum() + 1) for row in rows if row.sum() > 0]
    return np.asarray(np.mean(shares, axis=0) if shares else np.full(CLASSES, 1 / CLASSES))


def _log_likelihood(counts: Table, weights: Table) -> float:
    from scipy.special import gammaln

    n, total = counts.sum(), weights.sum()
    known = gammaln(total) - gammaln(n + total)
    return float(known + (gammaln(counts + weights) - gammaln(weights)).sum())
