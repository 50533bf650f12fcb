"""Rating styles in simulated worlds where the truth is known."""

from __future__ import annotations

from math import isclose, isnan
from typing import Any

import numpy as np
import pytest

from sentiment.evaluation.rating_style import RatingStyle, rating_styles
from tests.rating_data import Rated, simulate

SIZES = dict(zip("ABCDEF", (150, 200, 300, 400, 400, 800), strict=True))


def styles_of(rated: Rated, **more: Any) -> dict[str, RatingStyle]:
    found = rating_styles(
        rated.stars, rated.probabilities, groups=rated.groups, products=rated.products, **more
    )
    return {style.group: style for style in found}


def worlds(number: int, **plan: Any) -> list[dict[str, RatingStyle]]:
    return [styles_of(simulate(SIZES, **plan, seed=100 + seed)) for seed in range(number)]


def binomial_limit(n: int, share: float) -> float:
    """The share of n that chance passes in 1 of 1,000 cases."""
    from scipy.stats import binom

    return float(binom.ppf(0.999, n, share)) / n


@pytest.mark.parametrize(
    "plan",
    [
        {"products": 25, "product_spread": 0.4},
        {"products": 12, "product_spread": 0.3, "shared": False},
        {"products": 20, "product_spread": 0.3, "twist": 0.25},
    ],
    ids=["shared products", "own products", "products liked differently"],
)
def test_without_style_the_declared_rate_stays_at_its_level_and_intervals_hold_the_truth(plan):
    found = worlds(16, **plan)
    any_false = np.mean([any(style.declared for style in world.values()) for world in found])
    assert any_false <= binomial_limit(16, 0.05)
    held = [s.gap.low <= 0 <= s.gap.high for world in found for s in world.values()]
    assert np.mean(held) > 0.90


def test_planted_gaps_are_found_and_measured():
    found = worlds(8, products=25, product_spread=0.3, styles={"D": 0.3, "E": -0.3})
    assert all(world["D"].declared and world["E"].declared for world in found)
    assert all(world["D"].gap.value > 0 > world["E"].gap.value for world in found)
    assert np.mean([world["D"].certain and world["E"].certain for world in found]) > 0.9
    # Whole stars of 1 to 5 leave less than what was planted.
    assert 0.2 < np.mean([world["D"].gap.value for world in found]) < 0.3
    others = [world[name].declared for world in found for name in "ABCF"]
    assert np.mean(others) <= binomial_limit(len(others), 0.05)


def test_a_mood_is_not_a_style():
    found = worlds(8, products=25, product_spread=0.3, moods={"A": -0.6, "E": 0.6})
    assert np.mean([world["E"].declared for world in found]) < 0.4
    assert all(abs(world["E"].gap.value) < 0.15 for world in found)
    assert not any(world["E"].bounds_agree and world["E"].declared for world in found)


def test_a_model_that_reads_one_group_worse_is_noticed():
    found = worlds(8, products=25, blur={"E": 1.2})
    assert np.mean([world["E"].levels_agree for world in found]) < 0.3
    sharp = worlds(8, products=25)
    assert np.mean([world["E"].levels_agree for world in sharp]) > 0.9


def test_figures_add_up_and_shares_are_shares():
    for style in styles_of(simulate(SIZES, styles={"A": -0.5}, seed=3)).values():
        assert isclose(style.mean_stars.value - style.suggested, style.gap.value, abs_tol=1e-9)
        assert sum(style.given) == pytest.approx(1) == sum(style.elsewhere)
        assert style.extreme.value == pytest.approx(style.given[0] + style.given[4])
        assert style.midpoint.value == pytest.approx(style.given[2])
        for one in (style.extreme, style.midpoint):
            assert 0 <= one.low <= one.value <= one.high <= 1
        assert style.gap.low < style.gap.value < style.gap.high
        assert 0 < style.p <= style.q <= 1


def test_gaps_are_relative_to_what_is_usual_whatever_the_size_of_groups():
    found = styles_of(simulate({"A": 2000, "B": 200, "C": 200}, styles={"A": 0.6}, seed=1))
    assert found["A"].gap.value > 0.4
    assert all(abs(found[name].gap.value) < 0.1 for name in "BC")
    two = styles_of(simulate({"A": 2000, "B": 200}, styles={"A": 0.6}, seed=1))
    assert two["A"].gap.value == pytest.approx(-two["B"].gap.value)


