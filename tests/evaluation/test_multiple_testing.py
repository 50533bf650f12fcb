from math import isnan, nan

import numpy as np
import pytest

from sentiment.evaluation.multiple_testing import benjamini_hochberg


def test_the_first_example_of_the_paper_declares_four_of_fifteen():
    ps = [.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344,
          .0459, .3240, .4262, .5719, .6528, .7590, 1.0]  # fmt: skip
    qs = benjamini_hochberg(ps)
    assert sum(q <= 0.05 for q in qs) == 4
    assert qs[3] == pytest.approx(0.0095 * 15 / 4)
    assert qs[-1] == 1.0


def test_answers_stand_in_the_order_of_the_questions():
    ps = [0.5, 0.001, 0.03]
    assert benjamini_hochberg(ps[::-1]) == benjamini_hochberg(ps)[::-1]


def test_a_comparison_that_was_not_made_is_no_test():
    qs = benjamini_hochberg([0.01, nan, 0.04])
    assert isnan(qs[1])
    assert (qs[0], qs[2]) == benjamini_hochberg([0.01, 0.04])


@pytest.mark.parametrize("nothing", [[], (), np.array([])])
def test_no_comparison_has_no_answer(nothing):
    assert benjamini_hochberg(nothing) == ()


def test_only_comparisons_that_were_not_made():
    assert all(isnan(q) for q in benjamini_hochberg([nan, nan]))


@pytest.mark.parametrize("p", [-0.1, 1.5])
def test_what_is_no_p_value_is_refused(p):
    with pytest.raises(ValueError, match=str(p)):
        benjamini_hochberg([0.5, p])


def test_false_findings_stay_at_their_share():
    drawn = np.random.default_rng(7)
    nulls = drawn.uniform(size=(400, 16))
    planted = drawn.uniform(0, 0.0005, size=(400, 4))
    shares = []
    for row in np.hstack([planted, nulls]):
        declared = np.array(benjamini_hochberg(row)) < 0.05
        shares.append(declared[4:].sum() / max(declared.sum(), 1))
    assert 0.02 < np.mean(shares) < 0.05
