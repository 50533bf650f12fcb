"""A fair model stays silent, an unfair one is found, and the assortment is not blamed on it."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest

from sentiment.evaluation.fairness import measure_fairness
from sentiment.evaluation.fairness_gaps import COMPARED, FAULTS, gaps_against_rest, rate_of
from sentiment.evaluation.group_rates import draw_rates, quarter_tables
from sentiment.evaluation.intervals import SMALL_GROUP, wilson
from sentiment.evaluation.judged_cells import METRICS, JudgedCells, judged_cells
from sentiment.evaluation.stratified_gaps import metric_tables

SIZES = (900, 400, 200, 120, 60, 35)
PRODUCTS = 12


def reviews(
    rng: np.random.Generator,
    *,
    gap: float = 0.0,
    own_products: bool = False,
    negative: float = 0.3,
    of_second: float = 0.3,
) -> JudgedCells:
    """Six groups. ``gap`` is added to the false positive rate of the second one.

    With ``own_products`` groups review different products, some of which are harder for all.
    ``negative`` of the reviews are so, in the second group ``of_second``.
    """
    group = np.repeat(np.arange(len(SIZES)), SIZES)
    n = len(group)
    product = rng.integers(0, PRODUCTS, n)
    if own_products:
        product = np.where(rng.random(n) < 0.85, group * 2, product)
    harder = np.linspace(2.1, 0.1, PRODUCTS)[product]
    so = rng.random(n) < np.where(group == 1, of_second, negative)
    truth = np.where(so, 0, rng.choice([1, 2], n, p=[0.3, 0.7]))
    false = 0.05 * harder * np.where(truth == 1, 2.0, 0.7) + gap * (group == 1)
    wrong = rng.random(n) < np.where(so, 0.2 * harder, false)
    called = np.where(wrong, np.where(so, 2, 0), truth)
    chances = np.where(called == 0, 0.75, 0.1) + rng.normal(0, 0.08, n)
    names = [(f"g{one}",) for one in group]
    return judged_cells(truth, called, chances, groups=names, strata=product.tolist())


def gaps_of(cells: JudgedCells, seed: int):
    """What measure_fairness compares, without Fairlearn's frame, which takes the most time."""
    tables = quarter_tables(cells)
    generator = np.random.default_rng(seed)
    places = [place for place in range(len(cells.groups)) if tables[0, place].sum() >= SMALL_GROUP]
    rates = {
        metric: np.array([rate_of(tables[:, place], metric) for place in places])
        for metric in METRICS
    }
    draws = {p: draw_rates(tables[:, p], generator=generator, resamples=400) for p in places}
    compared = {metric: metric_tables(cells, metric) for metric in COMPARED}
    return gaps_against_rest(
        compared, tables, rates=rates, draws=draws, generator=generator, resamples=400
    )


def test_a_fair_model_stays_silent_at_its_nominal_rate_and_intervals_hold_zero() -> None:
    rng = np.random.default_rng(11)
    found, held, held_controlled, ratios, ps = [], [], [], [], []
    for seed in range(30):
        gaps = [gap for of in gaps_of(reviews(rng), seed).values() for gap in of.values()]
        known = [gap for gap in gaps if not isnan(gap.p)]
        found.append(any(gap.clear for gap in known if gap.metric in FAULTS))
        held += [gap.difference.low <= 0 <= gap.difference.high for gap in known]
        ratios += [gap.ratio.low <= 1 <= gap.ratio.high for gap in known if gap.ratio]
        ps += [gap.p for gap in known]
        controlled = [gap.controlled.difference for gap in known if gap.controlled]
        held_controlled += [
            one.low <= 0 <= one.high for one in controlled if one.value == one.value
        ]
    assert np.mean(found) <= 0.1
    assert 0.025 < np.mean(np.array(ps) < 0.05) < 0.075
    for shares in (held, held_controlled, ratios):
        assert 0.925 < np.mean(shares) < 0.98


