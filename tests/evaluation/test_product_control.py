import numpy as np
import pytest

from sentiment.evaluation.product_control import influences, levels_of_groups, shared_shares

RNG = np.random.default_rng(3)
GROUPS = RNG.integers(0, 3, 900)
PRODUCTS = RNG.integers(0, 15, 900)
OWN = RNG.normal(0, 0.5, 15)


def values(chance: float = 1.0) -> np.ndarray:
    noise = np.random.default_rng(4).normal(0, chance, 900)
    return np.array([0.0, 0.5, -0.5])[GROUPS] + OWN[PRODUCTS] + noise


def test_levels_are_those_of_a_mixed_model_solved_in_full():
    fit = levels_of_groups(values(), groups=GROUPS, products=PRODUCTS)
    # Henderson's equations: products as columns with a ridge of σ²/σ²_product.
    n = np.bincount(PRODUCTS)
    ridge = n * (1 - fit.pull) / fit.pull
    design = np.hstack([np.eye(3)[GROUPS], np.eye(15)[PRODUCTS]])
    normal = design.T @ design + np.diag([0.0] * 3 + list(ridge))
    solution = np.linalg.solve(normal, design.T @ values())
    assert fit.levels == pytest.approx(solution[:3])
    assert fit.product == pytest.approx(solution[3:][PRODUCTS])


def test_the_mean_without_the_product_is_the_level():
    fit = levels_of_groups(values(), groups=GROUPS, products=PRODUCTS)
    rests = values() - fit.product
    assert [rests[group == GROUPS].mean() for group in range(3)] == pytest.approx(fit.levels)


def test_without_products_levels_are_means():
    none = np.full(900, -1)
    fit = levels_of_groups(values(), groups=GROUPS, products=none)
    assert fit.levels == pytest.approx([values()[group == GROUPS].mean() for group in range(3)])
    assert not fit.product.any()


def test_influences_add_up_to_nothing_and_give_the_known_error():
    chance = 1.0
    estimates, claimed = [], []
    for seed in range(60):
        drawn = np.random.default_rng(seed)
        own = drawn.normal(0, 0.5, 15)
        given = own[PRODUCTS] + drawn.normal(0, chance, 900)
        codes = {"groups": GROUPS, "products": PRODUCTS}
        fit = levels_of_groups(given, **codes)
        each = influences(given - fit.levels[GROUPS], fit, **codes)
        assert np.abs(each.sum(axis=0)).max() < 1e-9
        by_product = np.stack([np.bincount(PRODUCTS, column) for column in each.T], axis=1)
        apart = by_product[:, 0] - by_product[:, 1]
        estimates.append(fit.levels[0] - fit.levels[1])
        claimed.append(np.sqrt((apart**2).sum()))
    assert np.mean(claimed) == pytest.approx(np.std(estimates), rel=0.25)


def test_a_product_that_one_group_alone_has_is_not_shared():
    assert shared_shares(np.array([[4.0, 0.0], [1.0, 3.0]])).tolist() == [1.0, 0.25]
