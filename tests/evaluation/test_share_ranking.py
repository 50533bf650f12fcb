from __future__ import annotations

import numpy as np
import pytest

from sentiment.evaluation.corrected_shares import KnownErrors, correct_shares
from sentiment.evaluation.labelled_strata import RepresentativeTable
from sentiment.evaluation.share_ranking import MOST_COMPARED, rank_groups

EQUAL = np.array([[0.9, 0.05, 0.05], [0.1, 0.8, 0.1], [0.05, 0.05, 0.9]])
HARSH = np.array([[0.95, 0.03, 0.02], [0.4, 0.5, 0.1], [0.25, 0.05, 0.7]])


def group(name, truth, rates, *, labelled=500, scored=20_000):
    joint = np.array(truth)[:, None] * rates
    table = np.round(joint * labelled)
    called = {"en": np.round(joint.sum(axis=0) * scored)}
    return correct_shares(
        name,
        called=called,
        labels=RepresentativeTable(table, int(table.sum())),
        known=KnownErrors(),
    )


def test_a_gap_that_the_model_made_does_not_survive_a_real_one_does():
    drawn = [
        group("JP", (0.3, 0.1, 0.6), HARSH),
        group("BR", (0.3, 0.1, 0.6), EQUAL),
        group("DE", (0.1, 0.1, 0.8), EQUAL),
        group("XX", (0.3, 0.1, 0.6), EQUAL, labelled=0),
        group("", (0.3, 0.1, 0.6), EQUAL),
    ]
    ranking = rank_groups(drawn)
    assert set(ranking.groups) == {"JP", "BR", "DE"}
    assert ranking.groups[-1] == "DE"
    assert set(ranking.not_compared) == {"XX", ""}
    pairs = {frozenset((pair.first, pair.second)): pair for pair in ranking.pairs}
    made = pairs[frozenset(("JP", "BR"))]
    assert made.raw_clear
    assert not made.survives
    assert made in ranking.lost
    assert made.error_p < 0.05
    real = pairs[frozenset(("BR", "DE"))]
    assert real.survives
    assert real.raw_clear
    assert real.error_p > 0.05
    assert real.corrected.value == pytest.approx(0.2, abs=0.02)
    assert real.corrected.low < 0.2 < real.corrected.high
    assert all(0 <= pair.p <= 1 for pair in ranking.pairs)


def test_equal_groups_are_told_apart_seldom():
    random = np.random.default_rng(8)
    joint = np.array((0.3, 0.1, 0.6))[:, None] * EQUAL
    false = 0
    for _ in range(20):
        drawn = []
        for name in "ABCD":
            table = random.multinomial(100, joint.ravel()).reshape(3, 3).astype(float)
            others = random.multinomial(1_000, joint.ravel()).reshape(3, 3)
            drawn.append(
                correct_shares(
                    name,
                    called={"en": (table + others).sum(axis=0)},
                    labels=RepresentativeTable(table, 100),
                    known=KnownErrors(),
                )
            )
        false += bool(rank_groups(drawn).surviving)
    assert false <= 3


def test_the_largest_are_compared():
    drawn = [group(f"G{number}", (0.3, 0.1, 0.6), EQUAL) for number in range(MOST_COMPARED + 3)]
    ranking = rank_groups(drawn)
    assert len(ranking.groups) == MOST_COMPARED
    assert len(ranking.not_compared) == 3
    assert rank_groups(drawn[:1]).pairs == ()