def test_one_odd_group_does_not_make_the_others_odd():
    sizes = dict.fromkeys("ABCDEFGH", 300)
    plan = {"products": 25, "product_spread": 0.3, "styles": {"H": -0.9}}
    found = [styles_of(simulate(sizes, **plan, seed=seed)) for seed in range(6)]
    assert all(world["H"].declared and world["H"].gap.value < -0.6 for world in found)
    ordinary = [world[name] for world in found for name in "ABCDEFG"]
    # Beside a plain mean half of them are declared.
    assert np.mean([style.declared for style in ordinary]) <= binomial_limit(42, 0.02)
    assert abs(np.mean([style.gap.value for style in ordinary])) < 0.03


def test_a_handful_of_products_liked_differently_is_no_style():
    plan = {"products": 5, "product_spread": 0.3}
    twisted = worlds(8, **plan, twist=0.25)
    assert {style.resampled for style in twisted[0].values()} == {"product"}
    # By review five of six such worlds have a declared gap.
    any_false = np.mean([any(style.declared for style in world.values()) for world in twisted])
    assert any_false <= binomial_limit(8, 0.05)
    held = [style.gap.low <= 0 <= style.gap.high for world in twisted for style in world.values()]
    assert np.mean(held) > 0.85
    planted = worlds(4, **plan, styles={"E": -0.5})
    assert np.mean([world["E"].declared for world in planted]) >= 0.75


def test_what_a_product_earns_everywhere_is_no_style():
    rated = simulate({"A": 600, "B": 600, "C": 600}, products=12, product_spread=0.0, seed=4)
    # Product P0 gets less than its words everywhere, and A sells a lot of it.
    harsh = np.array([product == "P0" for product in rated.products])
    a_lot = np.arange(1800) < 300
    products = ["P0" if often else product for product, often in
                zip(rated.products, a_lot, strict=True)]  # fmt: skip
    stars = np.clip(rated.stars - 1.0 * (harsh | a_lot), 1, 5)
    told = styles_of(Rated(stars, rated.probabilities, rated.groups, products))
    blind = styles_of(Rated(stars, rated.probabilities, rated.groups, [None] * 1800))
    assert blind["A"].gap.value < -0.2
    assert abs(told["A"].gap.value) < 0.5 * abs(blind["A"].gap.value)
    assert told["A"].shared == 1.0 and blind["A"].shared == 0.0


def test_each_failed_condition_is_named():
    found = styles_of(
        simulate({"A": 2000, "B": 2000, "C": 60, "D": 1500}, styles={"C": 1.0, "A": 0.1}, seed=6)
    )
    assert found["C"].why_not == ("60 reviews are fewer than 100",)
    assert isnan(found["C"].p) and isnan(found["C"].q)
    assert any("less than 0.1" in reason for reason in found["D"].why_not)
    assert not any(style.declared for style in found.values() if style.why_not)
    even = styles_of(simulate({"A": 300, "B": 300}, seed=1))
    assert any("chance is not ruled out" in reason for reason in even["A"].why_not)


def test_products_are_resampled_where_there_are_enough():
    many = styles_of(simulate({"A": 300, "B": 300}, products=20, seed=1))
    few = styles_of(simulate({"A": 300, "B": 300}, products=2, seed=1))
    none = styles_of(simulate({"A": 300, "B": 300}, products=0, seed=1))
    assert (many["A"].resampled, many["A"].products) == ("product", 20)
    assert (few["A"].resampled, few["A"].products) == ("review", 2)
    assert (none["A"].resampled, none["A"].products) == ("review", 0)


@pytest.mark.parametrize("sizes", [{}, {"A": 500}, {"A": 500, "B": 3}])
def test_nobody_to_compare_with_is_no_answer(sizes):
    rated = simulate(sizes) if sizes else Rated(np.zeros(0), np.zeros((0, 3)), [], [])
    assert styles_of(rated) == {}


def test_many_small_groups_do_not_hide_a_large_one():
    crowd = {f"small {number}": 12 for number in range(60)}
    found = styles_of(
        simulate({"A": 400, "B": 400, "C": 400} | crowd, styles={"A": 0.3}, products=25, seed=2)
    )
    assert found["A"].declared
    assert not any(found[name].declared for name in crowd)


def test_the_answer_is_always_the_same():
    rated = simulate(SIZES, product_spread=0.3, seed=9)
    assert str(styles_of(rated)) == str(styles_of(rated))


@pytest.mark.parametrize("stars", [1.0, 5.0])
def test_everybody_gives_the_same_stars(stars):
    rated = simulate({"A": 120, "B": 120}, seed=2)
    found = styles_of(Rated(np.full(240, stars), rated.probabilities, rated.groups, rated.products))
    for style in found.values():
        assert not style.declared
        assert style.gap.value == pytest.approx(0, abs=1e-9)
        assert style.extreme.value == 1.0 and style.extreme.low > 0.9
