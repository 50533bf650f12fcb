from __future__ import annotations

import numpy as np
import pytest

from sentiment.evaluation.transferred_rates import (
    CONCENTRATIONS,
    SourceSpread,
    fit_spread,
    transferred_rates,
)

MEAN = np.array([[0.8, 0.1, 0.1], [0.2, 0.6, 0.2], [0.05, 0.15, 0.8]])


def sources(*, spread, languages=8, each=3, texts=150, seed=0):
    """Tables of sources whose rates lie around one mean with this concentration."""
    random = np.random.default_rng(seed)
    return [
        (
            f"l{language}",
            np.array(
                [random.multinomial(texts, random.dirichlet(row * spread)) for row in MEAN], float
            ),
        )
        for language in range(languages)
        for _ in range(each)
    ]


def test_sources_that_differ_are_told_from_such_that_do_not():
    wild, alike = fit_spread(sources(spread=6)), fit_spread(sources(spread=5_000))
    assert max(wild.sources) <= 32
    assert min(alike.sources) >= 64
    assert all(one in CONCENTRATIONS for one in (*wild.languages, *wild.sources))


def test_rates_of_a_language_lean_on_its_own_sources():
    spread = SourceSpread(languages=(4.0,) * 3, sources=(32.0,) * 3)
    own = [np.array([[90.0, 5, 5], [10, 80, 10], [5, 5, 90]])] * 4
    every = [table for _, table in sources(spread=20)]
    rates = transferred_rates(own, every, spread=spread)
    assert rates.sum(axis=2) == pytest.approx(1.0)
    assert rates.mean(axis=0) == pytest.approx(own[0] / 100, abs=0.05)
    unknown = transferred_rates([], every, spread=spread)
    assert unknown.mean(axis=0) == pytest.approx(MEAN, abs=0.1)
    assert unknown.std(axis=0).max() > 1.5 * rates.std(axis=0).max()


def test_sources_that_differ_leave_rates_open_however_many_texts_there_are():
    every = [table for _, table in sources(spread=20)]
    own = [table * 1_000 for table in every[:2]]
    close = SourceSpread(languages=(8.0,) * 3, sources=(128.0,) * 3)
    loose = SourceSpread(languages=(8.0,) * 3, sources=(4.0,) * 3)
    spreads = [
        transferred_rates(own, every, spread=spread).std(axis=0)[0, 0] for spread in (close, loose)
    ]
    assert spreads[1] > 2 * spreads[0] > 0.03


def test_a_source_is_foretold_within_its_interval():
    tables = sources(spread=12, languages=16, texts=3_000, seed=4)
    spread = fit_spread(tables)
    held = []
    for place, (language, table) in enumerate(tables):
        others = [pair for number, pair in enumerate(tables) if number != place]
        own = [counts for name, counts in others if name == language]
        rates = transferred_rates(own, [counts for _, counts in others], spread=spread)
        low, high = np.quantile(rates, [0.025, 0.975], axis=0)
        shares = table / table.sum(axis=1, keepdims=True)
        held.append((low <= shares) & (shares <= high))
    assert 0.9 <= np.mean(held) <= 0.99  # nominally 95 %
