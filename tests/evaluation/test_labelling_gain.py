from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sentiment.evaluation.corrected_shares import KnownErrors, correct_shares
from sentiment.evaluation.labelled_strata import RepresentativeTable
from sentiment.evaluation.labelling_gain import labelling_gain

TABLE = np.array([[16.0, 2, 2], [2, 6, 2], [2, 2, 66]])
CALLED = {"sw": np.array([300.0, 100, 600])}


def shares_with(labels):
    table = TABLE * labels / TABLE.sum()
    return correct_shares(
        "KE", called=CALLED, labels=RepresentativeTable(table, labels), known=KnownErrors()
    ).shares


def test_what_is_promised_is_what_comes():
    promised = labelling_gain(shares_with(100), more=100)
    came = labelling_gain(shares_with(200), more=100)
    assert promised.now is not None
    assert promised.after == pytest.approx(came.now, rel=0.12)
    assert promised.after < 0.8 * promised.now
    assert (promised.labelled, promised.more, promised.guessed) == (100, 100, False)


def test_without_labels_it_is_told_what_they_would_say_alone():
    gain = labelling_gain(shares_with(0), more=50)
    assert gain.now is None
    assert gain.guessed
    # The interval of a share of 30 % among 50 reviews.
    assert gain.after == pytest.approx(2.01 * (0.21 / 50) ** 0.5, rel=0.02)


def test_a_known_model_makes_labels_worth_more():
    known = replace(shares_with(0), label_variance=(0.05, 0.03, 0.05))
    gain = labelling_gain(known, more=50)
    alone = labelling_gain(shares_with(0), more=50)
    assert not gain.guessed
    assert gain.after < 0.6 * alone.after


def test_too_few_stay_too_few():
    gain = labelling_gain(shares_with(0), more=20)
    assert (gain.after, gain.enough) == (None, False)
    small = replace(shares_with(0), scored=10)
    assert labelling_gain(small).more == 10
    assert labelling_gain(small).after is None
