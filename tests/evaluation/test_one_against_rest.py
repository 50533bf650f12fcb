from __future__ import annotations

import numpy as np
import pytest

from sentiment.evaluation.one_against_rest import share_against_rest

# A model that hardly tells neutral reviews from others.
RATES = np.array([[0.88, 0.06, 0.06], [0.35, 0.25, 0.4], [0.03, 0.05, 0.92]])


@pytest.mark.parametrize("negative", [0.1, 0.3, 0.6])
def test_intervals_hold_the_share_while_the_others_keep_their_mix(negative: float) -> None:
    random = np.random.default_rng(7)
    usual = np.array([0.3, 0.2, 0.5])
    shares = np.array([negative, *(usual[1:] / usual[1:].sum() * (1 - negative))])
    held, errors, raw_errors = [], [], []
    rounds = 300
    for seed in range(rounds):
        truth = random.multinomial(200, usual)
        pairs = zip(truth, RATES, strict=True)
        table = np.stack([random.multinomial(n, row) for n, row in pairs])
        called = random.multinomial(150, shares @ RATES)
        found = share_against_rest(called, table, place=0, seed=seed)
        if found is None:  # the interval would reach too far
            continue
        held.append(found.low <= negative <= found.high)
        errors.append(abs(found.value - negative))
        raw_errors.append(abs(called[0] / 150 - negative))
    assert len(held) > 0.8 * rounds
    assert sum(held) >= 0.93 * len(held) - 2 * np.sqrt(0.93 * 0.07 * len(held))
    if negative == 0.1:
        assert np.mean(errors) < np.mean(raw_errors) / 2


def test_what_cannot_be_told_gets_no_number() -> None:
    table = [[71, 5, 2], [19, 12, 19], [1, 2, 69]]
    assert share_against_rest([54, 18, 52], [[3, 0, 0], [0, 40, 9], [2, 3, 60]], place=0) is None
    assert share_against_rest([3, 1, 2], table, place=0) is None  # six reviews
    assert share_against_rest([0, 0, 0], table, place=0) is None
    blind = [[30, 30, 30], [30, 30, 30], [30, 30, 30]]
    assert share_against_rest([54, 18, 52], blind, place=0) is None


def test_whether_a_share_is_shown_does_not_depend_on_how_low_it_is() -> None:
    # Half of what is not negative is called so: no month of a hundred reviews can be told.
    misread = [[51, 0, 0], [44, 2, 1], [34, 17, 51]]
    for negative in (50, 55, 60, 65, 70):
        assert share_against_rest([negative, 10, 90 - negative], misread, place=0) is None
