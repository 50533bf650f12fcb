import numpy as np
import pytest

from sentiment.evaluation.suggested_stars import (
    equal_weights,
    expected_sentiment,
    suggest_stars,
    whole_stars,
)

RNG = np.random.default_rng(0)
SENTIMENT = RNG.uniform(-1, 1, 2000)
STARS = np.clip(np.round(3 + 2 * SENTIMENT + RNG.normal(0, 0.5, 2000)), 1, 5)
PRODUCTS = RNG.integers(0, 50, 2000)
ALL = np.ones(2000, bool)


def suggest(groups, stars=STARS, products=PRODUCTS, learn_from=ALL):
    return suggest_stars(SENTIMENT, stars, groups=groups, products=products, learn_from=learn_from)


def test_kinder_words_suggest_more_stars_and_chances_add_up():
    found = suggest(np.zeros(2000, int))
    kind, unkind = SENTIMENT > 0.8, SENTIMENT < -0.8
    assert found.mean[kind].mean() > 4.4 and found.mean[unkind].mean() < 1.6
    assert np.sqrt(((found.mean - (3 + 2 * SENTIMENT)) ** 2).mean()) < 0.2
    assert found.stars.sum(axis=1) == pytest.approx(1)
    assert found.stars[kind, 4].mean() > 0.5 > found.stars[kind, 0].mean()


def test_the_largest_group_is_not_the_norm():
    groups = (np.arange(2000) < 100).astype(int)
    shifted = STARS + 0.8 * groups
    found = suggest(groups, stars=shifted)
    assert (found.mean - STARS).mean() == pytest.approx(0.4, abs=0.06)


def test_a_group_with_kind_words_and_few_stars_does_not_bend_the_curve():
    groups = (SENTIMENT > 0).astype(int)
    found = suggest(groups, stars=STARS - 1.0 * groups)
    slope = np.polyfit(SENTIMENT[groups == 1], found.mean[groups == 1], 1)[0]
    assert slope > 1.6


def test_no_review_is_judged_by_its_own_product():
    stars = STARS.copy()
    stars[PRODUCTS == 7] = 1.0
    with_it, others = suggest(np.zeros(2000, int), stars=stars), suggest(np.zeros(2000, int))
    own = PRODUCTS == 7
    assert with_it.mean[own] == pytest.approx(others.mean[own])
    assert with_it.mean[~own].mean() < others.mean[~own].mean()


def test_one_product_alone_is_dealt_out_by_review():
    found = suggest(np.zeros(2000, int), products=np.zeros(2000, int))
    assert np.corrcoef(found.mean, STARS)[0, 1] > 0.85


def test_only_what_may_be_learnt_from_is():
    groups = (np.arange(2000) < 20).astype(int)
    wild = np.where(groups == 1, 1.0, STARS)
    found = suggest(groups, stars=wild, learn_from=groups == 0)
    assert (found.mean - STARS).mean() == pytest.approx(0, abs=0.03)


def test_small_parts():
    assert expected_sentiment([[1, 0, 0], [0, 1, 0]]).tolist() == [-1, 0]
    assert whole_stars([1.44, 4.5, 2.5, 5.0]).tolist() == [1, 5, 3, 5]
    weights = equal_weights(np.array([0, 0, 0, 1]))
    assert weights.tolist() == pytest.approx([2 / 3] * 3 + [2.0])