def test_a_planted_gap_is_found_in_its_group_and_its_interval_holds_it() -> None:
    rng = np.random.default_rng(5)
    caught, held, held_controlled, elsewhere = [], [], [], []
    for seed in range(12):
        gaps = gaps_of(reviews(rng, gap=0.12), seed)
        gap = gaps[1]["false_positive_rate"]
        caught.append(gap.clear and gap.stands_controlled is True)
        held.append(gap.difference.low <= 0.12 <= gap.difference.high)
        controlled = gap.controlled.difference
        held_controlled.append(controlled.low <= 0.12 <= controlled.high)
        elsewhere.append(gaps[1]["false_negative_rate"].clear)
    assert np.mean(caught) > 0.9
    assert sum(held) >= 10 and sum(held_controlled) >= 10
    assert sum(elsewhere) <= 1


def test_a_gap_of_the_assortment_goes_away_under_control() -> None:
    rng = np.random.default_rng(9)
    plain, left = [], []
    for seed in range(15):
        gaps = [
            gap for of in gaps_of(reviews(rng, own_products=True), seed).values()
            for gap in of.values() if gap.metric in FAULTS and gap.clear
        ]  # fmt: skip
        plain.append(bool(gaps))
        left.append(any(gap.stands_controlled for gap in gaps))
    assert np.mean(plain) > 0.7
    assert sum(left) <= 2


def test_more_negative_reviews_alone_are_no_fault_of_the_model() -> None:
    rng = np.random.default_rng(3)
    cells = reviews(rng, of_second=0.8)
    gaps = gaps_of(cells, 0)[1]
    assert gaps["selection_rate"].clear and gaps["overcalled"].clear
    assert gaps["overcalled"].stands_controlled is False
    assert not gaps["false_negative_rate"].clear and not gaps["false_positive_rate"].clear


def test_the_table_holds_every_group_and_no_number_for_small_ones() -> None:
    rng = np.random.default_rng(1)
    n = 460
    group = np.repeat(["big", "thin", "tiny"], [400, 50, 10])
    truth = np.where(group == "thin", 2, rng.choice(3, n))
    called = np.where(rng.random(n) < 0.2, 0, truth)
    chances = np.where(called == 0, 0.8, 0.1)
    cells = judged_cells(
        truth, called, chances, groups=[(one, "DE") for one in group],
        weak=np.where(group == "thin", 1, 0),
    )  # fmt: skip
    table = measure_fairness(cells, resamples=200)
    big, thin, tiny = table.groups
    assert [one.n for one in table.groups] == [400, 50, 10]
    assert big.group == ("big", "DE") and (big.weak, thin.weak) == (0.0, 1.0)
    hits = int(((called == truth) | ((called != 0) & (truth != 0)))[:400].sum())
    assert big.error.value == pytest.approx(1 - hits / 400)
    assert (big.error.low, big.error.high) == (
        wilson(400 - hits, 400).low,
        wilson(400 - hits, 400).high,
    )
    assert tiny.suppressed and all(isnan(tiny.rate(metric).value) for metric in METRICS)
    assert not tiny.against_rest and tiny.error.n == 10
    assert isnan(thin.false_negative_rate.value) and thin.false_negative_rate.n == 0
    assert isnan(thin.against_rest["false_negative_rate"].p)
    assert set(thin.against_rest) == set(COMPARED)
    assert thin.against_rest["false_positive_rate"].q >= thin.against_rest["false_positive_rate"].p
    assert table.overall.n == n and table.overall.weak == pytest.approx(50 / n)
    assert thin.against_rest["calibration"].ratio is None
    again = measure_fairness(cells, resamples=200)
    assert repr(again.groups) == repr(table.groups)  # seeded


def test_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        measure_fairness(judged_cells([], [], [], groups=[]))


def test_a_ratio_has_no_upper_end_where_the_others_may_have_no_case() -> None:
    truth = np.repeat([0, 2, 0, 2], [60, 60, 60, 60])
    called = truth.copy()
    called[[60, 61, 62, 63, 180]] = 0  # four false alarms in one group, one in the other
    chances = np.where(called == 0, 0.9, 0.1)
    groups = [("a",)] * 120 + [("b",)] * 120
    table = measure_fairness(judged_cells(truth, called, chances, groups=groups))
    gap = next(g for g in table.groups if g.group == ("a",)).against_rest["false_positive_rate"]
    assert gap.ratio is not None and gap.ratio.value == pytest.approx(4.0)
    assert gap.ratio.low < 4.0 and gap.ratio.high == np.inf
