import numpy as np
import pytest

from sentiment.evaluation.cluster_resampling import (
    bootstrap_weights,
    effective_clusters,
    find_clusters,
    intervals_by_bootstrap,
    sign_flip_test,
    student_test,
)


def test_groups_with_enough_products_are_resampled_by_product():
    groups = np.repeat([0, 1], 40)
    products = np.r_[np.arange(40) % 8, np.full(40, 8)]
    found = find_clusters(groups, products, named=np.ones(80, bool), seed=0)
    assert found.by_product.tolist() == [True, False]
    assert found.products.tolist() == [8, 1]
    assert len(set(found.codes[:40])) == 8
    assert len(set(found.codes[40:])) == 40
    assert found.sizes.sum(axis=0).tolist() == [40, 40]
    assert found.sums(np.ones((80, 1))).sum() == 80


def test_very_many_clusters_are_put_together_evenly():
    groups = np.zeros(30_000, int)
    products = np.arange(30_000)
    found = find_clusters(groups, products, named=np.zeros(30_000, bool), seed=0)
    assert len(found.sizes) <= 4_000
    assert found.sizes.max() - found.sizes.min() <= 1


def test_the_interval_of_a_mean_is_that_of_its_standard_error():
    drawn = np.random.default_rng(1).normal(3, 1, 400)
    contributions = ((drawn - drawn.mean()) / 400)[:, None]
    (interval,) = intervals_by_bootstrap(
        np.array([drawn.mean()]),
        contributions,
        sizes=np.ones((400, 1)),
        ns=np.array([400]),
        weights=bootstrap_weights(400, seed=0),
    )
    assert interval.n == 400
    error = drawn.std(ddof=1) / 20
    assert interval.high - interval.value == pytest.approx(1.96 * error, rel=0.08)


def test_few_clusters_have_wide_intervals():
    def width(clusters: int) -> float:
        contributions = np.resize([1.0, -1.0], clusters)[:, None] / clusters**0.5
        (interval,) = intervals_by_bootstrap(
            np.zeros(1),
            contributions,
            sizes=np.ones((clusters, 1)),
            ns=np.array([clusters]),
            weights=bootstrap_weights(clusters, seed=0),
        )
        return interval.high - interval.low

    assert width(8) > 1.15 * width(200)


def test_effective_clusters_count_one_large_one_as_little_more_than_one():
    sizes = np.array([[100.0, 10.0], [1.0, 10.0], [0.0, 10.0]])
    large, even = effective_clusters(sizes)
    assert large == pytest.approx(1.02, abs=0.01) and even == 3


def test_p_values_are_even_without_a_difference_and_small_with_one():
    drawn = np.random.default_rng(2)
    ps = sign_flip_test(drawn.normal(0, 1, (60, 400)), seed=0)
    assert 0.02 < (ps < 0.05).mean() < 0.09
    assert 0.42 < ps.mean() < 0.58
    (found,) = sign_flip_test(drawn.normal(0.8, 1, (60, 1)), seed=0)
    assert found == pytest.approx(1 / 5_000)


def test_few_clusters_never_have_a_small_p():
    (p,) = sign_flip_test(np.ones((4, 1)), seed=0)
    assert p == pytest.approx(2 / 16, abs=0.02)


def test_students_p_of_a_few_clusters_is_even_without_a_difference():
    drawn = np.random.default_rng(3)
    contributions = drawn.normal(0, 1, (5, 4_000)) / 5
    values = contributions.sum(axis=0)
    ps = student_test(values, contributions - values / 5, sizes=np.ones((5, 4_000)))
    assert 0.035 < (ps < 0.05).mean() < 0.065
    (far,) = student_test(np.ones(1), np.array([[0.01], [-0.01], [0.0]]), sizes=np.ones((3, 1)))
    assert far < 0.001
